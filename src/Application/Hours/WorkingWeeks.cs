using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Hours;

namespace CounselDesk.Application.Hours;

/// <summary>Reads working hours, for the use cases that show them or reckon with them.</summary>
public sealed class WorkingWeeks(IDb db, PracticeDays days)
{
    private const string FindSql = "SELECT h.Week, h.ChangedAt, h.Version FROM WorkingHours h WHERE h.AccountId = @AccountId AND h.PracticeId = @PracticeId";

    public async Task<WorkingHours> Of(Guid staffId, CancellationToken cancellationToken)
    {
        var row = await Row(staffId, cancellationToken);
        return new WorkingHours(
            staffId,
            [.. Intervals(row).Select(one => new HoursOfDay(one.Day, ClockTime.Text(one.FromMinute), ClockTime.Text(one.ToMinute)))],
            row?.ChangedAt,
            row?.Version ?? 0);
    }

    /// <summary>Null if it was never written when this person works.</summary>
    public async Task<WorkingWeek?> Find(Guid staffId, CancellationToken cancellationToken) =>
        await Row(staffId, cancellationToken) is { } row ? new WorkingWeek(Intervals(row), days) : null;

    internal static string Text(IEnumerable<WorkingInterval> week) => JsonSerializer.Serialize(week);

    private Task<WeekRow?> Row(Guid staffId, CancellationToken cancellationToken) =>
        db.Find<WeekRow>(FindSql, new { AccountId = staffId }, cancellationToken);

    private static IReadOnlyList<WorkingInterval> Intervals(WeekRow? row) =>
        row is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<WorkingInterval>>(row.Week)!;

    private sealed record WeekRow
    {
        public string Week { get; init; } = "";

        public DateTimeOffset ChangedAt { get; init; }

        public int Version { get; init; }
    }
}

/// <summary>Somebody's hours, laid on the days of a calendar.</summary>
public sealed class WorkingWeek(IEnumerable<WorkingInterval> week, PracticeDays days)
{
    private readonly ILookup<DayOfWeek, WorkingInterval> _week = week.ToLookup(one => one.Day);

    /// <summary>The time worked on these days, the last included.</summary>
    public IReadOnlyList<Stretch> Between(DateOnly first, DateOnly last) => Stretches.Union(
        from n in Enumerable.Range(0, last.DayNumber - first.DayNumber + 1)
        let day = first.AddDays(n)
        from one in _week[day.DayOfWeek]
        select new Stretch(days.From(day, one.FromMinute), days.From(day, one.ToMinute)));

    public bool Covers(Stretch time) => Stretches.Cover(Between(days.DayOf(time.StartsAt), days.DayOf(time.EndsAt)), time);
}
