using CounselDesk.Application.Common;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.Practices;

namespace CounselDesk.Application.Consents;

/// <summary>What one partner agreed to in writing. It lies in that partner's compartment.</summary>
/// <param name="Id">The consent.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="PartnerId">Who signed.</param>
/// <param name="Kind">Treatment, secrets-policy or release.</param>
/// <param name="SignedOn">The day of the signature.</param>
/// <param name="Policy">For secrets-policy: which policy was accepted. Compare it with the practice's of today.</param>
/// <param name="Recipient">For release: who may be given the record.</param>
/// <param name="Purpose">For release: what for.</param>
/// <param name="ExpiresOn">For release: the last day it holds, in the practice's time zone.</param>
/// <param name="InForce">Neither revoked nor expired.</param>
/// <param name="RevokedAt">When it was revoked; null while not.</param>
/// <param name="RevokeReason">Why, if it was said.</param>
/// <param name="RecordedById">Who entered it.</param>
/// <param name="RecordedAt">When it was entered.</param>
public sealed record Consent(
    Guid Id, Guid CoupleId, Guid PartnerId, ConsentKind Kind, DateOnly SignedOn, SecretsPolicy? Policy, string? Recipient, string? Purpose, DateOnly? ExpiresOn,
    bool InForce, DateTimeOffset? RevokedAt, string? RevokeReason, Guid RecordedById, DateTimeOffset RecordedAt);

/// <summary>A consent as the database gives it, and the statements' common part.</summary>
internal sealed record ConsentRow
{
    public const string SelectSql = """
        SELECT k.Id, k.Seq, k.CoupleId, k.ClientId, k.Kind, k.SignedOn, k.Policy, k.Recipient, k.Purpose, k.ExpiresOn, k.RevokedAt, k.RevokeReason, k.RecordedBy, k.RecordedAt
        FROM Consents k
        WHERE k.PracticeId = @PracticeId AND k.CoupleId = @CoupleId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public Guid ClientId { get; init; }

    public ConsentKind Kind { get; init; }

    public DateOnly SignedOn { get; init; }

    public SecretsPolicy? Policy { get; init; }

    public string? Recipient { get; init; }

    public string? Purpose { get; init; }

    public DateOnly? ExpiresOn { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public string? RevokeReason { get; init; }

    public Guid RecordedBy { get; init; }

    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Reads consents, and finds the authorizations that a release rests on.</summary>
public sealed class ConsentRecords(IDb db, ITextProtector protector, PracticeDays days)
{
    private const string RecipientPurpose = "consents.recipient";
    private const string PurposePurpose = "consents.purpose";
    private const string ReasonPurpose = "consents.revoke-reason";

    private const string FindSql = ConsentRow.SelectSql + " AND k.Id = @Id";

    private const string AuthorizationsSql = ConsentRow.SelectSql + """
         AND k.Kind = 'Release' AND k.RevokedAt IS NULL AND k.ExpiresOn >= @Today
        ORDER BY k.Seq DESC
        """;

    public async Task<Consent> Find(Guid coupleId, Guid id, CancellationToken cancellationToken) =>
        ToConsent(await db.Find<ConsentRow>(FindSql, new { CoupleId = coupleId, Id = id }, cancellationToken).OrNotFound("consent"));

    /// <summary>
    /// The newest authorization in force of each partner for this recipient; nothing for a partner who gave none. The
    /// recipients are kept encrypted, so that the case's few rows are compared here and not by the database.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> Authorizations(
        Guid coupleId, IReadOnlyList<Guid> partners, string recipient, CancellationToken cancellationToken)
    {
        var rows = await db.Query<ConsentRow>(AuthorizationsSql, new { CoupleId = coupleId, days.Today }, cancellationToken);
        var consents = rows.Select(ToConsent).Where(consent => consent.InForce && AuthorizationRule.IsSameRecipient(consent.Recipient!, recipient)).ToList();
        return [.. partners.SelectMany(partner => consents.Where(consent => consent.PartnerId == partner).Take(1)).Select(consent => consent.Id)];
    }

    /// <summary>Keeps an authorization from being revoked while a release that rests on it is entered.</summary>
    public Task Lock(Guid coupleId, CancellationToken cancellationToken) => db.Lock($"consents:{coupleId}", cancellationToken);

    internal Consent ToConsent(ConsentRow row) => new(
        row.Id, row.CoupleId, row.ClientId, row.Kind, row.SignedOn, row.Policy,
        Open(RecipientPurpose, row.Recipient), Open(PurposePurpose, row.Purpose), row.ExpiresOn,
        AuthorizationRule.IsInForce(row.ExpiresOn, row.RevokedAt, days.Today),
        row.RevokedAt, Open(ReasonPurpose, row.RevokeReason), row.RecordedBy, row.RecordedAt);

    internal string? SealRecipient(string? text) => Seal(RecipientPurpose, text);

    internal string? SealPurpose(string? text) => Seal(PurposePurpose, text);

    internal string? SealReason(string? text) => Seal(ReasonPurpose, text);

    private string? Seal(string purpose, string? text) => text is null ? null : protector.Protect(purpose, text.Trim());

    private string? Open(string purpose, string? kept) => kept is null ? null : protector.Unprotect(purpose, kept);
}
