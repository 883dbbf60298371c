using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CounselDesk.Api.Http;

/// <summary>
/// Refuses what is sent to an action that takes no body: whoever sends a reason or a remark along must not believe that it was kept.
/// An empty object says nothing, and many clients send it.
/// </summary>
public sealed class StrictBodyFilter : IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var takesBody = context.ActionDescriptor.Parameters.Any(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Body || parameter.ParameterType == typeof(AttachedFile));
        if (!takesBody && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            RequireNothing(await Read(http));
        await next();
    }

    private static async Task<ReadOnlyMemory<byte>> Read(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }

    private static void RequireNothing(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return;
        var member = "body";
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                if (json.RootElement.EnumerateObject().Select(property => property.Name).FirstOrDefault() is not { } name)
                    return;
                member = name;
            }
        }
        catch (JsonException)
        {
            // Not even JSON: there is no member to name.
        }

        throw Refused.Invalid(FieldNames.Safe(member), "There is no such property here: this takes no body.", "unknown-property");
    }
}
