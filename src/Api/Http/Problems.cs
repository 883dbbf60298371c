using System.Diagnostics;
using System.Text.RegularExpressions;
using CounselDesk.Application.Common;
using FluentValidation.AspNetCore;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CounselDesk.Api.Http;

/// <summary>The one place where refusals become problem details (RFC 9457), each with a stable <c>code</c>.</summary>
public sealed partial class Problems(ILogger<Problems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case Refused refusal:
                if (refusal.Kind == RefusalKind.Unavailable)
                {
                    LogTrouble(log, refusal.Code, refusal.Cause, httpContext.GetEndpoint()?.DisplayName);
                    httpContext.Response.Headers.RetryAfter = "1";
                }

                await Write(httpContext, Of(refusal));
                return true;
            case IfMatchMissing:
                await Write(httpContext, Of(StatusCodes.Status428PreconditionRequired, "if-match-missing", "Send If-Match with the ETag of what you read, or * for any version."));
                return true;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                await Write(httpContext, Of(StatusCodes.Status413PayloadTooLarge, "body-too-large", $"A body holds at most {Domain.Limits.BodyBytes} bytes."));
                return true;
            case BadHttpRequestException bad:
                await Write(httpContext, Of(bad.StatusCode, "malformed-request", "The request is not well-formed HTTP."));
                return true;
            case OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested:
                httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;
            default:
                // Type and place only: a driver's message can quote values.
                LogFault(log, exception.GetType().Name, httpContext.GetEndpoint()?.DisplayName, exception.StackTrace);
                await Write(httpContext, Of(StatusCodes.Status500InternalServerError, "server-fault", "Something went wrong here. Nothing was changed. The traceId finds it in the log."));
                return true;
        }
    }

    /// <summary>For answers that no action made: no such route, no such method, too many requests.</summary>
    public static Task WriteBare(HttpContext http) => Write(http, http.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => Of(401, "not-signed-in", "Sign in first."),
        StatusCodes.Status404NotFound => Of(404, "not-found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => Of(405, "method-not-allowed", "This address does not take that method; see Allow."),
        StatusCodes.Status415UnsupportedMediaType => Of(415, "unsupported-media-type", "Send the content type that the API document gives: application/json, application/merge-patch+json for PATCH, multipart/form-data for a file."),
        StatusCodes.Status429TooManyRequests => Of(429, "too-many-requests", "Too many attempts: wait for as many seconds as Retry-After says."),
        var status => Of(status, "refused", "The request was refused."),
    });

    /// <summary>For input that could not be bound: unreadable JSON, a parameter of the wrong form.</summary>
    public static IActionResult OfModelState(ActionContext context)
    {
        if (context.ModelState.Values.SelectMany(entry => entry.Errors).Any(error => error.Exception is BadHttpRequestException))
            throw context.ModelState.Values.SelectMany(entry => entry.Errors).First(error => error.Exception is BadHttpRequestException).Exception!;
        var state = new ModelStateDictionary();
        var code = "invalid-input";
        foreach (var (key, entry) in context.ModelState)
        {
            foreach (var error in entry.Errors)
            {
                var (field, rule, found) = Fault(key, error.ErrorMessage);
                state.TryAddModelError(field, rule);
                code = found;
            }
        }

        var problem = Of(StatusCodes.Status400BadRequest, code, "The request cannot be read as this operation's input.", state);
        problem.Extensions["traceId"] = TraceId(context.HttpContext);
        return new ObjectResult(problem) { StatusCode = 400, ContentTypes = { "application/problem+json" } };
    }

    public static async Task Write(HttpContext http, ProblemDetails problem)
    {
        problem.Extensions["traceId"] = TraceId(http);
        http.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        await http.Response.WriteAsJsonAsync(problem, problem.GetType(), options: null, contentType: "application/problem+json", CancellationToken.None);
    }

    private static ProblemDetails Of(Refused refusal)
    {
        var status = refusal.Kind switch
        {
            RefusalKind.Invalid => StatusCodes.Status400BadRequest,
            RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
            RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Conflict => StatusCodes.Status409Conflict,
            RefusalKind.Stale => StatusCodes.Status412PreconditionFailed,
            RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            RefusalKind.OtherKind => StatusCodes.Status415UnsupportedMediaType,
            RefusalKind.Rule => StatusCodes.Status422UnprocessableEntity,
            RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => throw new UnreachableException(),
        };
        ModelStateDictionary? state = null;
        if (refusal.Faults is { } faults)
        {
            foreach (var fault in faults.Errors)
                fault.PropertyName = FieldOf(fault.PropertyName);
            faults.AddToModelState(state = new ModelStateDictionary(), prefix: null);
        }

        var problem = Of(status, refusal.Code, refusal.Message, state);
        if (refusal.ConflictsWith is { } other)
            problem.Extensions["conflictsWith"] = other;
        if (refusal.Clashes is { } clashes)
            problem.Extensions["clashes"] = clashes;
        return problem;
    }

    private static ProblemDetails Of(int status, string code, string detail, ModelStateDictionary? state = null)
    {
        var problem = state is null ? new ProblemDetails() : new ValidationProblemDetails(state);
        problem.Type = $"urn:counseldesk:problem:{code}";
        problem.Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
        problem.Status = status;
        problem.Detail = detail;
        problem.Extensions["code"] = code;
        return problem;
    }

    private static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    // Commands hold their body in a property of that name; clients know nothing of it.
    private static string FieldOf(string path) =>
        path.StartsWith("body.", StringComparison.Ordinal) ? path["body.".Length..] : path.Length == 0 ? "body" : path;

    private static (string Field, string Rule, string Code) Fault(string key, string message)
    {
        var within = message.LastIndexOf(OptionalJson.Within, StringComparison.Ordinal);
        var inside = within < 0 ? "" : message[(within + OptionalJson.Within.Length)..].TrimStart('$');
        var field = (key + inside).TrimStart('$').TrimStart('.');
        field = field.Length == 0 ? "body" : FieldNames.Safe(field);
        if (Unmapped().Match(message) is { Success: true } unmapped)
        {
            var name = FieldNames.Safe(unmapped.Groups["name"].Value);
            return (field is "body" || field.EndsWith(name, StringComparison.Ordinal) ? (field is "body" ? name : field) : $"{field}.{name}", "There is no such property here.", "unknown-property");
        }

        if (Missing().Match(message) is { Success: true } missing)
            return (field is "body" ? FieldNames.Safe(missing.Groups["name"].Value) : $"{field}.{FieldNames.Safe(missing.Groups["name"].Value)}", "Required.", "missing-property");
        if (message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase))
            return (field, "Give it once.", "repeated-property");
        if (message.Contains("must be between", StringComparison.Ordinal))
            return (field, message, "invalid-input");
        if (message.Contains("body is required", StringComparison.Ordinal))
            return ("body", "A JSON body is required.", "missing-body");
        return (field, "Not of the form that this takes; see the API document.", field is "body" ? "malformed-json" : "invalid-input");
    }

    [GeneratedRegex("property '(?<name>[^']*)' could not be mapped", RegexOptions.None, 1000)]
    private static partial Regex Unmapped();

    [GeneratedRegex("missing required properties including: '(?<name>[^']*)'", RegexOptions.None, 1000)]
    private static partial Regex Missing();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Code} ({Cause}) in {Endpoint}")]
    private static partial void LogTrouble(ILogger log, string code, string? cause, string? endpoint);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Fault} in {Endpoint}\n{Stack}")]
    private static partial void LogFault(ILogger log, string fault, string? endpoint, string? stack);
}
