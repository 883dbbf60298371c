using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>The reader's open cases, of which there are one or two.</summary>
/// <param name="Items">Newest first.</param>
public sealed record OwnCases(IReadOnlyList<PortalCase> Items);

/// <summary>One of the reader's open cases.</summary>
/// <param name="Id">The case, as <c>caseId</c> names it.</param>
/// <param name="Kind">A couple's, or of the reader alone.</param>
/// <param name="TherapistName">Whose case it is.</param>
public sealed record PortalCase(Guid Id, CaseKind Kind, string TherapistName);

[Access(Roles.Partner)]
public sealed record ListPortalCasesQuery : IQuery<OwnCases>;

public sealed class ListPortalCasesHandler(IDb db, PortalCases cases) : IRequestHandler<ListPortalCasesQuery, OwnCases>
{
    private const string NamesSql = "SELECT a.Id, a.DisplayName FROM Accounts a WHERE a.PracticeId = @PracticeId AND a.Id IN @Ids";

    public async Task<OwnCases> Handle(ListPortalCasesQuery request, CancellationToken cancellationToken)
    {
        var files = await cases.Open(null, cancellationToken);
        var names = (await db.Query<NameRow>(NamesSql, new { Ids = files.Select(file => file.TherapistId).Distinct().ToList() }, cancellationToken))
            .ToDictionary(row => row.Id, row => row.DisplayName);
        return new OwnCases([.. files.Select(file => new PortalCase(file.CoupleId, file.Kind, names[file.TherapistId]))]);
    }

    private sealed record NameRow
    {
        public Guid Id { get; init; }

        public string DisplayName { get; init; } = "";
    }
}
