using System.Reflection;
using CounselDesk.Api.Http;
using CounselDesk.Application.Common;
using CounselDesk.Architecture.Tests.Common;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc.Routing;

namespace CounselDesk.Architecture.Tests.Requests;

/// <summary>The written exceptions for requests, each with its reason.</summary>
internal sealed record RequestLists
{
    /// <summary>Requests that need no sign-in.</summary>
    public IReadOnlySet<string> Public { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Requests that leave no audit entry when they succeed.</summary>
    public IReadOnlySet<string> NotAudited { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Requests that name a case or what lies in one, and do not open the case file.</summary>
    public IReadOnlyDictionary<string, string> WithoutCase { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Commands with a body that nothing needs to be checked of.</summary>
    public IReadOnlyDictionary<string, string> WithoutValidator { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Requests that no action sends.</summary>
    public IReadOnlyDictionary<string, string> WithoutAction { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Every request says who may send it and what it is about, and is handled, checked and sent exactly once.</summary>
internal sealed class RequestGate(IReadOnlyCollection<Type> types, IReadOnlyCollection<MethodInfo> actions, RequestLists lists)
{
    public const string Form = "form";
    public const string Access = "access";
    public const string PublicListed = "public-list";
    public const string NotAuditedListed = "not-audited-list";
    public const string Case = "case";
    public const string Handler = "one-handler";
    public const string Validator = "validator";
    public const string Sent = "one-action";
    public const string Version = "if-match";
    public const string Verb = "verb";

    private static readonly HashSet<string> CaseIds = new(["CoupleId", "SessionId", "SeriesId", "NoteId", "AssignmentId", "AlertId"], StringComparer.Ordinal);

    public IReadOnlyList<Fault> Check()
    {
        var requests = types.Where(type => type is { IsInterface: false, IsAbstract: false } && typeof(IBaseRequest).IsAssignableFrom(type)).ToList();
        var needed = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. requests.SelectMany(request => Check(request, needed)),
            .. actions.SelectMany(Check),
            .. Faults.Stale("the request lists", lists.Public.Concat(lists.NotAudited).Concat(lists.WithoutCase.Keys).Concat(lists.WithoutValidator.Keys).Concat(lists.WithoutAction.Keys), needed),
        ];
    }

    private IEnumerable<Fault> Check(Type request, HashSet<string> needed)
    {
        var name = request.Name;
        var isCommand = Implements(request, typeof(ICommand<>));
        var isQuery = Implements(request, typeof(IQuery<>));
        if (!request.IsSealed || request.GetMethod("<Clone>$") is null)
            yield return new Fault(Form, name, "Make it a sealed record.");
        if (isCommand == isQuery)
            yield return new Fault(Form, name, "Implement ICommand<TResult> or IQuery<TResult>: the pipeline opens a transaction for commands only.");
        else if (!name.EndsWith(isCommand ? "Command" : "Query", StringComparison.Ordinal))
            yield return new Fault(Form, name, $"Is a {(isCommand ? "command" : "query")}: end its name so.");

        var isPublic = request.GetCustomAttribute<PublicAttribute>() is not null;
        if (isPublic == (request.GetCustomAttribute<AccessAttribute>() is not null))
            yield return new Fault(Access, name, "Say who may send it: exactly one of [Access(Roles.…)] and [Public(\"why\")].");
        if (isPublic)
            needed.Add(name);
        if (isPublic && !lists.Public.Contains(name))
            yield return new Fault(PublicListed, name, "Needs no sign-in, and is not on RequestTests' list of those: add it there if that is meant.");
        if (request.GetCustomAttribute<NotAuditedAttribute>() is not null)
        {
            needed.Add(name);
            if (!lists.NotAudited.Contains(name))
                yield return new Fault(NotAuditedListed, name, "Leaves no audit entry, and is not on RequestTests' list of those: add it there if it shows no case data.");
        }

        if (!typeof(ICaseRequest).IsAssignableFrom(request) && request.GetProperties().FirstOrDefault(property => CaseIds.Contains(property.Name)) is { } about)
        {
            if (lists.WithoutCase.ContainsKey(name))
                needed.Add(name);
            else
                yield return new Fault(Case, name, $"Has {about.Name}, but the pipeline does not open the case file: implement ICaseRequest, or list it in RequestTests with a reason.");
        }

        var handlers = types.Count(type => type is { IsInterface: false, IsAbstract: false } && type.GetInterfaces().Any(port =>
            port.IsGenericType && port.GetGenericTypeDefinition() == typeof(IRequestHandler<,>) && port.GenericTypeArguments[0] == request));
        if (handlers != 1)
            yield return new Fault(Handler, name, $"Has {handlers} handlers: write exactly one.");

        if (isCommand && request.GetProperty("Body") is not null && !types.Any(type => !type.IsAbstract && typeof(IValidator<>).MakeGenericType(request).IsAssignableFrom(type)))
        {
            if (lists.WithoutValidator.ContainsKey(name))
                needed.Add(name);
            else
                yield return new Fault(Validator, name, $"Has a body that no validator checks: write {name.Replace("Command", "Validator", StringComparison.Ordinal)}, or list it in RequestTests with a reason.");
        }

        var senders = actions.Count(action => action.GetCustomAttribute<SendsAttribute>()?.Request == request);
        if (senders == 0 && lists.WithoutAction.ContainsKey(name))
            needed.Add(name);
        else if (senders != 1)
            yield return new Fault(Sent, name, $"Is sent by {senders} actions: let exactly one carry [Sends<{name}>], or list it in RequestTests with a reason.");
    }

    private static IEnumerable<Fault> Check(MethodInfo action)
    {
        if (action.GetCustomAttribute<SendsAttribute>()?.Request is not { } request)
            yield break;
        var where = $"{action.DeclaringType!.Name}.{action.Name}";
        var takesVersion = action.GetParameters().Any(parameter => parameter.ParameterType == typeof(IfMatch));
        if (takesVersion != typeof(IVersionedCommand).IsAssignableFrom(request))
            yield return new Fault(Version, where, takesVersion
                ? $"Takes If-Match, but {request.Name} is no IVersionedCommand."
                : $"Sends {request.Name}, an IVersionedCommand: take IfMatch ifMatch, and hand on ifMatch.Version.");

        var verb = action.GetCustomAttributes<HttpMethodAttribute>().SelectMany(attribute => attribute.HttpMethods).FirstOrDefault();
        var isGet = verb is "GET" or "HEAD";
        if (isGet && Implements(request, typeof(ICommand<>)))
            yield return new Fault(Verb, where, $"Is a {verb} and sends {request.Name}: a GET changes nothing, let it send a query.");
        // A search is sent as a body, because names and numbers do not belong into addresses, which get logged.
        var isSearch = verb is "POST" && action.GetCustomAttributes<HttpMethodAttribute>().All(attribute => attribute.Template?.EndsWith("/search", StringComparison.Ordinal) == true);
        if (!isGet && !isSearch && Implements(request, typeof(IQuery<>)))
            yield return new Fault(Verb, where, $"Is a {verb} and sends {request.Name}: only GET (or POST …/search) reads, let it send a command.");
    }

    private static bool Implements(Type type, Type open) =>
        type.GetInterfaces().Any(port => port.IsGenericType && port.GetGenericTypeDefinition() == open);
}

/// <summary>Names that say nothing of what a thing is.</summary>
internal static class NameGate
{
    public const string Rule = "name";

    private static readonly string[] Endings = ["Helper", "Helpers", "Manager", "Util", "Utils", "Utilities", "Dto", "Vm", "ViewModel", "Response", "Base"];

    public static IEnumerable<Fault> Check(IEnumerable<Type> types, IReadOnlyDictionary<string, string>? allowed = null) =>
        from type in types
        where !type.Name.Contains('<', StringComparison.Ordinal) && allowed?.ContainsKey(type.Name) != true
        let name = type.Name.Split('`')[0]
        from ending in Endings
        where name.EndsWith(ending, StringComparison.Ordinal)
        select new Fault(Rule, type.FullName!, $"Ends in {ending}: call it what it is or does.");
}
