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

/// <summary>A member of staff as the database gives one, without the password's hash.</summary>
internal sealed record StaffRow
{
    public const string SelectSql = """
        SELECT a.Id, a.Seq, a.DisplayName, a.Email, a.Roles, a.SupervisorId, a.Active,
          CASE WHEN a.PasswordHash IS NULL THEN 0 ELSE 1 END AS HasPassword, a.CreatedAt, a.Version
        FROM Accounts a
        WHERE a.PracticeId = @PracticeId AND a.ClientId IS NULL
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public string DisplayName { get; init; } = "";

    public string Email { get; init; } = "";

    public string Roles { get; init; } = "";

    public Guid? SupervisorId { get; init; }

    public bool Active { get; init; }

    public int HasPassword { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; init; }

    public StaffMember ToMember() => new(
        Id, DisplayName, Email, RoleSets.Parse(Roles).ToList(), SupervisorId, Active, HasPassword == 1, CreatedAt, Version);
}

/// <summary>What staff commands check alike.</summary>
public static class StaffRules
{
    /// <summary>The account of a member of staff; a client's portal account is none.</summary>
    public static async Task<Account> StaffById(this Accounts accounts, Guid id, CancellationToken cancellationToken) =>
        await accounts.ById(id, cancellationToken) is { ClientId: null } account ? account : throw Refused.NotFound("member of staff");

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
