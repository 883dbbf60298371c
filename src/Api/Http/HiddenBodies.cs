namespace CounselDesk.Api.Http;

/// <summary>
/// At its finest level the framework logs the arguments of each action, which are whole bodies: notes, answers, passwords. No setting
/// shall bring that about, whatever category or provider it names.
/// </summary>
internal static class HiddenBodies
{
    private const string Category = "Microsoft.AspNetCore.Mvc.Infrastructure.ControllerActionInvoker";

    // Of rules for one category the last one counts, but one that names a provider goes before those that name none. What this leaves
    // out else, that an action began and how long it took, is in the lines of the request itself.
    public static void Hide(LoggerFilterOptions options)
    {
        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList())
            options.Rules.Add(new LoggerFilterRule(provider, Category, LogLevel.Warning, filter: null));
    }
}
