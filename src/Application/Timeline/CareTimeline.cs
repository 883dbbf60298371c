using CounselDesk.Application.Common;

namespace CounselDesk.Application.Timeline;

/// <summary>Sessions, notes, consents and the status of the case.</summary>
public sealed class CareTimeline(IDb db)
{
    private const string SessionsSql = """
        SELECT x.Id, x.Seq, x.At, x.ClientId, x.State, x.Number
        FROM (
          SELECT s.Id, s.Seq, s.StartsAt AS At, s.PartnerId AS ClientId, s.Status AS State, s.Minutes AS Number
          FROM Sessions s
          WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.InstantsPartSql;

    private const string NotesSql = """
        SELECT x.Id, x.Seq, x.At, x.ClientId, x.State
        FROM (
          SELECT n.Id, n.Seq, n.CreatedAt AS At, n.ClientId, n.Status AS State
          FROM Notes n
          WHERE n.PracticeId = @PracticeId AND n.CoupleId = @CoupleId AND n.Status IN ('AwaitingCosignature', 'Signed')
        ) x
        """ + TimelineWindow.InstantsPartSql;

    private const string StatusesSql = """
        SELECT x.Id, x.Seq, x.At, x.State
        FROM (
          SELECT s.Id, s.Seq, s.At, s.Status AS State
          FROM CoupleStatusChanges s
          WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.OfCasePartSql;

    private const string ConsentsSql = """
        SELECT x.Id, x.Seq, x.Day, x.ClientId, x.State
        FROM (
          SELECT c.Id, c.Seq, c.SignedOn AS Day, c.ClientId, c.Kind AS State
          FROM Consents c
          WHERE c.PracticeId = @PracticeId AND c.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.DaysPartSql;

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
