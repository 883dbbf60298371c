using System.Diagnostics;
using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Toolkit;
using CounselDesk.Infrastructure.Security;
using Microsoft.Net.Http.Headers;

namespace CounselDesk.Api.Http;

/// <summary>Fills the request's scope: who sends it, from where, and under which idempotency key.</summary>
public sealed class CallerMiddleware(RequestDelegate next, LiveSignIns signIns)
{
    private const int MostLanguages = 10;

    public async Task InvokeAsync(HttpContext http, RequestScope scope)
    {
        scope.Address = http.Connection.RemoteIpAddress?.ToString();
        scope.TraceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        scope.AcceptLanguages = Languages(http.Request);
        http.Response.OnStarting(() =>
        {
            if (scope.ContentLanguages.Count > 0)
                http.Response.Headers.ContentLanguage = string.Join(", ", scope.ContentLanguages);
            return Task.CompletedTask;
        });
        if (AccessTokens.SignInOf(http.User) is { } signIn && await signIns.Find(signIn, http.RequestAborted) is { } caller)
            scope.Caller = caller;
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.Headers.TryGetValue("Idempotency-Key", out var key))
            scope.IdempotencyKey = Key(key.ToString());
        await next(http);
    }

    // What cannot be read asks for nothing (RFC 9110, 12.5.4).
    private static IReadOnlyList<string> Languages(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var asked)
            ? [.. asked.Where(one => one.Quality is null or > 0).OrderByDescending(one => one.Quality ?? 1).Take(MostLanguages)
                .Select(one => LanguageTag.Of(one.Value.ToString())).OfType<string>()]
            : [];

    private static string Key(string key) =>
        key.Length is > 0 and <= Limits.IdempotencyKey && key.All(c => c is > ' ' and <= '~')
            ? key
            : throw Refused.Invalid("Idempotency-Key", $"Give 1 to {Limits.IdempotencyKey} visible ASCII characters.", "malformed-idempotency-key");
}
