using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Clients;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Couples;

/// <summary>Looks among the cases that the list shows the same caller; each word must be found with one of the partners.</summary>
[Access(Roles.Clinicians | Roles.Frontdesk | Roles.Admin)]
public sealed record SearchCouplesQuery(SearchText Body) : IQuery<SearchResults<Couple>>;

public sealed class SearchCouplesValidator : AbstractValidator<SearchCouplesQuery>
{
    public SearchCouplesValidator() => RuleFor(x => x.Body).SetValidator(new SearchTextValidator());
}

public sealed class SearchCouplesHandler(IDb db, RequestScope scope) : IRequestHandler<SearchCouplesQuery, SearchResults<Couple>>
{
    private const string SearchSql = $"""
        SELECT {CoupleRow.Columns}
        FROM (
          SELECT x.Id, x.PracticeId FROM {SearchPatterns.Found} v JOIN Couples x ON x.PartnerAId = v.ClientId AND x.PracticeId = v.PracticeId
          UNION
          SELECT y.Id, y.PracticeId FROM {SearchPatterns.Found} u JOIN Couples y ON y.PartnerBId = u.ClientId AND y.PracticeId = u.PracticeId) f
        JOIN Couples c ON c.Id = f.Id AND c.PracticeId = f.PracticeId
        {CoupleRow.People}
        WHERE (@AnyCase = 1 OR c.TherapistId = @AccountId OR t.SupervisorId = @AccountId)
          AND (@Word2 IS NULL OR a.Id IN {SearchPatterns.Who} @Word2 {SearchPatterns.Escape} OR b.Id IN {SearchPatterns.Who} @Word2 {SearchPatterns.Escape})
          AND (@Word3 IS NULL OR a.Id IN {SearchPatterns.Who} @Word3 {SearchPatterns.Escape} OR b.Id IN {SearchPatterns.Who} @Word3 {SearchPatterns.Escape})
          AND (@Word4 IS NULL OR a.Id IN {SearchPatterns.Who} @Word4 {SearchPatterns.Escape} OR b.Id IN {SearchPatterns.Who} @Word4 {SearchPatterns.Escape})
          AND (@Word5 IS NULL OR a.Id IN {SearchPatterns.Who} @Word5 {SearchPatterns.Escape} OR b.Id IN {SearchPatterns.Who} @Word5 {SearchPatterns.Escape})
          AND (@Word6 IS NULL OR a.Id IN {SearchPatterns.Who} @Word6 {SearchPatterns.Escape} OR b.Id IN {SearchPatterns.Who} @Word6 {SearchPatterns.Escape})
        ORDER BY a.LastName, a.FirstName, c.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<SearchResults<Couple>> Handle(SearchCouplesQuery request, CancellationToken cancellationToken)
    {
        if (ClientWords.Searched(request.Body.Q) is not { Count: > 0 } words)
            return SearchResults<Couple>.None;
        var (caller, asked) = (scope.Caller, new SearchPatterns(words));
        var rows = await db.Query<CoupleRow>(
            SearchSql,
            new
            {
                AnyCase = caller.Has(Roles.Frontdesk | Roles.Admin),
                caller.AccountId,
                asked.Word1,
                asked.Word2,
                asked.Word3,
                asked.Word4,
                asked.Word5,
                asked.Word6,
                asked.Take,
            },
            cancellationToken);
        return new SearchResults<Couple>([.. rows.Take(SearchLimits.Results).Select(row => row.ToCouple())], rows.Count > SearchLimits.Results);
    }
}
