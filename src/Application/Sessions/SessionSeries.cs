using CounselDesk.Application.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Sessions;

/// <summary>Sessions that were booked together, and can be changed together.</summary>
/// <param name="Id">The series.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="EveryWeeks">How many weeks lay between two sessions when it was booked.</param>
/// <param name="BookedAt">When it was booked.</param>
/// <param name="Sessions">All its sessions by their start, the cancelled too: at most 104. Each is a resource of its own.</param>
public sealed record SessionSeries(Guid Id, Guid CoupleId, int EveryWeeks, DateTimeOffset BookedAt, IReadOnlyList<Session> Sessions);

/// <summary>Finds series of the open case, for the use cases that answer with them.</summary>
public sealed class SeriesRecords(IDb db, Sessions sessions)
{
    private const string FindSql = "SELECT r.Id, r.CoupleId, r.EveryWeeks, r.BookedAt FROM SessionSeries r WHERE r.PracticeId = @PracticeId AND r.Id = @Id";

    private const string SessionsSql = SessionRow.SelectSql + " AND s.SeriesId = @SeriesId ORDER BY s.StartsAt, s.Seq";

    public async Task<SessionSeries> Find(Guid id, CancellationToken cancellationToken)
    {
        var row = await db.Find<Row>(FindSql, new { Id = id }, cancellationToken).OrNotFound("series");
        var rows = await db.Query<SessionRow>(SessionsSql, new { SeriesId = id }, cancellationToken);
        return new SessionSeries(row.Id, row.CoupleId, row.EveryWeeks, row.BookedAt, [.. rows.Select(sessions.Result)]);
    }

    /// <summary>A booked session of a series and the booked ones that follow it there, in their order.</summary>
    internal async Task<(Guid SeriesId, IReadOnlyList<SessionRow> Rows)> RequireFollowing(SessionRow from, CancellationToken cancellationToken)
    {
        if (from.SeriesId is not { } series)
            throw Refused.Conflict("not-in-series", "This session was booked by itself.");
        var rows = await db.Query<SessionRow>(SessionsSql, new { SeriesId = series }, cancellationToken);
        return (series, [.. rows.Where(row => row.Status == SessionStatus.Booked && row.StartsAt >= from.StartsAt)]);
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public Guid CoupleId { get; init; }

        public int EveryWeeks { get; init; }

        public DateTimeOffset BookedAt { get; init; }
    }
}
