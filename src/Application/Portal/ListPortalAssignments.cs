using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>The caller's own and joint assignments of their open cases, newest first.</summary>
[Access(Roles.Partner)]
public sealed record ListPortalAssignmentsQuery(PageRequest Page, Guid? CaseId = null) : IQuery<Page<PortalAssignment>>;

public sealed class ListPortalAssignmentsHandler(PortalCases cases, PortalAssignments assignments)
    : IRequestHandler<ListPortalAssignmentsQuery, Page<PortalAssignment>>
{
    private const string List = "portal-assignments";

    public async Task<Page<PortalAssignment>> Handle(ListPortalAssignmentsQuery request, CancellationToken cancellationToken)
    {
        await cases.Open(request.CaseId, cancellationToken);
        var rows = await assignments.Rows(request.CaseId, request.Page.Before(List), request.Page.Take, cancellationToken);
        var page = PageRequest.Cut(List, request.Page, rows, row => row.Seq);
        return new Page<PortalAssignment>(await assignments.Show(page.Items, cancellationToken), page.NextCursor);
    }
}
