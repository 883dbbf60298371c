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

    /// <summary>
    /// When the practice's clocks first show a time on a day, or a later one where they go forward past it. Two times of a
    /// day never change places, so what lies between them is what the clocks show between them.
    /// </summary>
    /// <param name="day">The day.</param>
    /// <param name="minute">Minutes since midnight by the clocks; 1440 is the next day's start.</param>
    public DateTimeOffset From(DateOnly day, int minute) => minute == 24 * 60
        ? StartOf(day.AddDays(1))
        : Zone.ResolveLocal(LocalDate.FromDateOnly(day).At(LocalTime.FromMinutesSinceMidnight(minute)), FirstShown).ToInstant().ToDateTimeOffset();

    public static bool IsKnownZone(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not null;

    private static readonly NodaTime.TimeZones.ZoneLocalMappingResolver FirstShown =
        NodaTime.TimeZones.Resolvers.CreateMappingResolver(NodaTime.TimeZones.Resolvers.ReturnEarlier, NodaTime.TimeZones.Resolvers.ReturnStartOfIntervalAfter);

    private DateTimeZone Zone => DateTimeZoneProviders.Tzdb[scope.Caller.TimeZone];
}
