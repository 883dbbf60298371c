using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CounselDesk.Application.Common;

/// <summary>
/// Answers a repeated POST with its first answer. The record lies in the transaction of what it protects: both are
/// there, or neither. The answer is kept encrypted, since it may hold clinical text.
/// </summary>
public sealed class Idempotency(IDb db, RequestScope scope, ITextProtector protector, TimeProvider clock)
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    private const string Purpose = "idempotency";

    private const string FindSql = """
        SELECT k.Answer FROM IdempotencyKeys k
        WHERE k.PracticeId = @PracticeId AND k.AccountId = @AccountId AND k.KeyText = @Key AND k.CreatedAt > @Since
        """;

    private const string ForgetSql = """
        DELETE FROM IdempotencyKeys WHERE PracticeId = @PracticeId AND CreatedAt <= @Since
        """;

    private const string KeepSql = """
        INSERT INTO IdempotencyKeys (PracticeId, AccountId, KeyText, Answer, CreatedAt)
        VALUES (@PracticeId, @AccountId, @Key, @Answer, @CreatedAt)
        """;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new OptionalJson() } };

    // Signing in changes who the caller is; the key belongs to whoever sent it.
    private Caller _owner = Caller.Anonymous;

    public async Task<(bool IsReplay, TResult? Answer)> Find<TResult>(object request, CancellationToken cancellationToken)
    {
        if (scope.IdempotencyKey is not { } key)
            return (false, default);

        _owner = scope.Caller;
        await db.Lock($"idempotency:{_owner.AccountId}:{key}", cancellationToken);
        var sealedAnswer = await db.Find<string>(
            FindSql,
            new { _owner.PracticeId, _owner.AccountId, Key = key, Since = clock.GetUtcNow() - Memory },
            cancellationToken);
        if (sealedAnswer is null)
            return (false, default);
        var kept = JsonSerializer.Deserialize<KeptAnswer<TResult>>(protector.Unprotect(Purpose, sealedAnswer), Json)!;
        if (!string.Equals(kept.RequestHash, Hash(request), StringComparison.Ordinal))
            throw Refused.Rule("idempotency-key-reused", "This Idempotency-Key came with another request before: use a new one.");
        return (true, kept.Answer);
    }

    public async Task Keep<TResult>(object request, TResult answer, CancellationToken cancellationToken)
    {
        if (scope.IdempotencyKey is not { } key)
            return;

        var now = clock.GetUtcNow();
        await db.Execute(ForgetSql, new { _owner.PracticeId, Since = now - Memory }, cancellationToken);
        var kept = JsonSerializer.Serialize(new KeptAnswer<TResult>(Hash(request), answer), Json);
        await db.Execute(
            KeepSql,
            new { _owner.PracticeId, _owner.AccountId, Key = key, Answer = protector.Protect(Purpose, kept), CreatedAt = now },
            cancellationToken);
    }

    private static string Hash(object request)
    {
        var text = request.GetType().Name + JsonSerializer.Serialize(request, request.GetType(), Json);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    // Encrypted as a whole: the request may hold a password, so even its hash stays hidden.
    private sealed record KeptAnswer<TResult>(string RequestHash, TResult Answer);
}
