using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <summary>A case's assignments, newest first, each with both partners' adherence up to today.</summary>
[Access(Roles.Clinicians)]
public sealed record ListAssignmentsQuery(Guid CoupleId, PageRequest Page, AssignmentStatus? Status = null, bool? Unreviewed = null) : IQuery<Page<Assignment>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListAssignmentsHandler(IDb db, Assignments assignments, RequestScope scope, PracticeDays days)
    : IRequestHandler<ListAssignmentsQuery, Page<Assignment>>
{
    private const string List = "assignments";

    private const string ListSql = AssignmentRow.SelectSql + """
         AND a.CoupleId = @CoupleId AND a.Seq < @Before
          AND (@Status IS NULL
            OR CASE WHEN a.Status IN ('Assigned', 'InProgress') AND a.DueOn < @Today THEN 'Expired' ELSE a.Status END = @Status)
          AND (@Unreviewed IS NULL
            OR CASE WHEN EXISTS (
              SELECT 1 FROM AssignmentLogs l
              WHERE l.PracticeId = @PracticeId AND l.AssignmentId = a.Id AND (l.ReviewedVersion IS NULL OR l.ReviewedVersion < l.Version)) THEN 1 ELSE 0 END = @Unreviewed)
        ORDER BY a.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<Assignment>> Handle(ListAssignmentsQuery request, CancellationToken cancellationToken)
    {
        var rows = await db.Query<AssignmentRow>(
            ListSql,
            new { request.CoupleId, Before = request.Page.Before(List), request.Page.Take, request.Status, request.Unreviewed, days.Today },
            cancellationToken);
        var page = PageRequest.Cut(List, request.Page, rows, row => row.Seq);
        return new Page<Assignment>(await assignments.Show(scope.Case, page.Items, cancellationToken), page.NextCursor);
    }
}
