namespace CounselDesk.Domain.Homework;

/// <summary>One rhythm, from a day until the next segment begins.</summary>
/// <param name="From">Its first day.</param>
/// <param name="Cadence">How often.</param>
public sealed record ScheduleSegment(DateOnly From, Cadence Cadence);

/// <summary>Days on which nothing falls due, because the assignment or the case rests.</summary>
/// <param name="From">The first of them: the day on which it was paused.</param>
/// <param name="ResumedOn">The first day after them: the day on which it was resumed; absent: still paused.</param>
public sealed record SchedulePause(DateOnly From, DateOnly? ResumedOn = null)
{
    internal bool Covers(DateOnly day) => day >= From && !(day >= ResumedOn);
}

/// <summary>When an assignment is to be done: segments, pauses, and what bounds them.</summary>
/// <remarks>
/// Every day here is a calendar day of the practice's time zone; the caller converts instants before. A calendar day has no
/// hours, so the 23 or 25 hours of a daylight-saving change, month ends and leap days cannot disturb the count.
/// A change of cadence begins a segment and leaves the ones before as they were counted: a week that it cuts short expects no
/// more than what was logged in it. Blocks of seven days are counted from their segment's first day.
/// </remarks>
/// <param name="Segments">At least one, in order; the first begins with the assignment.</param>
/// <param name="DueOn">Last day on which it can be done, inclusive; absent: open-ended.</param>
/// <param name="EndedOn">Day on which it was withdrawn or completed. It stops the clock: what had not fallen due by then never does.</param>
/// <param name="Target">Occurrences wanted in all from each partner, 1 to 366; absent: as many as the cadence gives.</param>
/// <param name="Pauses">In any order; they may overlap.</param>
public sealed record AssignmentSchedule(
    IReadOnlyList<ScheduleSegment> Segments, DateOnly? DueOn, DateOnly? EndedOn, int? Target, IReadOnlyList<SchedulePause> Pauses)
{
    /// <summary>Most occurrences that can be wanted: a daily exercise for a leap year.</summary>
    public const int MaxTarget = 366;

    const int DaysPerBlock = 7;

    /// <summary>One rhythm all along, never paused.</summary>
    public AssignmentSchedule(DateOnly startOn, Cadence cadence, DateOnly? dueOn = null, DateOnly? endedOn = null, int? target = null)
        : this([new ScheduleSegment(startOn, cadence)], dueOn, endedOn, target, [])
    {
    }

    /// <summary>First day on which it can be done.</summary>
    public DateOnly StartOn => Segments[0].From;

    /// <summary>
    /// Whether the parts fit each other: valid cadences in order, no due day before the start, a target of 1 to 366. What is
    /// done once has no other rhythm before or after, and no target above 1.
    /// </summary>
    public bool IsValid() =>
        Segments.Count > 0
        && Segments.All(segment => segment.Cadence.IsValid())
        && Segments.Zip(Segments.Skip(1)).All(pair => pair.First.From < pair.Second.From)
        && !(DueOn < StartOn)
        && Target is null or (>= 1 and <= MaxTarget)
        && (!IsOnce || (Segments.Count == 1 && Target is null or 1));

    /// <summary>The rhythm on a day; before the start, the one that it starts with.</summary>
    public Cadence CadenceOn(DateOnly day) => SegmentOn(day).Cadence;

    /// <summary>Whether nothing falls due on a day.</summary>
    public bool IsPausedOn(DateOnly day) => Pauses.Any(pause => pause.Covers(day));

    /// <summary>
    /// The period that a day belongs to, named by its first day's number in the assignment, from 1: the key under which one
    /// entry per partner and assignment lives, so that entering again in the same period amends the entry.
    /// </summary>
    /// <remarks>
    /// Once: the whole. Daily: the day. Weekly: the block of seven days. Weekdays: from one given weekday to the day before the
    /// next, so that a late entry still counts. Times-per-week: the day too, since its entries lie on different days; how many of
    /// a block's entries count is for <see cref="Adherence"/> to say, so doing more than was asked is never refused.
    /// A segment that begins later leaves the days before it, and so their periods, as they were.
    /// </remarks>
    /// <returns>The period, or null for a day before the start, after the due day or after the end.</returns>
    public int? Period(DateOnly day) => PeriodStart(day)?.DayNumber - StartOn.DayNumber + 1;

    internal DateOnly? PeriodStart(DateOnly day)
    {
        if (day < StartOn || day > DueOn || day > EndedOn)
            return null;
        return CadenceOn(day).Kind == CadenceKind.TimesPerWeek ? day : RoundStart(day);
    }

    internal bool IsOnce => Segments.Any(segment => segment.Cadence.Kind == CadenceKind.Once);

    /// <summary>The first day of the round that a day of the assignment lies in.</summary>
    internal DateOnly RoundStart(DateOnly day)
    {
        var (from, cadence) = SegmentOn(day);
        switch (cadence.Kind)
        {
            case CadenceKind.Once:
                return from;
            case CadenceKind.Daily:
                return day;
            case CadenceKind.Weekdays:
                // Days before the first given weekday belong to it: doing it early is doing it.
                var start = day;
                while (start > cadence.FirstWeekday(from) && cadence.FirstWeekday(start) != start)
                    start = start.AddDays(-1);
                return start > cadence.FirstWeekday(from) ? start : from;
            default:
                return day.AddDays(-((day.DayNumber - from.DayNumber) % DaysPerBlock));
        }
    }

    /// <summary>The rounds that begin by a day, in order.</summary>
    internal IEnumerable<ScheduleRound> Rounds(DateOnly until)
    {
        for (var i = 0; i < Segments.Count; i++)
        {
            var next = i + 1 < Segments.Count ? Segments[i + 1].From : (DateOnly?)null;
            for (DateOnly? first = Segments[i].From; first <= until && !(first > DueOn) && !(first >= next);)
            {
                var (round, following) = RoundFrom(first.Value, Segments[i].Cadence, next);
                yield return round;
                first = following;
            }
        }
    }

    (ScheduleRound Round, DateOnly? Following) RoundFrom(DateOnly first, Cadence cadence, DateOnly? next)
    {
        var weekday = cadence.Kind == CadenceKind.Weekdays ? cadence.FirstWeekday(first) : (DateOnly?)null;
        DateOnly? following = cadence.Kind switch
        {
            CadenceKind.Once => null,
            CadenceKind.Daily => first.AddDays(1),
            CadenceKind.Weekdays => cadence.FirstWeekday(weekday!.Value.AddDays(1)),
            _ => first.AddDays(DaysPerBlock),
        };
        var whole = Earlier(following?.AddDays(-1), DueOn);
        var due = weekday is null ? whole : weekday > DueOn ? null : weekday;
        var days = whole?.DayNumber - first.DayNumber + 1;
        var slots = Math.Min(cadence.TimesPerWeek ?? 1, days ?? 1);
        var share = cadence.Kind is CadenceKind.Weekly or CadenceKind.TimesPerWeek
            ? slots * Enumerable.Range(0, days!.Value).Count(day => !IsPausedOn(first.AddDays(day))) / days.Value
            : due is { } day && IsPausedOn(day) ? 0 : slots;
        return (new(first, Earlier(whole, next?.AddDays(-1)), due >= next ? null : due, slots, share), following);
    }

    ScheduleSegment SegmentOn(DateOnly day) => Segments.LastOrDefault(segment => segment.From <= day) ?? Segments[0];

    static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null || other < one ? other ?? one : one;
}

/// <summary>The stretch with a fixed number of occurrences, in which streaks are counted.</summary>
/// <param name="First">Its first day.</param>
/// <param name="Last">The last day on which an entry counts for it; null: open-ended.</param>
/// <param name="DueOn">The day after which what is missing has fallen due; null: never, since it is open-ended or cut short.</param>
/// <param name="Slots">How many entries count at most.</param>
/// <param name="Share">How many fall due: less than the slots where days of it are paused.</param>
sealed record ScheduleRound(DateOnly First, DateOnly? Last, DateOnly? DueOn, int Slots, int Share);
