namespace CounselDesk.Domain.Sessions;

/// <summary>The calendar days of a series of sessions.</summary>
public static class SeriesDays
{
    /// <summary>Most sessions of one series: two years of every week.</summary>
    public const int MostSessions = 104;

    public const int MostWeeksApart = 52;

    /// <summary>
    /// The days, every so many weeks from the first on, until the last day (included) or until there are as many as asked
    /// for. A skipped day does not count. Gives one day more than a series may have if it would be longer.
    /// </summary>
    public static IReadOnlyList<DateOnly> Of(DateOnly first, int everyWeeks, DateOnly? until, int? count, IReadOnlySet<DateOnly> skip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(everyWeeks, 1);
        var most = Math.Min(count ?? int.MaxValue, MostSessions + 1);
        var days = new List<DateOnly>();
        for (var day = first; days.Count < most && (until is null || day <= until); day = day.AddDays(7 * everyWeeks))
        {
            if (!skip.Contains(day))
                days.Add(day);
        }

        return days;
    }

    /// <summary>The days to skip on which the series would have had no session anyway: most likely slips of the pen.</summary>
    public static IEnumerable<DateOnly> Missed(DateOnly first, int everyWeeks, DateOnly last, IEnumerable<DateOnly> skip) =>
        skip.Where(day => day < first || day > last || (day.DayNumber - first.DayNumber) % (7 * everyWeeks) != 0);
}
