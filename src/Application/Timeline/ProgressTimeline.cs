using CounselDesk.Application.Common;
using CounselDesk.Application.Events;
using CounselDesk.Application.Goals;

namespace CounselDesk.Application.Timeline;

/// <summary>Responses, screenings, alerts, goals and events.</summary>
public sealed class ProgressTimeline(IDb db, ITextProtector protector)
{
    private const string ResponsesSql = """
        SELECT x.Id, x.Seq, x.Day, x.ClientId, x.State, x.Title
        FROM (
          SELECT r.Id, r.Seq, r.AnsweredOn AS Day, r.ClientId, r.Band AS State, r.Measure AS Title
          FROM Responses r
          WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.DaysPartSql;

    private const string ScreeningsSql = """
        SELECT x.Id, x.Seq, x.Day, x.ClientId, x.State
        FROM (
          SELECT s.Id, s.Seq, s.ScreenedOn AS Day, s.ClientId, CASE WHEN s.Positive = 1 THEN 'Positive' ELSE 'Negative' END AS State
          FROM Screenings s
          WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.DaysPartSql;

    private const string AlertsSql = """
        SELECT x.Id, x.Seq, x.At, x.ClientId, x.State
        FROM (
          SELECT a.Id, a.Seq, a.RaisedAt AS At, a.ClientId, a.Kind AS State
          FROM Alerts a
          WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.InstantsPartSql;

    private const string GoalsSql = """
        SELECT x.Id, x.Seq, x.At, x.ClientId, x.State, x.Title, x.Number
        FROM (
          SELECT g.Id, g.Seq, g.SetAt AS At, g.ClientId, g.Status AS State, g.Texts AS Title, g.BaselineLevel AS Number
          FROM Goals g
          WHERE g.PracticeId = @PracticeId AND g.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.InstantsPartSql;

    private const string GoalStatusesSql = """
        SELECT x.Id, x.Seq, x.At, x.ClientId, x.State, x.Title
        FROM (
          SELECT s.GoalId AS Id, s.Seq, s.At, g.ClientId, s.Status AS State, g.Texts AS Title
          FROM GoalStatusChanges s
          JOIN Goals g ON g.Id = s.GoalId AND g.PracticeId = s.PracticeId
          WHERE s.PracticeId = @PracticeId AND g.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.InstantsPartSql;

    private const string RatingsSql = """
        SELECT x.Id, x.Seq, x.Day, x.ClientId, x.State, x.Title, x.Number
        FROM (
          SELECT r.GoalId AS Id, r.Seq, r.RatedOn AS Day, r.ClientId, CASE WHEN r.ClientId IS NULL THEN 'Therapist' ELSE 'Partner' END AS State,
            g.Texts AS Title, r.Level AS Number
          FROM GoalRatings r
          JOIN Goals g ON g.Id = r.GoalId AND g.PracticeId = r.PracticeId
          WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId
        ) x
        """ + TimelineWindow.DaysPartSql;

    private const string EventsSql = """
        SELECT x.Id, x.Seq, x.Day, x.ClientId, x.State, x.Title, x.Number
        FROM (
          SELECT e.Id, e.Seq, e.HappenedOn AS Day, e.ClientId, e.Kind AS State, e.Texts AS Title, e.Severity AS Number
          FROM CaseEvents e
          WHERE e.PracticeId = @PracticeId AND e.CoupleId = @CoupleId AND e.WithdrawnAt IS NULL
        ) x
        """ + TimelineWindow.DaysPartSql;

    /// <summary>Null for a kind that is not read here.</summary>
    internal async Task<IReadOnlyList<TimelineRow>?> Rows(TimelineKind kind, TimelineWindow window, CancellationToken cancellationToken)
    {
        var instants = new { window.CoupleId, window.ClientId, window.FromAt, window.BeforeAt, window.BeforeSeq, window.Take };
        var byDay = new { window.CoupleId, window.ClientId, window.FromDay, window.BeforeDay, window.BeforeDaySeq, window.Take };
        return kind switch
        {
            TimelineKind.Response => await db.Query<TimelineRow>(ResponsesSql, byDay, cancellationToken),
            TimelineKind.Screening => await db.Query<TimelineRow>(ScreeningsSql, byDay, cancellationToken),
            TimelineKind.Alert => await db.Query<TimelineRow>(AlertsSql, instants, cancellationToken),
            TimelineKind.Goal => await db.Query<TimelineRow>(GoalsSql, instants, cancellationToken),
            TimelineKind.GoalStatus => await db.Query<TimelineRow>(GoalStatusesSql, instants, cancellationToken),
            TimelineKind.GoalRating => await db.Query<TimelineRow>(RatingsSql, byDay, cancellationToken),
            TimelineKind.Event => await db.Query<TimelineRow>(EventsSql, byDay, cancellationToken),
            _ => null,
        };
    }

    /// <summary>A goal's and an event's title is kept encrypted with its other words.</summary>
    internal string? Open(TimelineRow row) => (row.Kind, row.Title) switch
    {
        (_, null) => null,
        (TimelineKind.Goal or TimelineKind.GoalStatus or TimelineKind.GoalRating, { } kept) => GoalTexts.Open(protector, row.Id!.Value, kept).Title,
        (TimelineKind.Event, { } kept) => EventTexts.Open(protector, row.Id!.Value, kept).Title,
        (_, var title) => title,
    };
}
