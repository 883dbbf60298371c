using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>A series among others of its case, without its sessions.</summary>
/// <param name="Id">The series.</param>
/// <param name="EveryWeeks">How many weeks lay between two sessions when it was booked.</param>
/// <param name="BookedAt">When it was booked.</param>
/// <param name="Sessions">How many sessions it has, the cancelled too.</param>
/// <param name="FirstStartsAt">The first one's start.</param>
/// <param name="LastStartsAt">The last one's start.</param>
/// <param name="NextStartsAt">The next booked one's start; null when none is to come.</param>
public sealed record SeriesEntry(
    Guid Id, int EveryWeeks, DateTimeOffset BookedAt, int Sessions, DateTimeOffset FirstStartsAt, DateTimeOffset LastStartsAt, DateTimeOffset? NextStartsAt);

/// <summary>A case's series, last booked first.</summary>
[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk)]
public sealed record ListSeriesQuery(Guid CoupleId, PageRequest Page) : IQuery<Page<SeriesEntry>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListSeriesHandler(IDb db, TimeProvider clock) : IRequestHandler<ListSeriesQuery, Page<SeriesEntry>>
{
    private const string List = "series";

    private const string ListSql = """
        SELECT r.Id, r.Seq, r.EveryWeeks, r.BookedAt,
          (SELECT COUNT(*) FROM Sessions s WHERE s.SeriesId = r.Id AND s.PracticeId = @PracticeId) AS Sessions,
          (SELECT MIN(s.StartsAt) FROM Sessions s WHERE s.SeriesId = r.Id AND s.PracticeId = @PracticeId) AS FirstStartsAt,
          (SELECT MAX(s.StartsAt) FROM Sessions s WHERE s.SeriesId = r.Id AND s.PracticeId = @PracticeId) AS LastStartsAt,
          (SELECT MIN(s.StartsAt) FROM Sessions s WHERE s.SeriesId = r.Id AND s.PracticeId = @PracticeId AND s.Status = 'Booked' AND s.StartsAt >= @Now) AS NextStartsAt
        FROM SessionSeries r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId AND r.Seq < @Before
        ORDER BY r.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<SeriesEntry>> Handle(ListSeriesQuery request, CancellationToken cancellationToken)
    {
        var rows = await db.Query<Row>(
            ListSql, new { request.CoupleId, Now = clock.GetUtcNow(), Before = request.Page.Before(List), request.Page.Take }, cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => row.ToEntry());
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public int EveryWeeks { get; init; }

        public DateTimeOffset BookedAt { get; init; }

        public int Sessions { get; init; }

        // Never null: a series is booked with its sessions.
        public DateTimeOffset? FirstStartsAt { get; init; }

        public DateTimeOffset? LastStartsAt { get; init; }

        public DateTimeOffset? NextStartsAt { get; init; }

        public SeriesEntry ToEntry() => new(Id, EveryWeeks, BookedAt, Sessions, FirstStartsAt!.Value, LastStartsAt!.Value, NextStartsAt);
    }
}
