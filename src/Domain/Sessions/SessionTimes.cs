namespace CounselDesk.Domain.Sessions;

/// <summary>How long a session may be, and how far from now it may be booked.</summary>
public static class SessionTimes
{
    public const int ShortestMinutes = 15;
    public const int LongestMinutes = 240;

    /// <summary>How far back a session may be booked, to record what happened.</summary>
    public const int MostDaysBack = 30;

    public const int MostYearsAhead = 2;

    public static bool IsBookable(DateTimeOffset startsAt, DateTimeOffset now) =>
        startsAt >= now.AddDays(-MostDaysBack) && startsAt <= now.AddYears(MostYearsAhead);

    /// <summary>Whether two sessions share time. One that ends when the other starts does not.</summary>
    public static bool Overlap(DateTimeOffset startA, DateTimeOffset endA, DateTimeOffset startB, DateTimeOffset endB) =>
        startA < endB && startB < endA;
}
