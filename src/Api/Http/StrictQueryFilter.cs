using System.Collections.Concurrent;
using CounselDesk.Application.Common;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CounselDesk.Api.Http;

/// <summary>Refuses query parameters that the action does not have, or that come twice: a misspelt filter must not show everything.</summary>
public sealed class StrictQueryFilter(IApiDescriptionGroupCollectionProvider descriptions) : IResourceFilter
{
    private readonly ConcurrentDictionary<string, HashSet<string>> _allowed = new(StringComparer.Ordinal);

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var query = context.HttpContext.Request.Query;
        if (query.Count == 0)
            return;
        var allowed = _allowed.GetOrAdd(context.ActionDescriptor.Id, Allowed);
        foreach (var (name, values) in query)
        {
            if (!allowed.Contains(name))
                throw Refused.Invalid(FieldNames.Safe(name), "There is no such parameter here.", "unknown-parameter");
            if (values.Count > 1)
                throw Refused.Invalid(FieldNames.Safe(name), "Give it once.", "repeated-parameter");
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }

    private HashSet<string> Allowed(string actionId) => descriptions.ApiDescriptionGroups.Items
        .SelectMany(group => group.Items)
        .Where(action => string.Equals(action.ActionDescriptor.Id, actionId, StringComparison.Ordinal))
        .SelectMany(action => action.ParameterDescriptions)
        .Where(parameter => parameter.Source == BindingSource.Query)
        .Select(parameter => parameter.Name)
        .ToHashSet(StringComparer.Ordinal);
}
