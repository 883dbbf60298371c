using CounselDesk.Domain.People;

namespace CounselDesk.Application.People;

/// <summary>Someone who can sign in: a member of staff, or a client who was invited to the portal.</summary>
public sealed class Account
{
    public Guid Id { get; set; }

    public Guid PracticeId { get; set; }

    public long Seq { get; set; }

    public string Email { get; set; } = "";

    public string NormalizedEmail { get; set; } = "";

    public string DisplayName { get; set; } = "";

    /// <summary>Null until the invitation is accepted.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes with the password; invitations and tokens made before stop working.</summary>
    public string SecurityStamp { get; set; } = "";

    public int AccessFailedCount { get; set; }

    public DateTimeOffset? LockoutEnd { get; set; }

    public string Roles { get; set; } = "";

    public Roles RoleSet => RoleSets.Parse(Roles);

    public Guid? SupervisorId { get; set; }

    public Guid? ClientId { get; set; }

    public bool Active { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public int Version { get; set; }

    public static string Normalize(string email) => email.Trim().ToUpperInvariant();
}
