using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Progress;

/// <summary>A form that a response has or had, scored as it was then. For clinicians only.</summary>
/// <param name="Version">Which form, from 1; the last stands.</param>
/// <param name="Answers">One for each item in order; null: unanswered.</param>
/// <param name="Score">The score of these answers, with the constants of their time.</param>
/// <param name="EnteredBy">The clinician who entered or corrected it; null when the partner entered it in the portal.</param>
/// <param name="EnteredByName">Their name; null when the partner did.</param>
/// <param name="EnteredAt">When this form was entered, and the one before it ended.</param>
/// <param name="Reason">Why it took the place of the form before; null for the first.</param>
public sealed record ResponseForm(
    int Version, IReadOnlyList<decimal?> Answers, MeasureScore Score, Guid? EnteredBy, string? EnteredByName, DateTimeOffset EnteredAt, string? Reason);

/// <summary>Every form that a response had, oldest first; the last is the one that stands.</summary>
[Access(Roles.Clinicians)]
public sealed record GetResponseHistoryQuery(Guid CoupleId, Guid ResponseId, PageRequest Page) : IQuery<Page<ResponseForm>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetResponseHistoryHandler(IDb db, ResponseEntry entry, ITextProtector protector, RequestScope scope)
    : IRequestHandler<GetResponseHistoryQuery, Page<ResponseForm>>
{
    private const string List = "response-history";

    private const string OwnerSql = "SELECT r.ClientId FROM Responses r WHERE r.Id = @Id AND r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId";

    private const string EarlierSql = """
        SELECT h.Version, r.Measure, h.Answers, h.Total, h.RawTotal, h.Decimals, h.Subscales, h.Band, h.MissingItems, h.Risk, h.Constants,
          h.WrittenBy, a.DisplayName AS WrittenByName, h.WrittenAt, h.Reason
        FROM ResponseHistory h
        JOIN Responses r ON r.Id = h.ResponseId AND r.PracticeId = h.PracticeId
        LEFT JOIN Accounts a ON a.Id = h.WrittenBy AND a.PracticeId = h.PracticeId
        WHERE h.ResponseId = @Id AND h.PracticeId = @PracticeId AND h.Version > @After
        ORDER BY h.Version
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string StandingSql = """
        SELECT r.Version, r.Measure, r.Answers, r.Total, r.RawTotal, r.Decimals, r.Subscales, r.Band, r.MissingItems, r.Risk, r.Constants,
          COALESCE(r.CorrectedBy, r.EnteredBy) AS WrittenBy, a.DisplayName AS WrittenByName, COALESCE(r.CorrectedAt, r.EnteredAt) AS WrittenAt,
          r.CorrectionReason AS Reason
        FROM Responses r
        LEFT JOIN Accounts a ON a.Id = COALESCE(r.CorrectedBy, r.EnteredBy) AND a.PracticeId = r.PracticeId
        WHERE r.Id = @Id AND r.PracticeId = @PracticeId AND r.Version > @After
        """;

    public async Task<Page<ResponseForm>> Handle(GetResponseHistoryQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.ResponseId;
        scope.SubjectId = await db.Find<Guid?>(OwnerSql, new { Id = request.ResponseId, request.CoupleId }, cancellationToken) ?? throw Common.Refused.NotFound("response");
        var after = (int)Math.Clamp(request.Page.After(List), 0, int.MaxValue);
        List<FormRow> rows = [.. await db.Query<FormRow>(EarlierSql, new { Id = request.ResponseId, After = after, request.Page.Take }, cancellationToken)];
        if (rows.Count < request.Page.Take && await db.Find<FormRow>(StandingSql, new { Id = request.ResponseId, After = after }, cancellationToken) is { } standing)
            rows.Add(standing);
        return PageRequest.Cut(List, request.Page, rows, row => (long)row.Version).Map(Open);
    }

    private ResponseForm Open(FormRow row) => new(
        row.Version, entry.Open(row.Answers), MeasureScore.Of(row.ToScore()), row.WrittenBy, row.WrittenByName, row.WrittenAt, row.Reason is { } reason ? protector.Unprotect(CorrectResponseHandler.Purpose, reason) : null);

    private sealed record FormRow : ScoreColumns
    {
        public int Version { get; init; }

        public string Answers { get; init; } = "";

        public Guid? WrittenBy { get; init; }

        public string? WrittenByName { get; init; }

        public DateTimeOffset WrittenAt { get; init; }

        public string? Reason { get; init; }
    }
}
