using System.Runtime.CompilerServices;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Reports;

namespace CounselDesk.Application.Reports;

/// <summary>A case as far as a report counts it: ids and days, no names.</summary>
internal sealed record ReportCase
{
    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public Guid PartnerAId { get; init; }

    public Guid? PartnerBId { get; init; }

    public CoupleStatus Status { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }

    public Guid TherapistId { get; init; }

    public string TherapistName { get; init; } = "";

    public CaseFile File => new() { CoupleId = CoupleId, PartnerAId = PartnerAId, PartnerBId = PartnerBId, TherapistId = TherapistId };

    /// <summary>Whether it was there on some day of the period: it had begun, and was not closed before.</summary>
    public bool IsOpenIn(ReportPeriod period, PracticeDays days) =>
        days.DayOf(CreatedAt) <= period.To && !(Status == CoupleStatus.Closed && ChangedAt is { } closed && days.DayOf(closed) < period.From);
}

/// <summary>
/// The cases that a caller's report counts, a portion at a time, so that a practice of any size needs no more memory than a
/// portion and each statement finds its rows by the cases' ids.
/// </summary>
public sealed class ReportCases(IDb db, RequestScope scope)
{
    internal const int Portion = 200;

    private const string PortionSql = """
        SELECT c.Seq, c.Id AS CoupleId, c.PartnerAId, c.PartnerBId, c.Status, c.CreatedAt, c.TherapistId, t.DisplayName AS TherapistName,
          (SELECT MAX(s.At) FROM CoupleStatusChanges s WHERE s.PracticeId = c.PracticeId AND s.CoupleId = c.Id) AS ChangedAt
        FROM Couples c
        JOIN Accounts t ON t.Id = c.TherapistId AND t.PracticeId = c.PracticeId
        WHERE c.PracticeId = @PracticeId AND c.Seq > @After
          AND (@Everyone = 1 OR c.TherapistId = @AccountId OR t.SupervisorId = @AccountId)
        ORDER BY c.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    internal async IAsyncEnumerable<IReadOnlyList<ReportCase>> Portions([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (caller, after) = (scope.Caller, 0L);
        while (true)
        {
            var cases = await db.Query<ReportCase>(PortionSql, new { After = after, Everyone = caller.SeesEveryone(), caller.AccountId, Take = Portion }, cancellationToken);
            if (cases.Count > 0)
                yield return cases;
            if (cases.Count < Portion)
                yield break;
            after = cases[^1].Seq;
        }
    }
}
