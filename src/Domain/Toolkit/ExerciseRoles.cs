namespace CounselDesk.Domain.Toolkit;

/// <summary>
/// The two parts that an exercise may have, such as speaker and listener: one for each partner, who swap them or not. They are
/// what the partners call them, and have nothing to do with the roles after a betrayal.
/// </summary>
public static class ExerciseRoles
{
    /// <summary>One for each partner.</summary>
    public const int Count = 2;

    public const int MaxLength = 40;

    /// <summary>Parts a sheet's roles from each other, so no role holds it.</summary>
    public const char Separator = ';';

    /// <summary>What is wrong with an exercise's roles, by field.</summary>
    internal static IReadOnlyList<ToolkitFault> Faults(Exercise exercise, string where)
    {
        var roles = exercise.Roles ?? [];
        List<ToolkitFault> named = [.. Named(exercise, roles, where)];
        // Steps can name only roles that are right themselves.
        return named.Count > 0 ? named : [.. Used(exercise, roles, where)];
    }

    static IEnumerable<ToolkitFault> Named(Exercise exercise, IReadOnlyList<string> roles, string where)
    {
        if (roles.Count > 0 && (roles.Count != Count || roles.Distinct(StringComparer.OrdinalIgnoreCase).Count() != Count))
            yield return new(ToolkitRule.Roles, where, "Name two different roles, or none.", "roles");
        if (roles.Count > 0 && exercise.Audience != Audience.Couple)
            yield return new(ToolkitRule.Roles, where, "Only what a couple does together has roles.", "roles");
        foreach (var (index, _) in roles.Index().Where(role => ToolkitFaults.TooShortOrLong(role.Item, 1, MaxLength) || role.Item.Contains(Separator, StringComparison.Ordinal)))
            yield return new(ToolkitRule.Roles, where, $"Give 1 to {MaxLength} characters without a semicolon.", $"roles[{index}]");
    }

    static IEnumerable<ToolkitFault> Used(Exercise exercise, IReadOnlyList<string> roles, string where)
    {
        foreach (var (index, _) in exercise.Steps.Index().Where(step => step.Item.Role is { } role && !roles.Contains(role, StringComparer.Ordinal)))
            yield return new(ToolkitRule.Roles, where, "Name one of the exercise's roles.", $"steps[{index}].role");
        if (roles.Any(role => !exercise.Steps.Any(step => string.Equals(step.Role, role, StringComparison.Ordinal))))
            yield return new(ToolkitRule.Roles, where, "Name each role in at least one step.", "steps");
    }
}
