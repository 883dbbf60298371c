using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Consents;

/// <summary>What was released of the case, newest first.</summary>
[Access(Roles.Clinicians)]
public sealed record ListReleasesQuery(Guid CoupleId, PageRequest Page) : IQuery<Page<Release>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListReleasesHandler(IDb db, DisclosureAccounting accounting) : IRequestHandler<ListReleasesQuery, Page<Release>>
{
    private const string List = "releases";

    private const string ListSql = ReleaseRow.SelectSql + """
         AND r.Seq < @Before
        ORDER BY r.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<Release>> Handle(ListReleasesQuery request, CancellationToken cancellationToken)
    {
        var rows = await db.Query<ReleaseRow>(ListSql, new { request.CoupleId, Before = request.Page.Before(List), request.Page.Take }, cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => row.ToRelease(accounting));
    }
}
