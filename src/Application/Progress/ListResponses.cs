using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Progress;

/// <summary>What both partners answered in a case, last entered first. Screenings are not among it.</summary>
[Access(Roles.Clinicians)]
public sealed record ListResponsesQuery(Guid CoupleId, PageRequest Page, string? Measure, Guid? PartnerId) : IQuery<Page<MeasureResponse>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListResponsesValidator : AbstractValidator<ListResponsesQuery>
{
    public ListResponsesValidator() => RuleFor(x => x.Measure).Line(Limits.Code);
}

public sealed class ListResponsesHandler(IDb db, ResponseSeries series, ResponseEntry entry, RequestScope scope, PracticeMeasures measures)
    : IRequestHandler<ListResponsesQuery, Page<MeasureResponse>>
{
    private const string List = "responses";

    private const string ListSql = """
        SELECT r.Id, r.Seq, r.ClientId, r.Measure, r.Answers
        FROM Responses r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId AND r.Seq < @Before
          AND (@Measure IS NULL OR r.Measure = @Measure)
          AND (@ClientId IS NULL OR r.ClientId = @ClientId)
        ORDER BY r.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<MeasureResponse>> Handle(ListResponsesQuery request, CancellationToken cancellationToken)
    {
        if (request.Measure is { } measure)
            await measures.Named(measure, cancellationToken);
        if (request.PartnerId is { } partnerId)
            scope.Case.RequirePartner(partnerId, "partnerId");
        scope.SubjectId = request.PartnerId;
        var rows = await db.Query<AnswersRow>(
            ListSql,
            new { request.CoupleId, Before = request.Page.Before(List), request.Page.Take, request.Measure, ClientId = request.PartnerId },
            cancellationToken);
        // The course decides on baseline and change, which a page alone cannot know.
        var courses = await series.ByPartner(scope.Case, cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq)
            .Map(row => courses[(row.ClientId, row.Measure)].Response(row.Id, entry.Open(row.Answers)));
    }

    internal sealed record AnswersRow
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public Guid ClientId { get; init; }

        public string Measure { get; init; } = "";

        public string Answers { get; init; } = "";
    }
}
