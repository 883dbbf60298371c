using System.Diagnostics;
using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Infrastructure.Security;

namespace CounselDesk.Api.Http;

/// <summary>Fills the request's scope: who sends it, from where, and under which idempotency key.</summary>
public sealed class CallerMiddleware(RequestDelegate next, LiveSignIns signIns)
{
    public async Task InvokeAsync(HttpContext http, RequestScope scope)
    {
        scope.Address = http.Connection.RemoteIpAddress?.ToString();
        scope.TraceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        if (AccessTokens.SignInOf(http.User) is { } signIn && await signIns.Find(signIn, http.RequestAborted) is { } caller)
            scope.Caller = caller;
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.Headers.TryGetValue("Idempotency-Key", out var key))
            scope.IdempotencyKey = Key(key.ToString());
        await next(http);
    }

    private static string Key(string key) =>
        key.Length is > 0 and <= Limits.IdempotencyKey && key.All(c => c is > ' ' and <= '~')
            ? key
            : throw Refused.Invalid("Idempotency-Key", $"Give 1 to {Limits.IdempotencyKey} visible ASCII characters.", "malformed-idempotency-key");
}
