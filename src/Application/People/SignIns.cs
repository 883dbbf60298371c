using System.Security.Cryptography;
using System.Text;
using CounselDesk.Application.Common;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.People;

/// <summary>What signing in or refreshing gives.</summary>
/// <param name="AccessToken">Send it as <c>Authorization: Bearer …</c>.</param>
/// <param name="ExpiresIn">Seconds until the access token ends.</param>
/// <param name="RefreshToken">Good for one refresh; each refresh gives another.</param>
public sealed record SignInTokens(string AccessToken, int ExpiresIn, string RefreshToken);

public enum SignInEnd
{
    SignedOut,
    TokenReused,
    PasswordChanged,
    Deactivated,
}

/// <summary>
/// Sign-ins and their refresh tokens. A refresh token is 256 random bits, kept as its SHA-256 and good for one use; a
/// second use means that somebody copied it, and ends the whole sign-in.
/// </summary>
public sealed class SignIns(IDb db, IUnitOfWork unitOfWork, IIds ids, IAccessTokens accessTokens, ILiveSignIns live, TimeProvider clock)
{
    /// <summary>How long a sign-in can be refreshed without the password.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    private const string CallerAnyPracticeSql = """
        SELECT a.Id AS AccountId, a.PracticeId, a.Roles, a.ClientId, p.TimeZone
        FROM SignIns s
        JOIN Accounts a ON a.Id = s.AccountId AND a.PracticeId = s.PracticeId
        JOIN Practices p ON p.Id = s.PracticeId
        WHERE s.Id = @Id AND s.EndedAt IS NULL AND s.ExpiresAt > @Now AND a.Active = 1
        """;

    private const string StartSql = """
        INSERT INTO SignIns (Id, PracticeId, AccountId, StartedAt, ExpiresAt, EndedAt, EndReason)
        VALUES (@Id, @PracticeId, @AccountId, @StartedAt, @ExpiresAt, NULL, NULL)
        """;

    private const string AddTokenSql = """
        INSERT INTO RefreshTokens (TokenHash, PracticeId, SignInId, IssuedAt, SpentAt)
        VALUES (@TokenHash, @PracticeId, @SignInId, @IssuedAt, NULL)
        """;

    // A refresh token is presented before a practice is known; its hash finds one row or none.
    private const string FindTokenAnyPracticeSql = """
        SELECT r.SignInId, r.PracticeId, r.SpentAt, s.AccountId
        FROM RefreshTokens r
        JOIN SignIns s ON s.Id = r.SignInId AND s.PracticeId = r.PracticeId
        WHERE r.TokenHash = @TokenHash
        """;

    private const string SpendTokenSql = """
        UPDATE RefreshTokens SET SpentAt = @Now WHERE TokenHash = @TokenHash AND PracticeId = @PracticeId AND SpentAt IS NULL
        """;

    private const string EndSql = """
        UPDATE SignIns SET EndedAt = @Now, EndReason = @Reason WHERE Id = @Id AND PracticeId = @PracticeId AND EndedAt IS NULL
        """;

    private const string EndAllSql = """
        UPDATE SignIns SET EndedAt = @Now, EndReason = @Reason WHERE AccountId = @AccountId AND PracticeId = @PracticeId AND EndedAt IS NULL
        """;

    public async Task<Caller?> Caller(Guid signInId, CancellationToken cancellationToken)
    {
        var row = await db.Find<CallerRow>(CallerAnyPracticeSql, new { Id = signInId, Now = clock.GetUtcNow() }, cancellationToken);
        return row is null ? null : new Caller
        {
            AccountId = row.AccountId,
            PracticeId = row.PracticeId,
            SignInId = signInId,
            Roles = RoleSets.Parse(row.Roles),
            ClientId = row.ClientId,
            TimeZone = row.TimeZone,
        };
    }

    public async Task<SignInTokens> Start(Account account, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = ids.New();
        await db.Execute(StartSql, new { Id = id, account.PracticeId, AccountId = account.Id, StartedAt = now, ExpiresAt = now + Lifetime }, cancellationToken);
        return await Tokens(id, account.PracticeId, cancellationToken);
    }

    /// <summary>The next tokens for a refresh token; its second use ends the sign-in and is refused.</summary>
    public async Task<(SignInTokens Tokens, Caller Caller)> Refresh(string refreshToken, CancellationToken cancellationToken)
    {
        var hash = Hash(refreshToken);
        var token = await db.Find<TokenRow>(FindTokenAnyPracticeSql, new { TokenHash = hash }, cancellationToken) ?? throw Ended();
        if (await Caller(token.SignInId, cancellationToken) is not { } caller)
            throw Ended();
        if (await db.Execute(SpendTokenSql, new { Now = clock.GetUtcNow(), TokenHash = hash, token.PracticeId }, cancellationToken) == 0)
        {
            await End(token.SignInId, token.PracticeId, SignInEnd.TokenReused, cancellationToken);
            throw Refused.Unauthenticated("refresh-token-reused", "This refresh token was used before, so its sign-in has been ended. Sign in again.", keepsWork: true);
        }

        return (await Tokens(token.SignInId, token.PracticeId, cancellationToken), caller);
    }

    public async Task End(Guid signInId, Guid practiceId, SignInEnd reason, CancellationToken cancellationToken)
    {
        await db.Execute(EndSql, new { Now = clock.GetUtcNow(), Reason = reason, Id = signInId, PracticeId = practiceId }, cancellationToken);
        unitOfWork.AfterCommit(live.Forget);
    }

    public async Task EndAll(Guid accountId, SignInEnd reason, CancellationToken cancellationToken)
    {
        await db.Execute(EndAllSql, new { Now = clock.GetUtcNow(), Reason = reason, AccountId = accountId }, cancellationToken);
        unitOfWork.AfterCommit(live.Forget);
    }

    private async Task<SignInTokens> Tokens(Guid signInId, Guid practiceId, CancellationToken cancellationToken)
    {
        var refreshToken = System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await db.Execute(
            AddTokenSql,
            new { TokenHash = Hash(refreshToken), PracticeId = practiceId, SignInId = signInId, IssuedAt = clock.GetUtcNow() },
            cancellationToken);
        return new SignInTokens(accessTokens.Issue(signInId), (int)accessTokens.Lifetime.TotalSeconds, refreshToken);
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static Refused Ended() => Refused.Unauthenticated("refresh-token-invalid", "This refresh token is not valid, or its sign-in has ended. Sign in again.");

    private sealed record CallerRow
    {
        public Guid AccountId { get; init; }

        public Guid PracticeId { get; init; }

        public string Roles { get; init; } = "";

        public Guid? ClientId { get; init; }

        public string TimeZone { get; init; } = "";
    }

    private sealed record TokenRow
    {
        public Guid SignInId { get; init; }

        public Guid PracticeId { get; init; }

        public Guid AccountId { get; init; }

        public DateTimeOffset? SpentAt { get; init; }
    }
}
