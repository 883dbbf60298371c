namespace CounselDesk.Domain.Progress;

/// <summary>Calendar rules for answers, all on days of the practice's time zone: a day has no hours that the clocks could move.</summary>
public static class ResponseDays
{
    /// <summary>How far back answers can be dated, so that a mistyped year does not stretch every series.</summary>
    public const int OldestYears = 5;

    /// <summary>How many weeks before this one a partner may date a check-in of their own; older ones are for the therapist to enter.</summary>
    public const int OwnWeeksBack = 1;

    /// <summary>Most answers a response may hold; more than any instrument asks.</summary>
    public const int MostAnswers = 100;

    /// <summary>The Monday of a day's week.</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>Every Monday from the week of one day to the week of another.</summary>
    /// <param name="from">A day of the first week.</param>
    /// <param name="to">A day of the last week.</param>
    /// <param name="most">The most weeks given; the oldest are left out.</param>
    public static IReadOnlyList<DateOnly> Weeks(DateOnly from, DateOnly to, int most)
    {
        var (first, last) = (WeekOf(from), WeekOf(to));
        var count = first > last ? 0 : Math.Min(((last.DayNumber - first.DayNumber) / 7) + 1, most);
        return [.. Enumerable.Range(0, count).Select(n => last.AddDays(7 * (n - count + 1)))];
    }
}
