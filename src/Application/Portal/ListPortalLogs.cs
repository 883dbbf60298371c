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

public sealed class ListPortalLogsHandler(IDb db, PortalCases cases, PortalAssignments assignments, ITextProtector protector, RequestScope scope)
    : IRequestHandler<ListPortalLogsQuery, Page<PortalLogEntry>>
{
    private const string List = "portal-logs";

    /// <summary>
    /// Whether the reader may read an entry's answers. What is not shared is not read, so it leaves no gap, no count and no id. An
    /// entry without answers answers nothing, and so reveals nothing of the other's.
    /// </summary>
    internal const string MayReadPartSql = """
        (l.ClientId = @ClientId
            OR (l.Answers IS NOT NULL
              AND (l.Share = 'PartnerToo'
                OR (l.Share = 'WhenBothAnswered'
                  AND EXISTS (
                    SELECT 1 FROM AssignmentLogs o
                    WHERE o.PracticeId = @PracticeId AND o.AssignmentId = l.AssignmentId AND o.Period = l.Period AND o.ClientId = @ClientId
                      AND o.Answers IS NOT NULL)))))
        """;

    private const string ListSql = LogRow.SelectSql + $"""
         AND l.AssignmentId = @AssignmentId AND l.Seq < @Before
          AND {MayReadPartSql}
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
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => PortalLogEntry.Of(row, cases.ClientId, protector));
    }
}
