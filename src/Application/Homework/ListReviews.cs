using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <summary>What was said of an assignment's entries, newest first; the newest stands.</summary>
[Access(Roles.Clinicians)]
public sealed record ListReviewsQuery(Guid AssignmentId, PageRequest Page) : IQuery<Page<HomeworkReview>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class ListReviewsHandler(IDb db, HomeworkReviews reviews, RequestScope scope) : IRequestHandler<ListReviewsQuery, Page<HomeworkReview>>
{
    private const string List = "reviews";

    private const string ListSql = ReviewRow.SelectSql + """
         AND r.AssignmentId = @AssignmentId AND r.Seq < @Before
        ORDER BY r.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<HomeworkReview>> Handle(ListReviewsQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.AssignmentId;
        var rows = await db.Query<ReviewRow>(ListSql, new { request.AssignmentId, Before = request.Page.Before(List), request.Page.Take }, cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(reviews.Open);
    }
}
