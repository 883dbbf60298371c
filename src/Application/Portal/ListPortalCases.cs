using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>One of the reader's open cases.</summary>
/// <param name="Id">The case, as <c>caseId</c> names it.</param>
/// <param name="Kind">A couple's, or of the reader alone.</param>
/// <param name="TherapistName">Whose case it is.</param>
public sealed record PortalCase(Guid Id, CaseKind Kind, string TherapistName);

/// <summary>The caller's open cases, newest first.</summary>
[Access(Roles.Partner)]
public sealed record ListPortalCasesQuery(PageRequest Page) : IQuery<Page<PortalCase>>;

public sealed class ListPortalCasesHandler(IDb db, PortalCases cases, RequestScope scope) : IRequestHandler<ListPortalCasesQuery, Page<PortalCase>>
{
    private const string List = "portal-cases";

    private const string ListSql = $"""
        SELECT c.Id, c.Seq, c.Kind, t.DisplayName AS TherapistName
        FROM {ClientCases.OfClientPartSql} c
        JOIN Accounts t ON t.Id = c.TherapistId AND t.PracticeId = c.PracticeId
        WHERE c.Status <> 'Closed' AND c.FrozenAt IS NULL
        ORDER BY c.Seq DESC
        """;

    public async Task<Page<PortalCase>> Handle(ListPortalCasesQuery request, CancellationToken cancellationToken)
    {
        scope.SubjectId = cases.ClientId;
        var before = request.Page.Before(List);
        var rows = (await db.Query<Row>(ListSql, new { cases.ClientId }, cancellationToken)).Where(row => row.Seq < before).Take(request.Page.Take).ToList();
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => new PortalCase(row.Id, row.Kind, row.TherapistName));
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public CaseKind Kind { get; init; }

        public string TherapistName { get; init; } = "";
    }
}
