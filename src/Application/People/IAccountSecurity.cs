namespace CounselDesk.Application.People;

/// <summary>ASP.NET Core Identity's hashing, lock-out, password rules and one-time tokens.</summary>
public interface IAccountSecurity
{
    /// <summary>Slow by design; never call it inside a transaction.</summary>
    string HashPassword(Account account, string password);

    /// <summary>Slow by design; never call it inside a transaction. A null account costs the same time and fails.</summary>
    bool IsPassword(Account? account, string password);

    /// <summary>The password rules that are broken; empty when it will do.</summary>
    Task<IReadOnlyList<string>> PasswordFaults(Account account, string password);

    bool IsLockedOut(Account account);

    /// <summary>Counts a failure, and locks the account once there are too many.</summary>
    Task CountFailure(Account account);

    Task ForgetFailures(Account account);

    /// <summary>A token that sets the first password once, before it expires.</summary>
    Task<string> InvitationToken(Account account);

    Task<bool> IsInvitationToken(Account account, string token);
}

/// <summary>Access tokens for a sign-in: short-lived and opaque to clients.</summary>
public interface IAccessTokens
{
    TimeSpan Lifetime { get; }

    string Issue(Guid signInId);
}

/// <summary>What this process remembers of live sign-ins, so that a token costs no statement each time.</summary>
public interface ILiveSignIns
{
    /// <summary>To be called after the commit that ended a sign-in or changed what somebody may do.</summary>
    void Forget();
}
