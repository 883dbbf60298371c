using NodaTime;

namespace CounselDesk.Application.Common;

/// <summary>Calendar days in the practice's time zone, by the tz database that NodaTime carries.</summary>
public sealed class PracticeDays(RequestScope scope, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public DateOnly Today => DayOf(Now);

    public DateOnly DayOf(DateTimeOffset instant) =>
        Instant.FromDateTimeOffset(instant).InZone(Zone).Date.ToDateOnly();

    /// <summary>The first instant of a day, which is not midnight where the clocks go forward at midnight.</summary>
    public DateTimeOffset StartOf(DateOnly day) =>
        Zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToInstant().ToDateTimeOffset();

    /// <summary>The time of day that the practice's clocks show.</summary>
    public TimeOnly TimeOf(DateTimeOffset instant) =>
        Instant.FromDateTimeOffset(instant).InZone(Zone).TimeOfDay.ToTimeOnly();

    /// <summary>
    /// When the practice's clocks show a time on a day. Where they go forward past it, as much later as they skip; where
    /// they show it twice, the first time.
    /// </summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time) =>
        Zone.AtLeniently(LocalDate.FromDateOnly(day) + LocalTime.FromTimeOnly(time)).ToInstant().ToDateTimeOffset();

    public static bool IsKnownZone(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not null;

    private DateTimeZone Zone => DateTimeZoneProviders.Tzdb[scope.Caller.TimeZone];
}
