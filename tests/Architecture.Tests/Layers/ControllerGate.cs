using System.Reflection;
using System.Text.RegularExpressions;
using CounselDesk.Api.Http;
using CounselDesk.Architecture.Tests.Common;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;

namespace CounselDesk.Architecture.Tests.Layers;

/// <summary>An action builds one request, sends it and returns.</summary>
internal static partial class ControllerGate
{
    public const string NoLogic = "no-logic";
    public const string Action = "action";

    public static IEnumerable<MethodInfo> Actions(IEnumerable<Type> types) =>
        types.Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(ApiController)))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));

    public static IEnumerable<Fault> Check(IEnumerable<MethodInfo> actions)
    {
        foreach (var action in actions)
        {
            var where = $"{action.DeclaringType!.Name}.{action.Name}";
            if (action.GetCustomAttributes<SendsAttribute>().Count() != 1)
                yield return new Fault(Action, where, "Carries not exactly one [Sends<TRequest>]: roles, answers and the document follow from it.");
            var verbs = action.GetCustomAttributes<HttpMethodAttribute>().SelectMany(verb => verb.HttpMethods).ToList();
            if (verbs.Count != 1)
                yield return new Fault(Action, where, $"Has {verbs.Count} HTTP verbs: give it exactly one.");
            if (action.ReturnType != typeof(Task<IActionResult>))
                yield return new Fault(Action, where, "Returns something other than Task<IActionResult>: use Answer, Created, Done or Text.");
        }
    }

    public static IEnumerable<Fault> Check(IEnumerable<SourceFile> controllers) =>
        from file in controllers
        from word in Logic().Matches(file.Code)
        select new Fault(NoLogic, file.Path, $"Has '{word.Value}' in a controller: what decides belongs to the handler, the validator or a filter.");

    [GeneratedRegex(@"\b(?:if|else|try|catch|switch|for|foreach|while|throw)\b", RegexOptions.None, 1000)]
    private static partial Regex Logic();
}
