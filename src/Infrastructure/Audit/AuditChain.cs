using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CounselDesk.Application.Common;

namespace CounselDesk.Infrastructure.Audit;

/// <summary>
/// The seal of an audit entry: HMAC-SHA256 over the seal before it and every field of the entry, keyed by a secret that
/// the database holds only encrypted. Whoever can write to the database but lacks the keys cannot make a seal.
/// </summary>
public static class AuditChain
{
    public const string Start = "";

    public static string Seal(byte[] key, string previous, long sequence, AuditEntry entry)
    {
        var text = JsonSerializer.Serialize(new[]
        {
            previous,
            sequence.ToString(CultureInfo.InvariantCulture),
            entry.PracticeId.ToString(),
            entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture),
            entry.AccountId?.ToString(),
            entry.Roles,
            entry.Action,
            entry.Outcome.ToString(),
            entry.Code,
            entry.CoupleId?.ToString(),
            entry.SubjectId?.ToString(),
            entry.ResourceId?.ToString(),
            entry.Reason,
            entry.Address,
            entry.TraceId,
        });
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }
}
