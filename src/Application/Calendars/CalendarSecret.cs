using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CounselDesk.Application.Calendars;

/// <summary>What a feed's address is made of: 256 random bits, of which only a hash is kept.</summary>
public static class CalendarSecret
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Plain, because there is nothing to guess: no two secrets have anything in common.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
