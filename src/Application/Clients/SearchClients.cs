using CounselDesk.Application.Common;
using CounselDesk.Domain.Clients;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Clients;

/// <summary>Archived clients are found too, and say so: whoever comes back should not be entered twice.</summary>
[Access(Roles.Staff)]
public sealed record SearchClientsQuery(SearchText Body) : IQuery<SearchResults<ClientEntry>>;

public sealed class SearchClientsValidator : AbstractValidator<SearchClientsQuery>
{
    public SearchClientsValidator() => RuleFor(x => x.Body).SetValidator(new SearchTextValidator());
}

public sealed class SearchClientsHandler(IDb db) : IRequestHandler<SearchClientsQuery, SearchResults<ClientEntry>>
{
    private const string SearchSql = $"""
        SELECT {ClientRow.Columns}
        FROM {SearchPatterns.Found} f
        JOIN Clients c ON c.Id = f.ClientId AND c.PracticeId = f.PracticeId
        {ClientRow.Account}
        WHERE (@Word2 IS NULL OR c.Id IN {SearchPatterns.Who} @Word2 {SearchPatterns.Escape})
          AND (@Word3 IS NULL OR c.Id IN {SearchPatterns.Who} @Word3 {SearchPatterns.Escape})
          AND (@Word4 IS NULL OR c.Id IN {SearchPatterns.Who} @Word4 {SearchPatterns.Escape})
          AND (@Word5 IS NULL OR c.Id IN {SearchPatterns.Who} @Word5 {SearchPatterns.Escape})
          AND (@Word6 IS NULL OR c.Id IN {SearchPatterns.Who} @Word6 {SearchPatterns.Escape})
        ORDER BY c.LastName, c.FirstName, c.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<SearchResults<ClientEntry>> Handle(SearchClientsQuery request, CancellationToken cancellationToken)
    {
        if (ClientWords.Searched(request.Body.Q) is not { Count: > 0 } words)
            return SearchResults<ClientEntry>.None;
        var rows = await db.Query<ClientRow>(SearchSql, new SearchPatterns(words), cancellationToken);
        return new SearchResults<ClientEntry>([.. rows.Take(SearchLimits.Results).Select(row => row.ToEntry())], rows.Count > SearchLimits.Results);
    }
}
