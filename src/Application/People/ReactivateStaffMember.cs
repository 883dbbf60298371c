using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.People;

/// <summary>Lets someone sign in again with the roles and the password they had; an invitation from before stays ended.</summary>
[Access(Roles.Admin)]
public sealed record ReactivateStaffMemberCommand(Guid StaffId, int? Version) : ICommand<StaffMember>, IVersionedCommand;

public sealed class ReactivateStaffMemberHandler(Accounts accounts, StaffDuties duties, RequestScope scope, IOutbox outbox)
    : IRequestHandler<ReactivateStaffMemberCommand, StaffMember>
{
    public async Task<StaffMember> Handle(ReactivateStaffMemberCommand request, CancellationToken cancellationToken)
    {
        scope.SubjectId = request.StaffId;
        await duties.Lock(cancellationToken);
        var account = await accounts.StaffById(request.StaffId, cancellationToken);
        request.RequireCurrent(account.Version);
        if (account.Active)
            throw Refused.Conflict("already-active", "This person is active already.");
        if (account.SupervisorId is { } id
            && !(await accounts.ById(id, cancellationToken) is { Active: true } supervisor && supervisor.RoleSet.HasFlag(Roles.Supervisor)))
            throw Refused.Conflict("supervisor-gone", "This person's supervisor is no longer one: change supervisorId first.");

        account.Active = true;
        await accounts.Save(account, cancellationToken);
        await outbox.Raise("staff.reactivated", account.Id, cancellationToken);
        return StaffMember.From(account);
    }
}
