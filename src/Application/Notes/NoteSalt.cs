using System.Security.Cryptography;

namespace CounselDesk.Application.Notes;

/// <summary>What a hash is salted with. It is kept encrypted beside the text, so that the hash does not let a short text be guessed.</summary>
internal static class NoteSalt
{
    /// <summary>128 random bits, as 32 hexadecimal digits.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
