using System.Globalization;
using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using Microsoft.AspNetCore.Identity;

namespace CounselDesk.Infrastructure.Security;

/// <summary>
/// The application's wishes, fulfilled by Identity's own classes and options. Lock-out and expiry are reckoned here by
/// <see cref="TimeProvider"/>, because Identity reads the machine's clock for them and so could not be tested.
/// </summary>
public sealed class AccountSecurity(UserManager<Account> users, Accounts accounts, TimeProvider clock, AccountSecurity.Nobody nobody) : IAccountSecurity
{
    private const string InvitationPurpose = "invitation";

    public string HashPassword(Account account, string password) => users.PasswordHasher.HashPassword(account, password);

    public bool IsPassword(Account? account, string password)
    {
        nobody.Hash ??= users.PasswordHasher.HashPassword(nobody.Account, Guid.Empty.ToString());
        var result = users.PasswordHasher.VerifyHashedPassword(account ?? nobody.Account, account?.PasswordHash ?? nobody.Hash, password);
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

    public bool IsLockedOut(Account account) => account.LockoutEnd > clock.GetUtcNow();

    public Task CountFailure(Account account)
    {
        if (++account.AccessFailedCount >= users.Options.Lockout.MaxFailedAccessAttempts)
        {
            account.LockoutEnd = clock.GetUtcNow() + users.Options.Lockout.DefaultLockoutTimeSpan;
            account.AccessFailedCount = 0;
        }

        return accounts.SaveFailures(account, CancellationToken.None);
    }

    public Task ForgetFailures(Account account)
    {
        account.AccessFailedCount = 0;
        account.LockoutEnd = null;
        return accounts.SaveFailures(account, CancellationToken.None);
    }

    public async Task<string> InvitationToken(Account account)
    {
        var expiry = (clock.GetUtcNow() + Invitation.Lifetime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return $"{expiry}.{await users.GenerateUserTokenAsync(account, TokenOptions.DefaultProvider, Purpose(expiry))}";
    }

    public async Task<bool> IsInvitationToken(Account account, string token) =>
        token.Split('.', 2) is [var expiry, var rest]
        && long.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && clock.GetUtcNow().ToUnixTimeMilliseconds() < milliseconds
        && await users.VerifyUserTokenAsync(account, TokenOptions.DefaultProvider, Purpose(expiry), rest);

    // The expiry is part of the purpose, so that a token with another one written before it does not verify.
    private static string Purpose(string expiry) => $"{InvitationPurpose}:{expiry}";

    /// <summary>
    /// What an unknown address is checked against, so that it takes as long as a known one. Kept by the program, not by
    /// the process: its hash costs what this program's hashes are set to cost.
    /// </summary>
    public sealed class Nobody
    {
        public Account Account { get; } = new();

        public string? Hash { get; set; }
    }
}
