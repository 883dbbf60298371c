using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.People;

/// <summary>A merge patch: what is left out stays as it is.</summary>
/// <param name="DisplayName">The person's name, at most 100 characters.</param>
/// <param name="Roles">All of the person's staff roles, one or more, each once; they hold from the next request on.</param>
/// <param name="SupervisorId">Who co-signs an associate's notes; null for nobody, which an associate cannot do without.</param>
public sealed record StaffChanges(
    Optional<string> DisplayName = default, Optional<IReadOnlyList<Role>> Roles = default, Optional<Guid?> SupervisorId = default);

[Access(Roles.Admin)]
public sealed record ChangeStaffMemberCommand(Guid StaffId, int? Version, StaffChanges Body) : ICommand<StaffMember>, IVersionedCommand;

public sealed class ChangeStaffMemberValidator : AbstractValidator<ChangeStaffMemberCommand>
{
    public ChangeStaffMemberValidator()
    {
        RuleFor(x => x.Body.DisplayName.Value).NotNull().Line(Limits.Name)
            .When(x => x.Body.DisplayName.IsSet).OverridePropertyName("body.displayName");
        RuleFor(x => x.Body.Roles.Value).Must(roles => roles is not null && StaffRules.AreStaffRoles(roles))
            .When(x => x.Body.Roles.IsSet).OverridePropertyName("body.roles")
            .WithMessage("Give one or more staff roles, each once.");
    }
}

public sealed class ChangeStaffMemberHandler(
    Accounts accounts, StaffDuties duties, IUnitOfWork unitOfWork, ILiveSignIns live, RequestScope scope, IOutbox outbox)
    : IRequestHandler<ChangeStaffMemberCommand, StaffMember>
{
    public async Task<StaffMember> Handle(ChangeStaffMemberCommand request, CancellationToken cancellationToken)
    {
        scope.SubjectId = request.StaffId;
        await duties.Lock(cancellationToken);
        var account = await accounts.StaffById(request.StaffId, cancellationToken);
        request.RequireCurrent(account.Version);

        var roles = request.Body.Roles.IsSet ? request.Body.Roles.Value.ToSet() : account.RoleSet;
        var supervisorId = request.Body.SupervisorId.Or(account.SupervisorId);
        await RequireDutiesKept(account, roles, cancellationToken);
        if (request.Body.Roles.IsSet || request.Body.SupervisorId.IsSet)
            await accounts.RequireSupervisor(roles, account.Id, supervisorId, cancellationToken);

        account.DisplayName = request.Body.DisplayName.Or(account.DisplayName).Trim();
        account.Roles = roles.ToText();
        account.SupervisorId = supervisorId;
        await accounts.Save(account, cancellationToken);
        unitOfWork.AfterCommit(live.Forget);
        await outbox.Raise("staff.changed", account.Id, cancellationToken);
        return StaffMember.From(account);
    }

    private async Task RequireDutiesKept(Account account, Roles roles, CancellationToken cancellationToken)
    {
        const Roles seesCases = Roles.Therapist | Roles.Associate;
        if (!roles.HasFlag(Roles.Admin))
            await duties.RequireAnotherAdmin(account, cancellationToken);
        if (account.RoleSet.HasFlag(Roles.Supervisor) && !roles.HasFlag(Roles.Supervisor) && await duties.Supervisees(account.Id, cancellationToken) > 0)
            throw Refused.Conflict("supervisor-in-use", "Members of staff name this person as supervisor: give them another first.");
        if ((account.RoleSet & seesCases) != Roles.None && (roles & seesCases) == Roles.None && await duties.OpenCases(account.Id, cancellationToken) > 0)
            throw Refused.Conflict("has-open-cases", "Open cases are this person's: give them another therapist first.");
    }
}
