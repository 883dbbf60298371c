namespace CounselDesk.Domain.Calendars;

/// <summary>What a calendar feed shows, and how many one person may have.</summary>
public static class CalendarLimits
{
    public const int MostFeeds = 10;

    public const int DaysBack = 90;

    public const int DaysAhead = 400;

    /// <summary>How long a cancelled session still shows as such, so that calendars that ask seldom learn of it.</summary>
    public const int DaysCancelledShows = 30;
}
