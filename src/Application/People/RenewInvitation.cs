using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.People;

/// <summary>
/// A new invitation: for someone who has not accepted theirs, or as the way back in for someone who forgot the
/// password or whose sign-in was stolen. The invitation before, the password and every sign-in end with it.
/// </summary>
[Access(Roles.Admin)]
public sealed record RenewInvitationCommand(Guid StaffId, int? Version) : ICommand<InvitedStaffMember>, IVersionedCommand;

public sealed class RenewInvitationHandler(
    Accounts accounts, StaffDuties duties, SignIns signIns, IAccountSecurity security, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<RenewInvitationCommand, InvitedStaffMember>
{
    public async Task<InvitedStaffMember> Handle(RenewInvitationCommand request, CancellationToken cancellationToken)
    {
        scope.SubjectId = request.StaffId;
        await duties.Lock(cancellationToken);
        var account = await accounts.StaffById(request.StaffId, cancellationToken);
        request.RequireCurrent(account.Version);
        if (!account.Active)
            throw Refused.Conflict("deactivated", "This person is deactivated: reactivate first.");
        if (account.Id == scope.Caller.AccountId)
            throw Refused.Conflict("own-account", "Change your own password instead; a lost invitation would lock you out.");
        await duties.RequireAnotherAdmin(account, cancellationToken);

        account.PasswordHash = null;
        account.AccessFailedCount = 0;
        account.LockoutEnd = null;
        account.RenewStamp();
        await accounts.Save(account, cancellationToken);
        await signIns.EndAll(account.Id, SignInEnd.PasswordChanged, cancellationToken);
        await outbox.Raise("staff.invited", account.Id, cancellationToken);
        return new InvitedStaffMember(
            StaffMember.From(account),
            new Invitation(account.Id, await security.InvitationToken(account), clock.GetUtcNow() + Invitation.Lifetime));
    }
}
