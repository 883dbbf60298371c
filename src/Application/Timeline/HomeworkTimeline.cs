using CounselDesk.Application.Common;

namespace CounselDesk.Application.Timeline;

/// <summary>Homework, what was entered of it, the agreement and pathways.</summary>
public sealed class HomeworkTimeline(IDb db)
{
    private const string AssignmentsSql = """
        SELECT a.Id, a.Seq, a.AssignedAt AS At, a.PartnerId AS ClientId, a.Status AS State, a.Title
        FROM Assignments a
        WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId AND a.AssignedAt >= @FromAt AND a.AssignedAt <= @BeforeAt
          AND (a.AssignedAt < @BeforeAt OR a.Seq < @BeforeSeq) AND (@ClientId IS NULL OR a.PartnerId = @ClientId)
        ORDER BY a.AssignedAt DESC, a.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // A day's entries stand where its first one does, so that a later one of the day does not move them.
    private const string LogsSql = """
        SELECT MIN(l.Seq) AS Seq, l.DoneOn AS Day, l.ClientId, COUNT(*) AS Number
        FROM AssignmentLogs l
        WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId AND l.DoneOn >= @FromDay AND l.DoneOn <= @BeforeDay
          AND (@ClientId IS NULL OR l.ClientId = @ClientId)
        GROUP BY l.DoneOn, l.ClientId
        HAVING l.DoneOn < @BeforeDay OR MIN(l.Seq) < @BeforeDaySeq
        ORDER BY l.DoneOn DESC, MIN(l.Seq) DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // The version stands for the order of entering: of one case no two are alike.
    private const string AgreementsSql = """
        SELECT a.Id, a.Version AS Seq, a.WrittenAt AS At, a.Version AS Number
        FROM Agreements a
        WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId AND a.WrittenAt >= @FromAt AND a.WrittenAt <= @BeforeAt
          AND (a.WrittenAt < @BeforeAt OR a.Version < @BeforeVersion)
        ORDER BY a.WrittenAt DESC, a.Version DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // Twice the version and one more for partner B: a whole number for each, whoever accepts at the same instant.
    private const string AcceptancesSql = """
        SELECT x.AgreementId AS Id, 2 * a.Version + CASE WHEN x.ClientId = c.PartnerAId THEN 0 ELSE 1 END AS Seq, x.AcceptedAt AS At, x.ClientId, a.Version AS Number
        FROM AgreementAcceptances x
        JOIN Agreements a ON a.Id = x.AgreementId AND a.PracticeId = x.PracticeId
        JOIN Couples c ON c.Id = x.CoupleId AND c.PracticeId = x.PracticeId
        WHERE x.PracticeId = @PracticeId AND x.CoupleId = @CoupleId AND x.AcceptedAt >= @FromAt AND x.AcceptedAt <= @BeforeAt
          AND (x.AcceptedAt < @BeforeAt OR 2 * a.Version + CASE WHEN x.ClientId = c.PartnerAId THEN 0 ELSE 1 END < @BeforeVersion)
          AND (@ClientId IS NULL OR x.ClientId = @ClientId)
        ORDER BY x.AcceptedAt DESC, 2 * a.Version + CASE WHEN x.ClientId = c.PartnerAId THEN 0 ELSE 1 END DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string PathwaysSql = """
        SELECT r.Id, r.Seq, r.StartedAt AS At, r.Status AS State, r.Title
        FROM PathwayRuns r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId AND r.StartedAt >= @FromAt AND r.StartedAt <= @BeforeAt
          AND (r.StartedAt < @BeforeAt OR r.Seq < @BeforeSeq)
        ORDER BY r.StartedAt DESC, r.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    /// <summary>Null for a kind that is not read here.</summary>
    internal async Task<IReadOnlyList<TimelineRow>?> Rows(TimelineKind kind, TimelineWindow window, CancellationToken cancellationToken)
    {
        var instants = new { window.CoupleId, window.ClientId, window.FromAt, window.BeforeAt, window.BeforeSeq, window.Take };
        var ofCase = new { window.CoupleId, window.FromAt, window.BeforeAt, window.BeforeSeq, window.Take };
        var byVersion = new { window.CoupleId, window.FromAt, window.BeforeAt, window.BeforeVersion, window.Take };
        return kind switch
        {
            // The couple's, and so nobody's alone.
            TimelineKind.Agreement or TimelineKind.Pathway when window.ClientId is not null => [],
            TimelineKind.Assignment => await db.Query<TimelineRow>(AssignmentsSql, instants, cancellationToken),
            TimelineKind.Agreement => await db.Query<TimelineRow>(AgreementsSql, byVersion, cancellationToken),
            TimelineKind.Acceptance => await db.Query<TimelineRow>(
                AcceptancesSql, new { window.CoupleId, window.ClientId, window.FromAt, window.BeforeAt, window.BeforeVersion, window.Take }, cancellationToken),
            TimelineKind.Pathway => await db.Query<TimelineRow>(PathwaysSql, ofCase, cancellationToken),
            TimelineKind.Logs => await db.Query<TimelineRow>(
                LogsSql, new { window.CoupleId, window.ClientId, window.FromDay, window.BeforeDay, window.BeforeDaySeq, window.Take }, cancellationToken),
            _ => null,
        };
    }
}
