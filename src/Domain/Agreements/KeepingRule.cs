using CounselDesk.Domain.Homework;

namespace CounselDesk.Domain.Agreements;

/// <summary>What a partner ticked for one period of a row.</summary>
/// <param name="Day">On which day it was kept, or was not.</param>
/// <param name="IsKept">Whether it was kept.</param>
public sealed record RowTick(DateOnly Day, bool IsKept);

/// <summary>How often a row was kept, of the times it was to be.</summary>
/// <param name="Kept">Times kept, never more than were to be.</param>
/// <param name="Expected">Times that were to be so far.</param>
public sealed record RowKeeping(int Kept, int Expected);

/// <summary>
/// Periods of a row of the trust agreement, and how it was kept. Every day is a calendar day of the practice's time zone, so
/// that no change of the clocks disturbs the count. It starts on the day on which that partner accepted the version.
/// </summary>
public static class KeepingRule
{
    const int DaysPerWeek = 7;

    /// <summary>
    /// The period of a day, from 1: the key under which one tick of a partner lives. Once: always 1. Weekly: the block of seven
    /// days from the acceptance. Daily and several times a week: the day.
    /// </summary>
    /// <returns>The period, or null for a day before the acceptance.</returns>
    public static int? Period(Cadence frequency, DateOnly acceptedOn, DateOnly day)
    {
        if (day < acceptedOn)
            return null;
        return frequency.Kind switch
        {
            CadenceKind.Once => 1,
            CadenceKind.Weekly => Block(acceptedOn, day) + 1,
            _ => day.DayNumber - acceptedOn.DayNumber + 1,
        };
    }

    /// <summary>
    /// What was kept from the acceptance to today. A period is expected once its last day has passed, or as soon as it is
    /// ticked; several times a week, a block's days together are expected so often.
    /// </summary>
    /// <param name="frequency">How often the row is to be kept.</param>
    /// <param name="acceptedOn">The day on which the partner accepted.</param>
    /// <param name="ticks">That partner's, one a period.</param>
    /// <param name="today">The current day.</param>
    public static RowKeeping Of(Cadence frequency, DateOnly acceptedOn, IReadOnlyCollection<RowTick> ticks, DateOnly today)
    {
        var standing = ticks.Where(tick => tick.Day >= acceptedOn && tick.Day <= today).ToList();
        if (frequency.Kind == CadenceKind.Once)
            return new RowKeeping(Math.Min(1, standing.Count(tick => tick.IsKept)), Math.Min(1, standing.Count));
        var length = frequency.Kind == CadenceKind.Daily ? 1 : DaysPerWeek;
        var times = frequency.TimesPerWeek ?? 1;
        var byStretch = standing.ToLookup(tick => (tick.Day.DayNumber - acceptedOn.DayNumber) / length);
        // Days after today are no part of any stretch: the running one is the last.
        var running = (today.DayNumber - acceptedOn.DayNumber) / length;
        var (kept, expected) = (0, 0);
        for (var stretch = 0; stretch <= running; stretch++)
        {
            var entered = byStretch[stretch].ToList();
            kept += Math.Min(times, entered.Count(tick => tick.IsKept));
            expected += stretch < running ? times : Math.Min(times, entered.Count);
        }

        return new RowKeeping(kept, expected);
    }

    /// <summary>Whether there is something to tick today.</summary>
    public static bool IsDue(Cadence frequency, DateOnly acceptedOn, IReadOnlyCollection<RowTick> ticks, DateOnly today)
    {
        if (Period(frequency, acceptedOn, today) is not { } period || ticks.Any(tick => Period(frequency, acceptedOn, tick.Day) == period))
            return false;
        return frequency.TimesPerWeek is not { } times
            || ticks.Count(tick => tick.Day >= acceptedOn && Block(acceptedOn, tick.Day) == Block(acceptedOn, today)) < times;
    }

    static int Block(DateOnly acceptedOn, DateOnly day) => (day.DayNumber - acceptedOn.DayNumber) / DaysPerWeek;
}
