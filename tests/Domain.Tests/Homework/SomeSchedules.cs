using CounselDesk.Domain.Homework;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Homework;

/// <summary>Random schedules: changes of cadence, pauses, targets, due days and ends, with what two partners entered as instants.</summary>
static class SomeSchedules
{
    static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia", "Asia/Kathmandu", "UTC"];

    /// <summary>Days on which a calendar may trip: clock changes of four zones, month, year and leap ends, a day that one zone left out.</summary>
    static readonly DateOnly[] Trips =
    [
        new(2026, 3, 29), new(2026, 10, 25), new(2026, 3, 8), new(2026, 11, 1), new(2026, 4, 5), new(2026, 10, 4), new(2026, 9, 6), new(2011, 12, 30),
        new(2026, 1, 31), new(2026, 2, 28), new(2024, 2, 28), new(2024, 2, 29), new(2100, 2, 28), new(2025, 12, 31), new(2024, 12, 30), new(2026, 5, 4),
    ];

    public static Gen<SomeSchedule> All =>
        from zone in Gen.Elements(Zones)
        from trip in Gen.Elements(Trips)
        from before in Gen.Choose(0, 30)
        from cadences in Cadences
        from gaps in Gen.Choose(1, 20).ArrayOf(cadences.Length)
        from due in Perhaps(Gen.Choose(0, 60))
        from ended in Perhaps(Gen.Choose(-3, 70))
        from target in Perhaps(Gen.Choose(1, 40))
        from pauses in Pauses
        from today in Gen.Choose(-3, 80)
        from one in Entries
        from other in Entries
        select new SomeSchedule(
            zone, trip.AddDays(-before), cadences, gaps, due, ended, cadences[0].Kind == CadenceKind.Once ? null : target, pauses, today, one, other);

    static Gen<Cadence[]> Cadences =>
        from count in Gen.Choose(1, 4)
        from cadences in Recurring.ArrayOf(count)
        from once in Gen.Choose(0, 5)
        select once == 0 ? [Cadence.Once] : cadences;

    static Gen<Cadence> Recurring =>
        from kind in Gen.Elements(CadenceKind.Daily, CadenceKind.Weekly, CadenceKind.TimesPerWeek, CadenceKind.Weekdays)
        from times in Gen.Choose(2, 6)
        from days in Gen.Choose(1, 126)
        select kind switch
        {
            CadenceKind.TimesPerWeek => Cadence.PerWeek(times),
            CadenceKind.Weekdays => Cadence.On([.. Enum.GetValues<Weekday>().Where(day => (days & (1 << (int)day)) != 0)]),
            _ => new Cadence(kind),
        };

    static Gen<(int From, int? Days)[]> Pauses =>
        from count in Gen.Choose(0, 3)
        from pauses in (from start in Gen.Choose(-5, 70) from days in Gen.Choose(0, 15) from open in Gen.Choose(0, 5) select (start, open == 0 ? (int?)null : days))
            .ArrayOf(count)
        select pauses;

    // Half hours, so that days begin and end between them in every zone.
    static Gen<(int HalfHours, LogOutcome Outcome)[]> Entries =>
        from count in Gen.Choose(0, 40)
        from entries in (from half in Gen.Choose(-3 * 48, 80 * 48) from outcome in Gen.Choose(0, 2) select (half, (LogOutcome)outcome)).ArrayOf(count)
        select entries;

    static Gen<int?> Perhaps(Gen<int> some) => from present in Gen.Choose(0, 1) from value in some select present == 1 ? value : (int?)null;
}

/// <param name="Zone">The practice's time zone.</param>
/// <param name="Start">The first day.</param>
/// <param name="Cadences">One a segment.</param>
/// <param name="Gaps">Days of each segment before the next begins.</param>
/// <param name="Due">Days from the start.</param>
/// <param name="Ended">Days from the start.</param>
/// <param name="Target">Occurrences wanted.</param>
/// <param name="Pauses">Days from the start, and how many.</param>
/// <param name="Today">Days from the start.</param>
/// <param name="One">Instants in half hours after midnight UTC of the first day.</param>
/// <param name="Other">The same of the other partner.</param>
sealed record SomeSchedule(
    string Zone, DateOnly Start, Cadence[] Cadences, int[] Gaps, int? Due, int? Ended, int? Target, (int From, int? Days)[] Pauses, int Today,
    (int HalfHours, LogOutcome Outcome)[] One, (int HalfHours, LogOutcome Outcome)[] Other)
{
    public AssignmentSchedule Schedule => new(
        [.. Cadences.Select((cadence, i) => new ScheduleSegment(Start.AddDays(Gaps.Take(i).Sum()), cadence))],
        Day(Due), Day(Ended), Target,
        [.. Pauses.Select(pause => new SchedulePause(Start.AddDays(pause.From), pause.Days is { } days ? Start.AddDays(pause.From + days) : null))]);

    public IReadOnlyList<PartnerEntries> Partners => [new(Guid.Empty, Entries(One)), new(Guid.Empty, Entries(Other))];

    public DateOnly AsOf => Start.AddDays(Today);

    public CoupleAdherence Adherence => Domain.Homework.Adherence.Of(Schedule, Partners, AsOf);

    DateOnly? Day(int? offset) => offset is { } days ? Start.AddDays(days) : null;

    List<HomeworkEntry> Entries((int HalfHours, LogOutcome Outcome)[] entries)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        var midnight = Start.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return [.. entries.Select(entry => new HomeworkEntry(
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(midnight.AddMinutes(30 * entry.HalfHours), zone)), entry.Outcome))];
    }
}
