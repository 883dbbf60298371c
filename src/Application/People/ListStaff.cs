using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.People;

/// <summary>Everyone who works in the practice or once did, in the order of invitation. Clients' portal accounts are not among them.</summary>
[Access(Roles.Staff)]
[NotAudited("It shows colleagues, and no case data.")]
public sealed record ListStaffQuery(PageRequest Page, bool? Active = null, Role? Role = null) : IQuery<Page<StaffMember>>;

public sealed class ListStaffHandler(IDb db) : IRequestHandler<ListStaffQuery, Page<StaffMember>>
{
    private const string List = "staff";

    private const string ListSql = StaffRow.SelectSql + """
         AND a.Seq > @After
          AND (@Active IS NULL OR a.Active = @Active)
          AND (@RoleLike IS NULL OR a.Roles LIKE @RoleLike ESCAPE '!')
        ORDER BY a.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<StaffMember>> Handle(ListStaffQuery request, CancellationToken cancellationToken)
    {
        var rows = await db.Query<StaffRow>(
            ListSql,
            new
            {
                After = request.Page.After(List),
                request.Page.Take,
                request.Active,
                // No role's name is part of another's.
                RoleLike = request.Role is { } role ? $"%{role}%" : null,
            },
            cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => row.ToMember());
    }
}
