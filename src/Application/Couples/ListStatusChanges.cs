using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Couples;

/// <summary>Every change of the case's status, newest first.</summary>
[Access(Roles.Clinicians)]
public sealed record ListStatusChangesQuery(Guid CoupleId, PageRequest Page) : IQuery<Page<StatusChange>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

/// <param name="Id">The change.</param>
/// <param name="Status">What the case became.</param>
/// <param name="Reason">Why.</param>
/// <param name="ById">Who changed it.</param>
/// <param name="ByName">That person's name.</param>
/// <param name="At">When.</param>
public sealed record StatusChange(Guid Id, CoupleStatus Status, string Reason, Guid ById, string ByName, DateTimeOffset At);

public sealed class ListStatusChangesHandler(IDb db, StatusChanges changes) : IRequestHandler<ListStatusChangesQuery, Page<StatusChange>>
{
    private const string List = "status-changes";

    private const string ListSql = """
        SELECT s.Id, s.Seq, s.Status, s.Reason, s.ByAccountId, b.DisplayName AS ByName, s.At
        FROM CoupleStatusChanges s
        JOIN Accounts b ON b.Id = s.ByAccountId AND b.PracticeId = s.PracticeId
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId AND s.Seq < @Before
        ORDER BY s.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<StatusChange>> Handle(ListStatusChangesQuery request, CancellationToken cancellationToken)
    {
        var rows = await db.Query<Row>(ListSql, new { request.CoupleId, Before = request.Page.Before(List), request.Page.Take }, cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq)
            .Map(row => new StatusChange(row.Id, row.Status, changes.Reason(row.Reason), row.ByAccountId, row.ByName, row.At));
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public CoupleStatus Status { get; init; }

        public string Reason { get; init; } = "";

        public Guid ByAccountId { get; init; }

        public string ByName { get; init; } = "";

        public DateTimeOffset At { get; init; }
    }
}
