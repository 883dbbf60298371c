using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Net.Http.Headers;

namespace CounselDesk.Api.Http;

/// <summary>
/// 415 for a content type other than the very one that the action takes. The framework's own check would let
/// <c>application/merge-patch+json</c> pass for <c>application/json</c>, and a patch be taken for a whole.
/// </summary>
public sealed class ContentTypeFilter : IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (context.HttpContext.Request.ContentType is not { } given
            || context.ActionDescriptor.EndpointMetadata.OfType<ConsumesAttribute>().LastOrDefault() is not { } takes)
            return;
        if (!MediaTypeHeaderValue.TryParse(given, out var type) || !takes.ContentTypes.Contains(type.MediaType.Value ?? "", StringComparer.OrdinalIgnoreCase))
            context.Result = new StatusCodeResult(StatusCodes.Status415UnsupportedMediaType);
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
