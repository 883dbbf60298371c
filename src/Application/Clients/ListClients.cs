using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Clients;

/// <summary>The practice's clients, newest first: archived ones, current ones, or both where not told.</summary>
[Access(Roles.Staff)]
public sealed record ListClientsQuery(PageRequest Page, bool? Archived) : IQuery<Page<ClientEntry>>;

public sealed class ListClientsHandler(IDb db) : IRequestHandler<ListClientsQuery, Page<ClientEntry>>
{
    private const string List = "clients";

    private const string ListSql = ClientRow.SelectSql + """
         AND c.Seq < @Before
          AND (@Archived IS NULL OR (@Archived = 1 AND c.ArchivedAt IS NOT NULL) OR (@Archived = 0 AND c.ArchivedAt IS NULL))
        ORDER BY c.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<ClientEntry>> Handle(ListClientsQuery request, CancellationToken cancellationToken)
    {
        var rows = await db.Query<ClientRow>(ListSql, new { Before = request.Page.Before(List), request.Page.Take, request.Archived }, cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => row.ToEntry());
    }
}
