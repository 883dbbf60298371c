using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>The caller's own entries, and of the other's the answers shared with them; newest first.</summary>
[Access(Roles.Partner)]
public sealed record ListPortalLogsQuery(Guid AssignmentId, PageRequest Page) : IQuery<Page<PortalLogEntry>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class ListPortalLogsHandler(IDb db, PortalCases cases, PortalAssignments assignments, Attachments attachments, ITextProtector protector, RequestScope scope)
    : IRequestHandler<ListPortalLogsQuery, Page<PortalLogEntry>>
{
    private const string List = "portal-logs";

    private const string ListSql = LogRow.SelectSql + " AND l.AssignmentId = @AssignmentId AND l.Seq < @Before AND " + PortalLogs.ReadablePartSql + """

        ORDER BY l.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<PortalLogEntry>> Handle(ListPortalLogsQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.AssignmentId;
        scope.SubjectId = cases.ClientId;
        await assignments.Row(request.AssignmentId, cancellationToken);
        var rows = await db.Query<LogRow>(
            ListSql,
            new { request.AssignmentId, cases.ClientId, Before = request.Page.Before(List), request.Page.Take },
            cancellationToken);
        var page = PageRequest.Cut(List, request.Page, rows, row => row.Seq);
        var attached = await attachments.Of([.. page.Items.Select(row => row.Id)], cancellationToken);
        return page.Map(row => PortalLogEntry.Of(row, cases.ClientId, protector, attached[row.Id]));
    }
}
