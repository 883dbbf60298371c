using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Progress;

[Access(Roles.Clinicians)]
public sealed record GetResponseQuery(Guid CoupleId, Guid ResponseId) : IQuery<MeasureResponse>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetResponseHandler(IDb db, ResponseSeries series, ResponseEntry entry, RequestScope scope, PracticeMeasures measures)
    : IRequestHandler<GetResponseQuery, MeasureResponse>
{
    private const string FindSql = """
        SELECT r.Id, r.Seq, r.ClientId, r.Measure, r.Answers
        FROM Responses r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId AND r.Id = @Id
        """;

    public async Task<MeasureResponse> Handle(GetResponseQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.ResponseId;
        var row = await db.Find<ListResponsesHandler.AnswersRow>(FindSql, new { request.CoupleId, Id = request.ResponseId }, cancellationToken)
            .OrNotFound("response");
        scope.SubjectId = row.ClientId;
        var course = await series.OfPartner(request.CoupleId, row.ClientId, await measures.Known(row.Measure, cancellationToken), cancellationToken);
        return course.Response(row.Id, entry.Open(row.Answers));
    }
}
