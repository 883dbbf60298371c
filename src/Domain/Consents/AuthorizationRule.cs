using System.Text;

namespace CounselDesk.Domain.Consents;

/// <summary>When a written authorization counts.</summary>
public static class AuthorizationRule
{
    /// <summary>An authorization holds through its last day, and not after it was revoked (45 CFR 164.508(b)(5) and (c)(1)(v)).</summary>
    public static bool IsInForce(DateOnly? expiresOn, DateTimeOffset? revokedAt, DateOnly today) =>
        revokedAt is null && (expiresOn is null || expiresOn >= today);

    /// <summary>
    /// Whether two texts name the same recipient: capitals, spacing and the way letters are encoded aside. Nothing looser,
    /// since a record that goes to somebody of a similar name cannot be called back.
    /// </summary>
    public static bool IsSameRecipient(string one, string other) =>
        string.Equals(Plain(one), Plain(other), StringComparison.Ordinal);

    private static string Plain(string text) =>
        string.Join(' ', text.Normalize(NormalizationForm.FormKC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
}
