using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Homework;

/// <summary>
/// Reads when assignments are to be done: two statements, however many they are. A pause is kept as instants, and here
/// becomes the practice's days; a case that is paused or closed pauses all its assignments.
/// </summary>
public sealed class Schedules(IDb db, PracticeDays days)
{
    private const string SegmentsSql = """
        SELECT s.AssignmentId, s.FromDay, s.CadenceKind, s.TimesPerWeek, s.Weekdays
        FROM AssignmentSegments s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId IN @CoupleIds
        ORDER BY s.FromDay
        """;

    private const string PausesSql = """
        SELECT p.AssignmentId AS OwnerId, p.PausedAt, p.ResumedAt
        FROM AssignmentPauses p
        WHERE p.PracticeId = @PracticeId AND p.CoupleId IN @CoupleIds
        UNION ALL
        SELECT w.CoupleId, w.At, w.NextAt
        FROM (
          SELECT c.CoupleId, c.Status, c.At, LEAD(c.At) OVER (PARTITION BY c.CoupleId ORDER BY c.Seq) AS NextAt
          FROM CoupleStatusChanges c
          WHERE c.PracticeId = @PracticeId AND c.CoupleId IN @CoupleIds
        ) w
        WHERE w.Status IN ('Paused', 'Closed')
        """;

    private const string InsertSql = """
        INSERT INTO AssignmentSegments (AssignmentId, FromDay, PracticeId, CoupleId, CadenceKind, TimesPerWeek, Weekdays)
        VALUES (@AssignmentId, @FromDay, @PracticeId, @CoupleId, @CadenceKind, @TimesPerWeek, @Weekdays)
        """;

    private const string ForgetSql = """
        DELETE FROM AssignmentSegments WHERE PracticeId = @PracticeId AND AssignmentId = @AssignmentId AND FromDay >= @FromDay
        """;

    internal async Task<IReadOnlyDictionary<Guid, AssignmentSchedule>> Of(IReadOnlyList<AssignmentRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return new Dictionary<Guid, AssignmentSchedule>();
        var couples = rows.Select(row => row.CoupleId).Distinct().ToList();
        var segments = (await db.Query<SegmentRow>(SegmentsSql, new { CoupleIds = couples }, cancellationToken))
            .ToLookup(row => row.AssignmentId, row => row.ToSegment());
        var pauses = (await db.Query<PauseRow>(PausesSql, new { CoupleIds = couples }, cancellationToken))
            .ToLookup(row => row.OwnerId, row => Pause(row.PausedAt, row.ResumedAt));
        return rows.ToDictionary(
            row => row.Id,
            row => new AssignmentSchedule([.. segments[row.Id]], row.DueOn, row.EndedOn, row.Target, [.. pauses[row.Id], .. pauses[row.CoupleId]]));
    }

    internal async Task<AssignmentSchedule> Of(AssignmentRow row, CancellationToken cancellationToken) =>
        (await Of([row], cancellationToken))[row.Id];

    /// <summary>Begins a segment; those that were to begin on its first day or later give way to it.</summary>
    internal async Task Begin(Guid coupleId, Guid assignmentId, ScheduleSegment segment, CancellationToken cancellationToken)
    {
        await db.Execute(ForgetSql, new { AssignmentId = assignmentId, FromDay = segment.From }, cancellationToken);
        await db.Execute(
            InsertSql,
            new
            {
                AssignmentId = assignmentId,
                FromDay = segment.From,
                CoupleId = coupleId,
                CadenceKind = segment.Cadence.Kind,
                segment.Cadence.TimesPerWeek,
                Weekdays = segment.Cadence.Weekdays is { } weekdays ? string.Join(' ', weekdays.Order()) : null,
            },
            cancellationToken);
    }

    internal SchedulePause Pause(DateTimeOffset pausedAt, DateTimeOffset? resumedAt) =>
        new(days.DayOf(pausedAt), resumedAt is { } at ? days.DayOf(at) : null);

    internal sealed record SegmentRow
    {
        public Guid AssignmentId { get; init; }

        public DateOnly FromDay { get; init; }

        public CadenceKind CadenceKind { get; init; }

        public int? TimesPerWeek { get; init; }

        public string? Weekdays { get; init; }

        public ScheduleSegment ToSegment() =>
            new(FromDay, new Cadence(CadenceKind, TimesPerWeek, Weekdays is null ? null : [.. Weekdays.Split(' ').Select(Enum.Parse<Weekday>)]));
    }

    internal sealed record PauseRow
    {
        public Guid OwnerId { get; init; }

        public DateTimeOffset PausedAt { get; init; }

        public DateTimeOffset? ResumedAt { get; init; }
    }
}
