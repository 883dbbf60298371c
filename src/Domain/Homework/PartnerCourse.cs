namespace CounselDesk.Domain.Homework;

/// <summary>One partner's way through an assignment up to a day: what fell due, and what was credited.</summary>
sealed class PartnerCourse
{
    readonly AssignmentSchedule schedule;
    readonly Dictionary<int, List<HomeworkEntry>> entriesByRound = [];
    readonly List<Occurrence> occurrences = [];
    readonly List<bool> creditedRounds = [];
    int halfCredits;

    public PartnerCourse(AssignmentSchedule schedule, IReadOnlyList<HomeworkEntry> entries, DateOnly today)
    {
        if (!schedule.IsValid())
            throw new ArgumentException("The schedule's cadence, due day or target do not fit each other.", nameof(schedule));
        this.schedule = schedule;
        var asOf = today > schedule.EndedOn ? schedule.EndedOn.Value : today;
        Keep(entries, asOf);
        Walk(asOf);
    }

    /// <summary>What fell due, each placed on a day.</summary>
    public IReadOnlyList<Occurrence> Occurrences => occurrences;

    /// <summary>For each round that fell due, from the first, whether it earned any credit.</summary>
    public IReadOnlyList<bool> CreditedRounds => creditedRounds;

    /// <summary>Whether the target is reached, after which nothing more falls due.</summary>
    public bool ReachedTarget => halfCredits >= 2 * schedule.Target;

    /// <summary>Whether anything was entered.</summary>
    public bool HasEntries => entriesByRound.Count > 0;

    /// <summary>Whether each occurrence wanted in the last round has an entry; never so while open-ended.</summary>
    public bool LoggedLastRound =>
        schedule.DueOn is { } due
        && schedule.Round(due) is var round
        && entriesByRound.TryGetValue(round, out var logged)
        && logged.Count >= schedule.Slots(round);

    /// <summary>Whether the first round's occurrence was done in full.</summary>
    public bool DidFirstInFull => creditedRounds.Count > 0 && occurrences[0].HalfCredits == 2;

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
        var standing = new Dictionary<int, HomeworkEntry>();
        foreach (var entry in entries)
        {
            if (entry.Day <= asOf && schedule.Period(entry.Day) is { } period)
                standing[period] = entry;
        }

        foreach (var entry in standing.Values)
        {
            var round = schedule.Round(entry.Day);
            if (!entriesByRound.TryGetValue(round, out var logged))
                entriesByRound[round] = logged = [];
            logged.Add(entry);
        }
    }

    void Walk(DateOnly asOf)
    {
        if (asOf < schedule.StartOn)
            return;
        var lastRound = schedule.Round(asOf > schedule.DueOn ? schedule.DueOn.Value : asOf);
        for (var round = 1; round <= lastRound && !ReachedTarget; round++)
        {
            var logged = entriesByRound.GetValueOrDefault(round, []);
            var lastDay = schedule.LastDayNumber(round);
            var elapsed = lastDay < asOf.DayNumber;
            if (!elapsed && logged.Count == 0)
                return; // The running round: nothing due in it yet.
            AddRound(logged, schedule.Slots(round), elapsed ? lastDay : null);
        }
    }

    void AddRound(List<HomeworkEntry> logged, int slots, int? elapsedOn)
    {
        var before = halfCredits;
        // The best entries fill the slots: a skipped day is made good by another day of the same block.
        var filling = logged
            .OrderByDescending(entry => entry.HalfCredits).ThenBy(entry => entry.Day)
            .Take(slots)
            .OrderBy(entry => entry.Day);
        var free = slots;
        foreach (var entry in filling)
        {
            if (ReachedTarget)
                break;
            occurrences.Add(new(entry.Day.DayNumber, entry.HalfCredits));
            halfCredits += entry.HalfCredits;
            free--;
        }

        if (elapsedOn is { } day && !ReachedTarget)
            occurrences.AddRange(Enumerable.Repeat(new Occurrence(day, 0), free));
        creditedRounds.Add(halfCredits > before);
    }

    /// <summary>One occurrence that fell due, on the day of its entry or, if it has none, the day its round ran out.</summary>
    internal sealed record Occurrence(int DayNumber, int HalfCredits);
}
