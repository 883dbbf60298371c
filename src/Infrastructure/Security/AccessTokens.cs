using System.Globalization;
using System.Security.Claims;
using CounselDesk.Application.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace CounselDesk.Infrastructure.Security;

/// <summary>
/// Tickets of the framework's bearer-token scheme that name a sign-in and nothing else: who that is and what they may do
/// is looked up, so that it can be taken away at once.
/// </summary>
public sealed class AccessTokens(IOptionsMonitor<BearerTokenOptions> options, TimeProvider clock) : IAccessTokens
{
    public const string SignInClaim = "sid";

    private BearerTokenOptions Options => options.Get(BearerTokenDefaults.AuthenticationScheme);

    public TimeSpan Lifetime => Options.BearerTokenExpiration;

    public string Issue(Guid signInId)
    {
        var identity = new ClaimsIdentity([new Claim(SignInClaim, signInId.ToString())], BearerTokenDefaults.AuthenticationScheme);
        var properties = new AuthenticationProperties { ExpiresUtc = clock.GetUtcNow() + Lifetime };
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), properties, $"{BearerTokenDefaults.AuthenticationScheme}:AccessToken");
        return Options.BearerTokenProtector.Protect(ticket);
    }

    public static Guid? SignInOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(SignInClaim), CultureInfo.InvariantCulture, out var id) ? id : null;
}
