using CounselDesk.Application.Common;

namespace CounselDesk.Application.Timeline;

/// <summary>Sessions, notes, consents and the status of the case.</summary>
public sealed class CareTimeline(IDb db)
{
    private const string SessionsSql = """
        SELECT s.Id, s.Seq, s.StartsAt AS At, s.PartnerId AS ClientId, s.Status AS State, s.Minutes AS Number
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId AND s.StartsAt >= @FromAt AND s.StartsAt <= @BeforeAt
          AND (s.StartsAt < @BeforeAt OR s.Seq < @BeforeSeq) AND (@ClientId IS NULL OR s.PartnerId = @ClientId)
        ORDER BY s.StartsAt DESC, s.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string NotesSql = """
        SELECT n.Id, n.Seq, n.CreatedAt AS At, n.ClientId, n.Status AS State
        FROM Notes n
        WHERE n.PracticeId = @PracticeId AND n.CoupleId = @CoupleId AND n.CreatedAt >= @FromAt AND n.CreatedAt <= @BeforeAt
          AND (n.CreatedAt < @BeforeAt OR n.Seq < @BeforeSeq) AND (@ClientId IS NULL OR n.ClientId = @ClientId) AND n.Status IN ('AwaitingCosignature', 'Signed')
        ORDER BY n.CreatedAt DESC, n.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string StatusesSql = """
        SELECT s.Id, s.Seq, s.At, s.Status AS State
        FROM CoupleStatusChanges s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId AND s.At >= @FromAt AND s.At <= @BeforeAt
          AND (s.At < @BeforeAt OR s.Seq < @BeforeSeq)
        ORDER BY s.At DESC, s.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string ConsentsSql = """
        SELECT x.Id, x.Seq, x.SignedOn AS Day, x.ClientId, x.Kind AS State
        FROM Consents x
        WHERE x.PracticeId = @PracticeId AND x.CoupleId = @CoupleId AND x.SignedOn >= @FromDay AND x.SignedOn <= @BeforeDay
          AND (x.SignedOn < @BeforeDay OR x.Seq < @BeforeDaySeq) AND (@ClientId IS NULL OR x.ClientId = @ClientId)
        ORDER BY x.SignedOn DESC, x.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    /// <summary>Null for a kind that is not read here.</summary>
    internal async Task<IReadOnlyList<TimelineRow>?> Rows(TimelineKind kind, TimelineWindow window, CancellationToken cancellationToken)
    {
        var instants = new { window.CoupleId, window.ClientId, window.FromAt, window.BeforeAt, window.BeforeSeq, window.Take };
        var ofCase = new { window.CoupleId, window.FromAt, window.BeforeAt, window.BeforeSeq, window.Take };
        return kind switch
        {
            // The case's, and so nobody's alone.
            TimelineKind.Status when window.ClientId is not null => [],
            TimelineKind.Session => await db.Query<TimelineRow>(SessionsSql, instants, cancellationToken),
            TimelineKind.Note => await db.Query<TimelineRow>(NotesSql, instants, cancellationToken),
            TimelineKind.Status => await db.Query<TimelineRow>(StatusesSql, ofCase, cancellationToken),
            TimelineKind.Consent => await db.Query<TimelineRow>(
                ConsentsSql, new { window.CoupleId, window.ClientId, window.FromDay, window.BeforeDay, window.BeforeDaySeq, window.Take }, cancellationToken),
            _ => null,
        };
    }
}
