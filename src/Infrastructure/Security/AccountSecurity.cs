using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using Microsoft.AspNetCore.Identity;

namespace CounselDesk.Infrastructure.Security;

/// <summary>The application's wishes, fulfilled by Identity's own classes.</summary>
public sealed class AccountSecurity(UserManager<Account> users) : IAccountSecurity
{
    private const string InvitationPurpose = "invitation";

    // What an unknown address is checked against, so that it takes as long as a known one.
    private static readonly Account Nobody = new();
    private static string? _nobodysHash;

    public string HashPassword(Account account, string password) => users.PasswordHasher.HashPassword(account, password);

    public bool IsPassword(Account? account, string password)
    {
        _nobodysHash ??= users.PasswordHasher.HashPassword(Nobody, Guid.Empty.ToString());
        var result = users.PasswordHasher.VerifyHashedPassword(account ?? Nobody, account?.PasswordHash ?? _nobodysHash, password);
        return account?.PasswordHash is not null && result != PasswordVerificationResult.Failed;
    }

    public async Task<IReadOnlyList<string>> PasswordFaults(Account account, string password)
    {
        var faults = new List<string>();
        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, account, password);
            faults.AddRange(result.Errors.Select(error => error.Description));
        }

        return faults;
    }

    public bool IsLockedOut(Account account) => users.IsLockedOutAsync(account).GetAwaiter().GetResult();

    public async Task CountFailure(Account account) => Require(await users.AccessFailedAsync(account));

    public async Task ForgetFailures(Account account) => Require(await users.ResetAccessFailedCountAsync(account));

    public Task<string> InvitationToken(Account account) =>
        users.GenerateUserTokenAsync(account, TokenOptions.DefaultProvider, InvitationPurpose);

    public Task<bool> IsInvitationToken(Account account, string token) =>
        users.VerifyUserTokenAsync(account, TokenOptions.DefaultProvider, InvitationPurpose, token);

    private static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
            throw Refused.Stale();
    }
}
