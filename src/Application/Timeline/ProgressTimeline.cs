using CounselDesk.Application.Common;
using CounselDesk.Application.Events;
using CounselDesk.Application.Goals;

namespace CounselDesk.Application.Timeline;

/// <summary>Responses, screenings, alerts, goals and events.</summary>
public sealed class ProgressTimeline(IDb db, ITextProtector protector)
{
    private const string ResponsesSql = """
        SELECT r.Id, r.Seq, r.AnsweredOn AS Day, r.ClientId, r.Band AS State, r.Measure AS Title
        FROM Responses r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId AND r.AnsweredOn >= @FromDay AND r.AnsweredOn <= @BeforeDay
          AND (r.AnsweredOn < @BeforeDay OR r.Seq < @BeforeDaySeq) AND (@ClientId IS NULL OR r.ClientId = @ClientId)
        ORDER BY r.AnsweredOn DESC, r.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string ScreeningsSql = """
        SELECT s.Id, s.Seq, s.ScreenedOn AS Day, s.ClientId, CASE WHEN s.Positive = 1 THEN 'Positive' ELSE 'Negative' END AS State
        FROM Screenings s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId AND s.ScreenedOn >= @FromDay AND s.ScreenedOn <= @BeforeDay
          AND (s.ScreenedOn < @BeforeDay OR s.Seq < @BeforeDaySeq) AND (@ClientId IS NULL OR s.ClientId = @ClientId)
        ORDER BY s.ScreenedOn DESC, s.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string AlertsSql = """
        SELECT x.Id, x.Seq, x.RaisedAt AS At, x.ClientId, x.Kind AS State
        FROM Alerts x
        WHERE x.PracticeId = @PracticeId AND x.CoupleId = @CoupleId AND x.RaisedAt >= @FromAt AND x.RaisedAt <= @BeforeAt
          AND (x.RaisedAt < @BeforeAt OR x.Seq < @BeforeSeq) AND (@ClientId IS NULL OR x.ClientId = @ClientId)
        ORDER BY x.RaisedAt DESC, x.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string GoalsSql = """
        SELECT g.Id, g.Seq, g.SetAt AS At, g.ClientId, g.Status AS State, g.Texts AS Title, g.BaselineLevel AS Number
        FROM Goals g
        WHERE g.PracticeId = @PracticeId AND g.CoupleId = @CoupleId AND g.SetAt >= @FromAt AND g.SetAt <= @BeforeAt
          AND (g.SetAt < @BeforeAt OR g.Seq < @BeforeSeq) AND (@ClientId IS NULL OR g.ClientId = @ClientId)
        ORDER BY g.SetAt DESC, g.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string GoalStatusesSql = """
        SELECT s.GoalId AS Id, s.Seq, s.At, g.ClientId, s.Status AS State, g.Texts AS Title
        FROM GoalStatusChanges s
        JOIN Goals g ON g.Id = s.GoalId AND g.PracticeId = s.PracticeId
        WHERE s.PracticeId = @PracticeId AND g.CoupleId = @CoupleId AND s.At >= @FromAt AND s.At <= @BeforeAt
          AND (s.At < @BeforeAt OR s.Seq < @BeforeSeq) AND (@ClientId IS NULL OR g.ClientId = @ClientId)
        ORDER BY s.At DESC, s.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string RatingsSql = """
        SELECT r.GoalId AS Id, r.Seq, r.RatedOn AS Day, r.ClientId, CASE WHEN r.ClientId IS NULL THEN 'Therapist' ELSE 'Partner' END AS State,
          g.Texts AS Title, r.Level AS Number
        FROM GoalRatings r
        JOIN Goals g ON g.Id = r.GoalId AND g.PracticeId = r.PracticeId
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId AND r.RatedOn >= @FromDay AND r.RatedOn <= @BeforeDay
          AND (r.RatedOn < @BeforeDay OR r.Seq < @BeforeDaySeq) AND (@ClientId IS NULL OR r.ClientId = @ClientId)
        ORDER BY r.RatedOn DESC, r.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string EventsSql = """
        SELECT e.Id, e.Seq, e.HappenedOn AS Day, e.ClientId, e.Kind AS State, e.Texts AS Title, e.Severity AS Number
        FROM CaseEvents e
        WHERE e.PracticeId = @PracticeId AND e.CoupleId = @CoupleId AND e.HappenedOn >= @FromDay AND e.HappenedOn <= @BeforeDay AND e.WithdrawnAt IS NULL
          AND (e.HappenedOn < @BeforeDay OR e.Seq < @BeforeDaySeq) AND (@ClientId IS NULL OR e.ClientId = @ClientId)
        ORDER BY e.HappenedOn DESC, e.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

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
