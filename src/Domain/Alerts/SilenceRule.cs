namespace CounselDesk.Domain.Alerts;

/// <summary>A stretch of days, its last one included; null is open-ended.</summary>
public sealed record DaySpan(DateOnly First, DateOnly? Last);

/// <summary>
/// When nothing has been heard for so long that a clinician should ask. A run of silence begins with the last sign, or with the
/// first day on which one could be expected again; days of rest are not counted. How many days are too
/// many the practice says, since no constant for it is published.
/// </summary>
public static class SilenceRule
{
    /// <summary>
    /// The first day of the run that lasts until today: that of the last sign, or the start of the stretch of running homework
    /// that today lies in, if that is later. Null while none is running.
    /// </summary>
    /// <param name="running">When homework could be done, in any order, also what has been taken back since.</param>
    /// <param name="lastSign">The day on which anything was entered last.</param>
    /// <param name="today">The current day.</param>
    public static DateOnly? RunStart(IEnumerable<DaySpan> running, DateOnly? lastSign, DateOnly today)
    {
        DateOnly? start = null;
        foreach (var span in running.Where(span => span.First <= today).OrderByDescending(span => span.Last ?? DateOnly.MaxValue))
        {
            // The stretch goes on backwards as long as no day lies between two spans.
            if ((span.Last ?? today) < (start ?? today).AddDays(start is null ? 0 : -1))
                break;
            if (start is null || span.First < start)
                start = span.First;
        }

        return start is null ? null : lastSign > start ? lastSign : start;
    }

    /// <summary>How many days after the run's first were none of rest, today included.</summary>
    public static int Days(DateOnly start, DateOnly today, Func<DateOnly, bool> rests) =>
        Enumerable.Range(1, Math.Max(0, today.DayNumber - start.DayNumber)).Count(day => !rests(start.AddDays(day)));
}
