using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.People;

/// <param name="DisplayName">The person's name, at most 100 characters.</param>
/// <param name="Email">The address to sign in with; one account per address in a practice.</param>
/// <param name="Roles">One or more staff roles, each once.</param>
/// <param name="SupervisorId">Required for an associate.</param>
public sealed record NewStaffMember(string DisplayName, string Email, IReadOnlyList<Role> Roles, Guid? SupervisorId = null);

[Access(Roles.Admin)]
public sealed record InviteStaffCommand(NewStaffMember Body) : ICommand<InvitedStaffMember>;

/// <param name="Member">The new member of staff, who cannot sign in before accepting.</param>
/// <param name="Invitation">Shown only here: hand it to the person.</param>
public sealed record InvitedStaffMember(StaffMember Member, Invitation Invitation) : IVersioned
{
    [System.Text.Json.Serialization.JsonIgnore]
    public int Version => Member.Version;
}

public sealed class InviteStaffValidator : AbstractValidator<InviteStaffCommand>
{
    public InviteStaffValidator()
    {
        RuleFor(x => x.Body.DisplayName).Line(Limits.Name);
        RuleFor(x => x.Body.Email).Email();
        RuleFor(x => x.Body.Roles).Must(roles => roles is null || StaffRules.AreStaffRoles(roles))
            .WithMessage("Give one or more staff roles, each once; partners are invited to the portal instead.");
    }
}

public sealed class InviteStaffHandler(Accounts accounts, IAccountSecurity security, IIds ids, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<InviteStaffCommand, InvitedStaffMember>
{
    public async Task<InvitedStaffMember> Handle(InviteStaffCommand request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var account = new Account { SupervisorId = request.Body.SupervisorId };
        account.Fill(ids, scope.Caller.PracticeId, request.Body.Email, request.Body.DisplayName, request.Body.Roles.ToSet(), now);
        await accounts.RequireSupervisor(account.RoleSet, account.Id, account.SupervisorId, cancellationToken);
        await accounts.Add(account, cancellationToken);
        await outbox.Raise("staff.invited", account.Id, cancellationToken);
        scope.SubjectId = account.Id;
        return new InvitedStaffMember(
            StaffMember.From(account),
            new Invitation(account.Id, await security.InvitationToken(account), now + Invitation.Lifetime));
    }
}
