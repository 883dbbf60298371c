using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.People;

[Access(Roles.Staff)]
[NotAudited("It shows a colleague, and no case data.")]
public sealed record GetStaffMemberQuery(Guid StaffId) : IQuery<StaffMember>;

public sealed class GetStaffMemberHandler(IDb db) : IRequestHandler<GetStaffMemberQuery, StaffMember>
{
    private const string FindSql = StaffRow.SelectSql + " AND a.Id = @Id";

    public async Task<StaffMember> Handle(GetStaffMemberQuery request, CancellationToken cancellationToken) =>
        (await db.Find<StaffRow>(FindSql, new { Id = request.StaffId }, cancellationToken).OrNotFound("member of staff")).ToMember();
}
