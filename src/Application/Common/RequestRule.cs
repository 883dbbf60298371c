using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Common;

/// <summary>What a request type says of itself, read once per type.</summary>
public sealed partial record RequestRule(string Action, AccessAttribute? Access, bool IsPublic, bool IsAudited)
{
    private static readonly ConcurrentDictionary<Type, RequestRule> Known = new();

    public static RequestRule Of(Type request) => Known.GetOrAdd(request, static type => new RequestRule(
        ActionName(type),
        type.GetCustomAttribute<AccessAttribute>(),
        type.GetCustomAttribute<PublicAttribute>() is not null,
        type.GetCustomAttribute<NotAuditedAttribute>() is null));

    /// <summary>Refuses whoever lacks every role that the request admits.</summary>
    public void RequireRole(Caller caller)
    {
        if (IsPublic)
            return;
        if (!caller.IsSignedIn)
            throw Refused.Unauthenticated("not-signed-in", "Sign in first.");
        if (!caller.Has(Access?.Everyone ?? Roles.None))
            throw Refused.Forbidden("role-may-not", "Your roles do not allow this.");
    }

    private static string ActionName(Type type) =>
        WordStart().Replace(Suffix().Replace(type.Name, ""), "-$0").TrimStart('-').ToLowerInvariant();

    [GeneratedRegex("(?:Command|Query)$", RegexOptions.None, 1000)]
    private static partial Regex Suffix();

    [GeneratedRegex("[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex WordStart();
}
