using CounselDesk.Application.Common;

namespace CounselDesk.Application.Timeline;

/// <summary>Homework, what was entered of it, the agreement and pathways.</summary>
public sealed class HomeworkTimeline(IDb db, PracticeDays days)
{
    private const string AssignmentsSql = """
        SELECT x.Id, x.Seq, x.At, x.ClientId, x.State, x.Title
        FROM (
          SELECT a.Id, a.Seq, a.AssignedAt AS At, a.PartnerId AS ClientId, a.Status AS State, a.Title
          FROM Assignments a
          WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.InstantsPartSql;

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
        SELECT x.Id, x.Seq, x.At, x.Number
        FROM (
          SELECT a.Id, a.Version AS Seq, a.WrittenAt AS At, a.Version AS Number
          FROM Agreements a
          WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.OfCasePartSql;

    // Taken back, or completed: of one assignment only one of them is known. An end was not entered, and stands behind all that
    // was at the same time by a number that no entry has.
    private const string EndedSql = """
        SELECT x.Id, x.Seq, x.At, x.ClientId, x.State, x.Title
        FROM (
          SELECT a.Id, -a.Seq AS Seq, COALESCE(a.WithdrawnAt, a.CompletedAt) AS At, a.PartnerId AS ClientId, a.Status AS State, a.Title
          FROM Assignments a
          WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId AND a.Status IN ('Withdrawn', 'Completed')
        ) x
        """ + TimelineWindow.InstantsPartSql;

    private const string ExpiredSql = """
        SELECT x.Id, x.Seq, x.Day, x.ClientId, x.State, x.Title
        FROM (
          SELECT a.Id, -a.Seq AS Seq, a.DueOn AS Day, a.PartnerId AS ClientId, 'Expired' AS State, a.Title
          FROM Assignments a
          WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId AND a.Status IN ('Assigned', 'InProgress') AND a.DueOn < @Today
        ) x
        """ + TimelineWindow.DaysPartSql;

    // Twice the version and one more for partner B: a whole number for each, whoever accepts at the same instant.
    private const string AcceptancesSql = """
        SELECT x.Id, x.Seq, x.At, x.ClientId, x.Number
        FROM (
          SELECT t.AgreementId AS Id, 2 * a.Version + CASE WHEN t.ClientId = c.PartnerAId THEN 0 ELSE 1 END AS Seq, t.AcceptedAt AS At, t.ClientId, a.Version AS Number
          FROM AgreementAcceptances t
          JOIN Agreements a ON a.Id = t.AgreementId AND a.PracticeId = t.PracticeId
          JOIN Couples c ON c.Id = t.CoupleId AND c.PracticeId = t.PracticeId
          WHERE t.PracticeId = @PracticeId AND t.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.InstantsPartSql;

    private const string PathwaysSql = """
        SELECT x.Id, x.Seq, x.At, x.State, x.Title
        FROM (
          SELECT r.Id, r.Seq, r.StartedAt AS At, r.Status AS State, r.Title
          FROM PathwayRuns r
          WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.OfCasePartSql;

    /// <summary>Null for a kind that is not read here.</summary>
    internal async Task<IReadOnlyList<TimelineRow>?> Rows(TimelineKind kind, TimelineWindow window, CancellationToken cancellationToken)
    {
        var instants = new { window.CoupleId, window.ClientId, window.FromAt, window.BeforeAt, window.BeforeSeq, window.Take };
        var ofCase = new { window.CoupleId, window.FromAt, window.BeforeAt, window.BeforeSeq, window.Take };
        return kind switch
        {
            // The couple's, and so nobody's alone.
            TimelineKind.Agreement or TimelineKind.Pathway when window.ClientId is not null => [],
            TimelineKind.Assignment => await db.Query<TimelineRow>(AssignmentsSql, instants, cancellationToken),
            TimelineKind.AssignmentEnd =>
            [
                .. await db.Query<TimelineRow>(EndedSql, instants, cancellationToken),
                .. await db.Query<TimelineRow>(
                    ExpiredSql, new { window.CoupleId, window.ClientId, window.FromDay, window.BeforeDay, window.BeforeDaySeq, window.Take, days.Today }, cancellationToken),
            ],
            TimelineKind.Agreement => await db.Query<TimelineRow>(AgreementsSql, ofCase, cancellationToken),
            TimelineKind.Acceptance => await db.Query<TimelineRow>(AcceptancesSql, instants, cancellationToken),
            TimelineKind.Pathway => await db.Query<TimelineRow>(PathwaysSql, ofCase, cancellationToken),
            TimelineKind.Logs => await db.Query<TimelineRow>(
                LogsSql, new { window.CoupleId, window.ClientId, window.FromDay, window.BeforeDay, window.BeforeDaySeq, window.Take }, cancellationToken),
            _ => null,
        };
    }
}
