using System.Buffers;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Homework;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CounselDesk.Api.Http;

/// <summary>
/// The one file of a <c>multipart/form-data</c> body. The framework's own reader of forms would put it, in the clear, into a
/// temporary file; this one keeps it in memory, and reads no further than the limit.
/// </summary>
public sealed class UploadBinder : IModelBinder
{
    /// <summary>The name of the only part.</summary>
    public const string Part = "file";

    // For the lines around the part, and for its name.
    private const int Around = 128 * 1024;
    private const int HeaderBytes = 64 * 1024;
    private const int ReadBytes = 64 * 1024;

    public async Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var http = bindingContext.HttpContext;
        var file = await Read(http, http.RequestAborted);
        bindingContext.ValidationState.Add(file, new ValidationStateEntry { SuppressValidation = true });
        bindingContext.Result = ModelBindingResult.Success(file);
    }

    private static async Task<AttachedFile> Read(HttpContext http, CancellationToken cancellationToken)
    {
        const long most = AttachmentLimits.Bytes + Around;
        if (http.Request.ContentLength > most)
            throw TooLarge();
        // The server's own limit is meant for JSON.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = most;
        try
        {
            return await Read(new MultipartReader(Boundary(http.Request), http.Request.Body) { HeadersLengthLimit = HeaderBytes }, (int)(http.Request.ContentLength ?? 0), cancellationToken);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge();
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not (BadHttpRequestException or ConnectionResetException))
        {
            throw Refused.Invalid("body", "Not well-formed multipart/form-data.", "malformed-body");
        }
    }

    private static async Task<AttachedFile> Read(MultipartReader reader, int expected, CancellationToken cancellationToken)
    {
        AttachedFile? file = null;
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                throw Refused.Invalid("body", "Not well-formed multipart/form-data.", "malformed-body");
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
            if (!string.Equals(name, Part, StringComparison.Ordinal))
                throw Refused.Invalid(FieldNames.Safe(name), "There is no such part here.", "unknown-property");
            if (file is not null)
                throw Refused.Invalid(Part, "Send one file.", "repeated-property");
            var called = disposition.FileNameStar is { HasValue: true } extended ? extended : HeaderUtilities.RemoveQuotes(disposition.FileName);
            file = new AttachedFile(called.Value, await Content(section.Body, expected, cancellationToken));
        }

        return file ?? throw Refused.Invalid(Part, "Send the file as a part of this name.", "missing-property");
    }

    private static async Task<ReadOnlyMemory<byte>> Content(Stream body, int expected, CancellationToken cancellationToken)
    {
        var content = new ArrayBufferWriter<byte>(Math.Clamp(expected, ReadBytes, AttachmentLimits.Bytes + ReadBytes));
        while (await body.ReadAsync(content.GetMemory(ReadBytes)[..ReadBytes], cancellationToken) is > 0 and var read)
        {
            content.Advance(read);
            if (content.WrittenCount > AttachmentLimits.Bytes)
                throw TooLarge();
        }

        return content.WrittenMemory;
    }

    private static string Boundary(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
            throw Refused.OtherKind("unsupported-media-type", "Send multipart/form-data with a boundary.");
        return boundary.ToString();
    }

    private static Refused TooLarge() => Refused.TooLarge("attachment-too-large", $"A file has at most {AttachmentLimits.Bytes} bytes.");
}
