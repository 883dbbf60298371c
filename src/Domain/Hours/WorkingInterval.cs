namespace CounselDesk.Domain.Hours;

/// <summary>A time of the week at which somebody works, by the practice's clocks.</summary>
/// <param name="Day">The weekday.</param>
/// <param name="FromMinute">Its start, in minutes since midnight.</param>
/// <param name="ToMinute">Its end, not included; 1440 is midnight.</param>
public sealed record WorkingInterval(DayOfWeek Day, int FromMinute, int ToMinute)
{
    /// <summary>Most intervals of one day.</summary>
    public const int MostADay = 8;

    public const int MostAWeek = 7 * MostADay;

    /// <summary>Whether two of them share time. Those that touch do not.</summary>
    public static bool AnyOverlap(IEnumerable<WorkingInterval> week) => week.GroupBy(one => one.Day).Any(day =>
    {
        var sorted = day.OrderBy(one => one.FromMinute).ToList();
        return sorted.Zip(sorted.Skip(1)).Any(pair => pair.Second.FromMinute < pair.First.ToMinute);
    });
}
