namespace CounselDesk.Domain.Homework;

/// <summary>When an assignment is to be done.</summary>
/// <remarks>
/// Every day here is a calendar day of the practice's time zone; the caller converts instants before. A calendar day has no
/// hours, so the 23 or 25 hours of a daylight-saving change, month ends and leap days cannot disturb the count.
/// </remarks>
/// <param name="StartOn">First day on which it can be done.</param>
/// <param name="Cadence">How often.</param>
/// <param name="DueOn">Last day on which it can be done, inclusive; absent: open-ended.</param>
/// <param name="EndedOn">Day on which it was withdrawn or completed. It stops the clock: what had not fallen due by then never does.</param>
/// <param name="Target">Occurrences wanted in all from each partner, 1 to 366; absent: as many as the cadence gives.</param>
public sealed record AssignmentSchedule(
    DateOnly StartOn, Cadence Cadence, DateOnly? DueOn = null, DateOnly? EndedOn = null, int? Target = null)
{
    /// <summary>Most occurrences that can be wanted: a daily exercise for a leap year.</summary>
    public const int MaxTarget = 366;

    const int DaysPerBlock = 7;

    /// <summary>Whether the parts fit each other: a valid cadence, no due day before the start, a target of 1 to 366 (once: 1 at most).</summary>
    public bool IsValid() =>
        Cadence.IsValid()
        && !(DueOn < StartOn)
        && Target is null or (>= 1 and <= MaxTarget)
        && (Cadence.Kind != CadenceKind.Once || Target is null or 1);

    /// <summary>
    /// The period that a day belongs to, counted from 1: the key under which one entry per partner and assignment lives, so
    /// that entering again in the same period amends the entry.
    /// </summary>
    /// <remarks>
    /// Once: always 1. Daily: the day. Weekly: the block of seven days counted from the start day. Times-per-week: the day
    /// too, since its entries lie on different days; how many of a block's entries count is for <see cref="Adherence"/> to
    /// say, so doing more than was asked is never refused.
    /// </remarks>
    /// <returns>The period, or null for a day before the start, after the due day or after the end.</returns>
    public int? Period(DateOnly day)
    {
        if (day < StartOn || day > DueOn || day > EndedOn)
            return null;
        return Cadence.Kind == CadenceKind.TimesPerWeek ? Offset(day) + 1 : Round(day);
    }

    /// <summary>The round a day lies in, from 1: the stretch with a fixed number of occurrences, in which streaks are counted.</summary>
    internal int Round(DateOnly day) => Cadence.Kind switch
    {
        CadenceKind.Once => 1,
        CadenceKind.Daily => Offset(day) + 1,
        _ => (Offset(day) / DaysPerBlock) + 1,
    };

    /// <summary>The last day of a round as a day number; the due day cuts the last block short. Null: open-ended.</summary>
    internal int? LastDayNumber(int round)
    {
        var due = DueOn?.DayNumber;
        if (Cadence.Kind == CadenceKind.Once)
            return due;
        var last = StartOn.DayNumber + (round * RoundLength) - 1;
        return due < last ? due : last;
    }

    /// <summary>Occurrences wanted in a round; never more than it has days, as each lies on another day.</summary>
    internal int Slots(int round)
    {
        if (Cadence.TimesPerWeek is not { } times)
            return 1;
        var first = StartOn.DayNumber + ((round - 1) * RoundLength);
        return Math.Min(times, LastDayNumber(round)!.Value - first + 1);
    }

    int RoundLength => Cadence.Kind == CadenceKind.Daily ? 1 : DaysPerBlock;

    int Offset(DateOnly day) => day.DayNumber - StartOn.DayNumber;
}
