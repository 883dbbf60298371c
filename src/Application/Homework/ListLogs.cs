using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <summary>Both partners' entries, newest first: the therapist reads them all, whatever the partners share with each other.</summary>
[Access(Roles.Clinicians)]
public sealed record ListLogsQuery(Guid AssignmentId, PageRequest Page) : IQuery<Page<LogEntry>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class ListLogsHandler(IDb db, Attachments attachments, ITextProtector protector, RequestScope scope) : IRequestHandler<ListLogsQuery, Page<LogEntry>>
{
    private const string List = "logs";

    private const string ListSql = LogRow.ReviewedSelectSql + """
         AND l.AssignmentId = @AssignmentId AND l.Seq < @Before
        ORDER BY l.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<LogEntry>> Handle(ListLogsQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.AssignmentId;
        var rows = await db.Query<LogRow>(ListSql, new { request.AssignmentId, Before = request.Page.Before(List), request.Page.Take }, cancellationToken);
        var page = PageRequest.Cut(List, request.Page, rows, row => row.Seq);
        var amended = page.Items.Where(row => row.Version > 1).Select(row => row.Id).ToList();
        var earlier = (amended.Count == 0 ? [] : await db.Query<EarlierLogRow>(EarlierLogRow.OfSql, new { Ids = amended }, cancellationToken)).ToLookup(row => row.LogId);
        var attached = await attachments.Of([.. page.Items.Select(row => row.Id)], cancellationToken);
        return page.Map(row => row.ToEntry(protector, earlier[row.Id], attached[row.Id]));
    }
}
