namespace CounselDesk.Domain.Hours;

/// <summary>
/// Hours of every day in which nobody is reminded of anything, by what the clocks on the wall show. So an hour that the
/// clocks show twice is quiet twice, and one that they skip is not there to be quiet.
/// </summary>
/// <param name="FromMinute">The first quiet minute since midnight, 0 to 1439.</param>
/// <param name="ToMinute">The first minute that is quiet no more, 0 to 1439; at or before <paramref name="FromMinute"/> it is the next day's.</param>
public sealed record QuietTime(int FromMinute, int ToMinute)
{
    /// <summary>From nine in the evening to eight in the morning.</summary>
    public static QuietTime Usual { get; } = new(21 * 60, 8 * 60);

    /// <summary>Whether it is quiet when the clocks show a time.</summary>
    public bool Covers(TimeOnly shown)
    {
        var minute = (shown.Hour * 60) + shown.Minute;
        return FromMinute < ToMinute ? minute >= FromMinute && minute < ToMinute : minute >= FromMinute || minute < ToMinute;
    }
}
