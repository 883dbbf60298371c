using CounselDesk.Application.Common;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CounselDesk.Api.Http;

/// <summary>
/// Turns away whoever lacks the role before the body is read, so that nobody explores what they may not use. The
/// pipeline asks the same rule again, for callers that are not HTTP.
/// </summary>
public sealed class RoleFilter(RequestScope scope, IAuditTrail audit, TimeProvider clock) : IAsyncAuthorizationFilter
{
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        if (context.ActionDescriptor.EndpointMetadata.OfType<SendsAttribute>().FirstOrDefault() is not { } sends)
            return;
        var rule = RequestRule.Of(sends.Request);
        try
        {
            rule.RequireRole(scope.Caller);
        }
        catch (Refused refusal) when (scope.Caller.IsSignedIn)
        {
            await audit.Record(AuditEntry.Of(scope, rule, AuditOutcome.Refused, refusal.Code, clock.GetUtcNow()), CancellationToken.None);
            throw;
        }
    }
}
