using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Homework;

/// <summary>An assignment as far as adherence is concerned: no texts, no ratings.</summary>
/// <param name="AssignmentId">The assignment.</param>
/// <param name="ExerciseKey">The exercise's key.</param>
/// <param name="Title">Its title when it was given.</param>
/// <param name="Schedule">When it is to be done.</param>
/// <param name="Withdrawn">The therapist took it back.</param>
/// <param name="Partners">Those of whom it is expected, partner A first, with what they entered.</param>
/// <param name="AssignedAt">When it was given.</param>
public sealed record HomeworkRecord(
    Guid AssignmentId, string ExerciseKey, string Title, AssignmentSchedule Schedule, bool Withdrawn,
    IReadOnlyList<PartnerEntries> Partners, DateTimeOffset AssignedAt);

/// <summary>All homework of a case, for adherence by week, the brief and the report. For clinicians: it shows both partners.</summary>
public sealed class HomeworkRecords(IDb db, Schedules schedules)
{
    private const string AssignmentsSql = AssignmentRow.ScheduleSelectSql + " AND a.CoupleId = @CoupleId ORDER BY a.Seq";

    private const string EntriesSql = EntryRow.SelectSql + " AND l.CoupleId = @CoupleId ORDER BY l.Seq";

    private const string AssignmentsOfCasesSql = AssignmentRow.ScheduleSelectSql + " AND a.CoupleId IN @CoupleIds";

    private const string EntriesOfCasesSql = EntryRow.SelectSql + " AND l.CoupleId IN @CoupleIds";

    /// <summary>Of several cases at once, by case: four statements, however many they are. For what counts them, and shows none.</summary>
    internal async Task<ILookup<Guid, HomeworkRecord>> OfCases(IReadOnlyList<CaseFile> files, CancellationToken cancellationToken)
    {
        var ids = files.Select(file => file.CoupleId).ToList();
        var assignments = await db.Query<AssignmentRow>(AssignmentsOfCasesSql, new { CoupleIds = ids }, cancellationToken);
        var entries = (await db.Query<EntryRow>(EntriesOfCasesSql, new { CoupleIds = ids }, cancellationToken)).ToLookup(entry => entry.AssignmentId);
        var plans = await schedules.Of(assignments, cancellationToken);
        var byCase = files.ToDictionary(file => file.CoupleId);
        return assignments.OrderBy(row => row.Seq).ToLookup(row => row.CoupleId, row => Record(row, byCase[row.CoupleId], entries[row.Id], plans[row.Id]));
    }

    /// <summary>In the order they were given.</summary>
    public async Task<IReadOnlyList<HomeworkRecord>> Of(CaseFile file, CancellationToken cancellationToken)
    {
        var assignments = await db.Query<AssignmentRow>(AssignmentsSql, new { file.CoupleId }, cancellationToken);
        if (assignments.Count == 0)
            return [];
        var entries = (await db.Query<EntryRow>(EntriesSql, new { file.CoupleId }, cancellationToken)).ToLookup(entry => entry.AssignmentId);
        var plans = await schedules.Of(assignments, cancellationToken);
        return [.. assignments.Select(row => Record(row, file, entries[row.Id], plans[row.Id]))];
    }

    private static HomeworkRecord Record(AssignmentRow row, CaseFile file, IEnumerable<EntryRow> entries, AssignmentSchedule plan) => new(
        row.Id, row.ExerciseKey, row.Title, plan, row.Status == AssignmentStatus.Withdrawn, row.PartnerEntries(file, entries), row.AssignedAt);
}

/// <summary>An entry as far as adherence is concerned.</summary>
internal sealed record EntryRow
{
    public const string SelectSql = """
        SELECT l.AssignmentId, l.ClientId, l.DoneOn, l.Outcome
        FROM AssignmentLogs l
        WHERE l.PracticeId = @PracticeId
        """;

    public Guid AssignmentId { get; init; }

    public Guid ClientId { get; init; }

    public DateOnly DoneOn { get; init; }

    public LogOutcome Outcome { get; init; }
}
