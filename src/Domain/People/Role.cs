namespace CounselDesk.Domain.People;

/// <summary>What a person may do in a practice. Someone may hold several.</summary>
public enum Role
{
    /// <summary>Staff, settings, audit and exports; never clinical text.</summary>
    Admin,

    /// <summary>The therapist's own cases.</summary>
    Therapist,

    /// <summary>As a therapist, but each note needs a supervisor's co-signature.</summary>
    Associate,

    /// <summary>The cases of the clinicians supervised, beside the supervisor's own.</summary>
    Supervisor,

    /// <summary>Contacts and the calendar only.</summary>
    Frontdesk,

    /// <summary>A client's own portal, and only that.</summary>
    Partner,
}

/// <summary>A set of roles, as access rules name them.</summary>
[Flags]
public enum Roles
{
    None = 0,
    Admin = 1 << Role.Admin,
    Therapist = 1 << Role.Therapist,
    Associate = 1 << Role.Associate,
    Supervisor = 1 << Role.Supervisor,
    Frontdesk = 1 << Role.Frontdesk,
    Partner = 1 << Role.Partner,

    /// <summary>Those who read clinical text, each of their own or their supervisees' cases.</summary>
    Clinicians = Therapist | Associate | Supervisor,

    /// <summary>Everyone who works in the practice.</summary>
    Staff = Admin | Clinicians | Frontdesk,
}

public static class RoleSets
{
    public static Roles ToSet(this IEnumerable<Role> roles) =>
        roles.Aggregate(Roles.None, (set, role) => set | (Roles)(1 << (int)role));

    public static IReadOnlyList<Role> ToList(this Roles set) =>
        [.. Enum.GetValues<Role>().Where(role => set.HasFlag((Roles)(1 << (int)role)))];

    /// <summary>The form kept in the database: names in the enum's order, separated by spaces.</summary>
    public static string ToText(this Roles set) => string.Join(' ', set.ToList());

    public static Roles Parse(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>).ToSet();
}
