using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CounselDesk.Api.Http;

/// <summary>
/// Writes every good answer: a strong <c>ETag</c> of the very bytes sent, led by the resource's version where it has one;
/// 304 for a matching <c>If-None-Match</c>; and the link to a list's next page. What is too long for memory is written as it is read.
/// </summary>
public sealed partial class AnswerFilter(IOptions<JsonOptions> json, ILogger<AnswerFilter> log) : IAsyncResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        switch (context.Result)
        {
            case ObjectResult { Value: AttachmentFile file }:
                await Write(context.HttpContext, file);
                break;
            case ObjectResult { Value: IStreamed streamed }:
                await Stream(context.HttpContext, streamed);
                break;
            case ObjectResult { Value: { } value, StatusCode: 200 or 201 } result:
                var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json.Value.JsonSerializerOptions);
                await Write(context.HttpContext, result, value, body, "application/json; charset=utf-8");
                break;
            case ContentResult { Content: { } text, ContentType: { } type }:
                await Write(context.HttpContext, null, text, System.Text.Encoding.UTF8.GetBytes(text), type);
                break;
            default:
                await next();
                break;
        }
    }

    /// <summary>Once some of it is on its way no problem can be told any more: breaking off is what says that it is not whole.</summary>
    private async Task Stream(HttpContext http, IStreamed value)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = "application/json; charset=utf-8";
        try
        {
            await JsonSerializer.SerializeAsync(http.Response.Body, value, value.GetType(), json.Value.JsonSerializerOptions, http.RequestAborted);
        }
        catch (Exception fault) when (http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            // Type and place only: a driver's message can quote values.
            LogBroken(log, fault.GetType().Name, http.GetEndpoint()?.DisplayName, fault.StackTrace);
            http.Abort();
        }
    }

    private static async Task Write(HttpContext http, ObjectResult? result, object value, byte[] body, string contentType)
    {
        var response = http.Response;
        var tag = Tag(value, body);
        response.Headers.ETag = tag;
        if (value is IPage { NextCursor: { } cursor })
            response.Headers.Link = $"<{Next(http.Request, cursor)}>; rel=\"next\"";
        if (result is CreatedResult { Location: { } location })
            response.Headers.Location = location;

        if ((HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) && Matches(http.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.StatusCode = result?.StatusCode ?? StatusCodes.Status200OK;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static async Task Write(HttpContext http, AttachmentFile file)
    {
        var response = http.Response;
        response.Headers.ETag = $"\"{file.Id:N}\"";
        if (Matches(http.Request, response.Headers.ETag.ToString()))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/octet-stream";
        response.ContentLength = file.Bytes;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.FileName);
        response.Headers.ContentDisposition = disposition.ToString();
        await foreach (var part in file.Content.WithCancellation(http.RequestAborted))
            await response.Body.WriteAsync(part, http.RequestAborted);
    }

    private static string Tag(object value, byte[] body)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8));
        return value is IVersioned versioned
            ? string.Create(CultureInfo.InvariantCulture, $"\"{versioned.Version}-{digest}\"")
            : $"\"{digest}\"";
    }

    // If-None-Match compares weakly (RFC 9110, 13.1.2).
    private static bool Matches(HttpRequest request, string tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var asked)
        && asked.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false));

    private static string Next(HttpRequest request, string cursor)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString.Value)
            .Where(pair => !string.Equals(pair.Key, "cursor", StringComparison.Ordinal))
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value ?? ""))
            .Append(KeyValuePair.Create("cursor", cursor));
        return request.PathBase + request.Path + new QueryBuilder(query);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Fault} broke {Endpoint} off\n{Stack}")]
    private static partial void LogBroken(ILogger log, string fault, string? endpoint, string? stack);
}
