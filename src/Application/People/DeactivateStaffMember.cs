using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.People;

/// <summary>
/// Ends all access at once. Neither open cases nor supervisees hold it up, since whoever must go may have to go now;
/// the answer counts both, so that the practice can hand them over.
/// </summary>
[Access(Roles.Admin)]
public sealed record DeactivateStaffMemberCommand(Guid StaffId, int? Version) : ICommand<DeactivatedStaffMember>, IVersionedCommand;

/// <param name="Member">Who can no longer sign in; every sign-in and invitation has ended.</param>
/// <param name="OpenCases">Cases that stay this person's until each is given another therapist.</param>
/// <param name="Supervisees">Active members of staff who need another supervisor.</param>
public sealed record DeactivatedStaffMember(StaffMember Member, int OpenCases, int Supervisees) : IVersioned
{
    [System.Text.Json.Serialization.JsonIgnore]
    public int Version => Member.Version;
}

public sealed class DeactivateStaffMemberHandler(Accounts accounts, StaffDuties duties, SignIns signIns, RequestScope scope, IOutbox outbox)
    : IRequestHandler<DeactivateStaffMemberCommand, DeactivatedStaffMember>
{
    public async Task<DeactivatedStaffMember> Handle(DeactivateStaffMemberCommand request, CancellationToken cancellationToken)
    {
        scope.SubjectId = request.StaffId;
        await duties.Lock(cancellationToken);
        var account = await accounts.StaffById(request.StaffId, cancellationToken);
        request.RequireCurrent(account.Version);
        if (!account.Active)
            throw Refused.Conflict("already-deactivated", "This person is deactivated already.");
        await duties.RequireAnotherAdmin(account, cancellationToken);

        account.Active = false;
        account.RenewStamp();
        await accounts.Save(account, cancellationToken);
        await signIns.EndAll(account.Id, SignInEnd.Deactivated, cancellationToken);
        await outbox.Raise("staff.deactivated", account.Id, cancellationToken);
        return new DeactivatedStaffMember(
            StaffMember.From(account), await duties.OpenCases(account.Id, cancellationToken), await duties.Supervisees(account.Id, cancellationToken));
    }
}
