using System.Globalization;
using CounselDesk.Application.People;
using Microsoft.AspNetCore.Identity;

namespace CounselDesk.Infrastructure.Security;

/// <summary>
/// What Identity needs of a store for hashing and tokens, over the application's accounts. Accounts are added, changed
/// and removed by use cases, not through Identity.
/// </summary>
public sealed class AccountStore(Accounts accounts) : IUserPasswordStore<Account>, IUserSecurityStampStore<Account>
{
    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => throw ByUseCase();

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedEmail);

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => throw ByUseCase();

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw ByUseCase();

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) => throw ByUseCase();

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw ByUseCase();

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        accounts.ByIdAnyPractice(Guid.Parse(userId, CultureInfo.InvariantCulture), cancellationToken);

    // An address may belong to several practices, so a single account by name does not exist.
    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult<Account?>(null);

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public void Dispose()
    {
    }

    private static NotSupportedException ByUseCase() => new("Use cases do this, not Identity.");
}
