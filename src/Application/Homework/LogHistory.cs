using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Homework;

/// <summary>A form that an entry has or had.</summary>
/// <param name="Version">Which form, from 1; the last stands.</param>
/// <param name="Day">When it was said to be done or skipped.</param>
/// <param name="Outcome">What was said to have become of it.</param>
/// <param name="Share">Who might read the answers.</param>
/// <param name="Helpful">How helpful it was, 0 to 10.</param>
/// <param name="Difficulty">How hard it was, 0 to 10.</param>
/// <param name="Answers">By the reflection question's key.</param>
/// <param name="Barrier">What stood in the way.</param>
/// <param name="BarrierCode">The same as one of the listed words. Do not raise <c>felt-unsafe</c> in front of the other partner.</param>
/// <param name="EnteredBy">The clinician who entered this form in session; null when the partner did.</param>
/// <param name="EnteredByName">Their name; null when the partner did.</param>
/// <param name="EnteredAt">When this form was entered, and the one before it ended.</param>
public sealed record LogForm(
    int Version, DateOnly Day, LogOutcome Outcome, LogShare Share, int? Helpful, int? Difficulty,
    IReadOnlyDictionary<string, JsonElement> Answers, string? Barrier, BarrierCode? BarrierCode, Guid? EnteredBy, string? EnteredByName, DateTimeOffset EnteredAt);

/// <summary>Reads the forms of an entry whose reader has been found to be allowed to, oldest first.</summary>
public sealed class LogHistory(IDb db, ITextProtector protector)
{
    private const string EarlierSql = """
        SELECT h.Version, h.DoneOn, h.Outcome, h.Helpful, h.Difficulty, h.Answers, h.Share, h.Barrier, h.BarrierCode, h.EnteredBy,
          a.DisplayName AS EnteredByName, h.EnteredAt
        FROM AssignmentLogHistory h
        LEFT JOIN Accounts a ON a.Id = h.EnteredBy AND a.PracticeId = h.PracticeId
        WHERE h.PracticeId = @PracticeId AND h.LogId = @LogId AND h.Version > @After
        ORDER BY h.Version
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string StandingSql = """
        SELECT l.Version, l.DoneOn, l.Outcome, l.Helpful, l.Difficulty, l.Answers, l.Share, l.Barrier, l.BarrierCode, l.EnteredBy,
          a.DisplayName AS EnteredByName, l.EnteredAt
        FROM AssignmentLogs l
        LEFT JOIN Accounts a ON a.Id = l.EnteredBy AND a.PracticeId = l.PracticeId
        WHERE l.PracticeId = @PracticeId AND l.Id = @LogId AND l.Version > @After
        """;

    /// <param name="list">Whose cursors they are.</param>
    /// <param name="logId">The entry.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<Page<LogForm>> Of(string list, Guid logId, PageRequest page, CancellationToken cancellationToken)
    {
        var after = (int)Math.Clamp(page.After(list), 0, int.MaxValue);
        List<FormRow> rows = [.. await db.Query<FormRow>(EarlierSql, new { LogId = logId, After = after, page.Take }, cancellationToken)];
        if (rows.Count < page.Take && await db.Find<FormRow>(StandingSql, new { LogId = logId, After = after }, cancellationToken) is { } standing)
            rows.Add(standing);
        return PageRequest.Cut(list, page, rows, row => (long)row.Version).Map(Open);
    }

    private LogForm Open(FormRow row) => new(
        row.Version, row.DoneOn, row.Outcome, row.Share, row.Helpful, row.Difficulty, row.OpenAnswers(protector), row.OpenBarrier(protector),
        row.BarrierCode, row.EnteredBy, row.EnteredByName, row.EnteredAt);

    private sealed record FormRow : LogFormColumns
    {
        public string? EnteredByName { get; init; }
    }
}
