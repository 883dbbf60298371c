using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Homework;

/// <summary>Who begins as what, as it is kept: nothing for an exercise without roles.</summary>
internal sealed record AssignedRoles(string? OfA, string? OfB, bool Alternate)
{
    /// <summary>
    /// What was asked for, or else partner A begins with the first role: whoever it is, they swap in the next period, so that
    /// speaking and listening come to both alike without anybody having to think of it.
    /// </summary>
    public static AssignedRoles Of(NewAssignment body, Exercise exercise, AssignedTo to, CaseFile file)
    {
        if (!exercise.HasRoles() || to != AssignedTo.Couple)
        {
            return body switch
            {
                { Roles: not null } => throw Refused.Invalid("roles", "The exercise has no roles.", "no-roles"),
                { Alternate: not null } => throw Refused.Invalid("alternate", "The exercise has no roles.", "no-roles"),
                _ => new AssignedRoles(null, null, false),
            };
        }

        var (first, second) = (exercise.Roles![0], exercise.Roles[1]);
        var alternate = body.Alternate ?? body.Cadence.Kind != CadenceKind.Once;
        if (body.Roles is not { } roles)
            return new AssignedRoles(first, second, alternate);
        foreach (var (index, one) in roles.Index())
        {
            file.RequirePartner(one.PartnerId, $"roles[{index}].partnerId");
            if (!exercise.Roles.Contains(one.Role, StringComparer.Ordinal))
                throw Refused.Invalid($"roles[{index}].role", "Name one of the exercise's roles.", "unknown-role");
        }

        if (roles[0].PartnerId == roles[1].PartnerId)
            throw Refused.Invalid("roles[1].partnerId", "Give both partners a role.");
        if (string.Equals(roles[0].Role, roles[1].Role, StringComparison.Ordinal))
            throw Refused.Invalid("roles[1].role", "Give each partner another role.", "same-role");
        var isFirstA = roles[0].PartnerId == file.PartnerAId;
        return new AssignedRoles(roles[isFirstA ? 0 : 1].Role, roles[isFirstA ? 1 : 0].Role, alternate);
    }
}
