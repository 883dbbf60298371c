using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Net.Http.Headers;
using CounselDesk.Application.Common;

namespace CounselDesk.Api.Http;

/// <summary>The <c>If-Match</c> header: the version that the sender last saw, or any for <c>*</c>.</summary>
/// <remarks>Our entity tags start with the version, so that it can be read back; see <see cref="AnswerFilter"/>.</remarks>
[ModelBinder(typeof(IfMatchBinder))]
public readonly record struct IfMatch(int? Version);

/// <summary>428: the request needs If-Match.</summary>
public sealed class IfMatchMissing : Exception;

public sealed class IfMatchBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var header = bindingContext.HttpContext.Request.Headers.IfMatch;
        if (header.Count == 0)
            throw new IfMatchMissing();
        bindingContext.Result = ModelBindingResult.Success(Parse(header.ToString()));
        return Task.CompletedTask;
    }

    private static IfMatch Parse(string header)
    {
        if (!EntityTagHeaderValue.TryParse(header, out var tag))
            throw Refused.Invalid("If-Match", "Give one quoted ETag, or *.", "malformed-if-match");
        if (tag.Equals(EntityTagHeaderValue.Any))
            return new IfMatch(null);
        // A weak tag never matches here (RFC 9110, 13.1.1), nor does one that we did not make.
        var text = tag.Tag.ToString().Trim('"').Split('-')[0];
        return !tag.IsWeak && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new IfMatch(version)
            : throw Refused.Stale();
    }
}
