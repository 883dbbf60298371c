namespace CounselDesk.Domain.Homework;

/// <summary>One partner's way through an assignment up to a day: what fell due, and what was credited.</summary>
sealed class PartnerCourse
{
    readonly AssignmentSchedule schedule;
    readonly Dictionary<DateOnly, List<HomeworkEntry>> entriesByRound = [];
    readonly List<Occurrence> occurrences = [];
    readonly List<CountedRound> rounds = [];
    int halfCredits;

    public PartnerCourse(AssignmentSchedule schedule, IReadOnlyList<HomeworkEntry> entries, DateOnly today)
    {
        if (!schedule.IsValid())
            throw new ArgumentException("The schedule's cadences, due day or target do not fit each other.", nameof(schedule));
        this.schedule = schedule;
        var asOf = today > schedule.EndedOn ? schedule.EndedOn.Value : today;
        Keep(entries, asOf);
        Walk(asOf);
    }

    /// <summary>What fell due, each placed on a day.</summary>
    public IReadOnlyList<Occurrence> Occurrences => occurrences;

    /// <summary>The rounds in which something fell due, in order; a paused one only if it earned credit all the same.</summary>
    public IReadOnlyList<CountedRound> Rounds => rounds;

    /// <summary>Whether the target is reached, after which nothing more falls due.</summary>
    public bool ReachedTarget => halfCredits >= 2 * schedule.Target;

    /// <summary>Whether anything was entered.</summary>
    public bool HasEntries => entriesByRound.Count > 0;

    /// <summary>Whether each occurrence wanted in the last round has an entry; never so while open-ended.</summary>
    public bool LoggedLastRound =>
        schedule.DueOn is { } due
        && schedule.Rounds(due).Last() is var last
        && entriesByRound.TryGetValue(last.First, out var logged)
        && logged.Count >= last.Slots;

    /// <summary>Whether what is done once was done in full.</summary>
    public bool DidOnceInFull => entriesByRound.Values.Any(logged => logged is [{ Outcome: LogOutcome.Done }]);

    /// <summary>Credited and expected, both capped by the target.</summary>
    public AdherenceTally Tally
    {
        get
        {
            var expected = Math.Min(occurrences.Count, schedule.Target ?? int.MaxValue);
            return new(Math.Min(halfCredits, 2 * expected), expected);
        }
    }

    void Keep(IReadOnlyList<HomeworkEntry> entries, DateOnly asOf)
    {
        var standing = new Dictionary<DateOnly, HomeworkEntry>();
        foreach (var entry in entries)
        {
            if (entry.Day <= asOf && schedule.PeriodStart(entry.Day) is { } period)
                standing[period] = entry;
        }

        foreach (var entry in standing.Values)
        {
            var round = schedule.RoundStart(entry.Day);
            if (!entriesByRound.TryGetValue(round, out var logged))
                entriesByRound[round] = logged = [];
            logged.Add(entry);
        }
    }

    void Walk(DateOnly asOf)
    {
        foreach (var round in schedule.Rounds(asOf).TakeWhile(_ => !ReachedTarget))
            AddRound(round, entriesByRound.GetValueOrDefault(round.First, []), round.DueOn < asOf);
    }

    void AddRound(ScheduleRound round, List<HomeworkEntry> logged, bool isOver)
    {
        var before = halfCredits;
        // The best entries fill the slots: a skipped day is made good by another day of the same block. What was done on
        // paused days counts; what was skipped there does not.
        var credited = Math.Min(round.Slots, logged.Count(entry => entry.HalfCredits > 0));
        var expected = Math.Max(credited, isOver ? round.Share : Math.Min(round.Share, logged.Count));
        if (expected == 0)
            return;
        var free = expected;
        var filling = logged
            .OrderByDescending(entry => entry.HalfCredits).ThenBy(entry => entry.Day)
            .Take(expected)
            .OrderBy(entry => entry.Day);
        foreach (var entry in filling)
        {
            if (ReachedTarget)
                break;
            occurrences.Add(new(entry.Day.DayNumber, entry.HalfCredits));
            halfCredits += entry.HalfCredits;
            free--;
        }

        if (isOver && !ReachedTarget)
            occurrences.AddRange(Enumerable.Repeat(new Occurrence(round.DueOn!.Value.DayNumber, 0), free));
        rounds.Add(new(round.First, halfCredits > before));
    }

    /// <summary>One occurrence that fell due, on the day of its entry or, if it has none, the day its round ran out.</summary>
    internal sealed record Occurrence(int DayNumber, int HalfCredits);

    /// <summary>A round in which something fell due, and whether it earned any credit.</summary>
    internal sealed record CountedRound(DateOnly First, bool Credited);
}
