using CounselDesk.Application.Common;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.People;

/// <summary>Someone who works in the practice.</summary>
/// <param name="Id">The account.</param>
/// <param name="DisplayName">The person's name.</param>
/// <param name="Email">The address to sign in with.</param>
/// <param name="Roles">What the person may do.</param>
/// <param name="SupervisorId">Who co-signs an associate's notes and may open their cases.</param>
/// <param name="Active">False once deactivated: no sign-in, no access.</param>
/// <param name="HasPassword">False until the invitation is accepted.</param>
/// <param name="CreatedAt">When the person was invited.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record StaffMember(
    Guid Id, string DisplayName, string Email, IReadOnlyList<Role> Roles, Guid? SupervisorId, bool Active, bool HasPassword, DateTimeOffset CreatedAt, int Version)
    : IVersioned
{
    public static StaffMember From(Account account) => new(
        account.Id, account.DisplayName, account.Email, account.RoleSet.ToList(), account.SupervisorId, account.Active,
        account.PasswordHash is not null, account.CreatedAt, account.Version);
}

/// <summary>A one-time way in, shown once, to be handed to the person it is for.</summary>
/// <param name="AccountId">Send it back with the token when accepting.</param>
/// <param name="Token">Works once, until <paramref name="ExpiresAt"/>.</param>
/// <param name="ExpiresAt">Seven days from now.</param>
public sealed record Invitation(Guid AccountId, string Token, DateTimeOffset ExpiresAt)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Where the token is accepted, below the API's address.</summary>
    public string AcceptPath => "/api/v1/auth/accept-invitation";
}

/// <summary>What staff commands check alike.</summary>
public static class StaffRules
{
    public static bool AreStaffRoles(IReadOnlyList<Role> roles) =>
        roles.Count > 0 && roles.Distinct().Count() == roles.Count && !roles.Contains(Role.Partner);

    /// <summary>An associate needs a supervisor; a supervisor is an active account with that role, and nobody their own.</summary>
    public static async Task RequireSupervisor(this Accounts accounts, Roles roles, Guid accountId, Guid? supervisorId, CancellationToken cancellationToken)
    {
        if (roles.HasFlag(Roles.Associate) && supervisorId is null)
            throw Refused.Invalid("supervisorId", "An associate needs a supervisor.", "supervisor-needed");
        if (supervisorId is not { } id)
            return;
        var supervisor = await accounts.ById(id, cancellationToken);
        if (supervisor is null || !supervisor.Active || !supervisor.RoleSet.HasFlag(Roles.Supervisor) || id == accountId)
            throw Refused.Invalid("supervisorId", "Name another active member of staff who has the supervisor role.", "not-a-supervisor");
    }
}
