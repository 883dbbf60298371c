using System.Globalization;
using System.Text;
using CounselDesk.Application.Common;

namespace CounselDesk.Application.Clients;

/// <summary>
/// The words a client is found by: names, e-mail address and telephone digits, in lower case and without accents, kept
/// in rows, so that a search is a range of an index and both engines find the same.
/// </summary>
public sealed class ClientWords(IDb db)
{
    public const int MostSearched = 4;

    private const string ForgetSql = "DELETE FROM ClientWords WHERE ClientId = @ClientId AND PracticeId = @PracticeId";
    private const string KeepSql = "INSERT INTO ClientWords (PracticeId, Word, ClientId) VALUES (@PracticeId, @Word, @ClientId)";

    public async Task Keep(Guid clientId, string firstName, string lastName, string? email, string? phone, CancellationToken cancellationToken)
    {
        await db.Execute(ForgetSql, new { ClientId = clientId }, cancellationToken);
        var words = Split($"{firstName} {lastName}").ToHashSet(StringComparer.Ordinal);
        if (email is not null)
            words.Add(email.Trim().ToLowerInvariant());
        if (phone is not null)
            words.Add(Digits(phone));
        foreach (var word in words)
            await db.Execute(KeepSql, new { Word = word, ClientId = clientId }, cancellationToken);
    }

    /// <summary>What a search for a text looks for: the beginnings of words, all of which must be found.</summary>
    public static IReadOnlyList<string> Searched(string text) =>
        text.Any(char.IsLetter) || text.Contains('@', StringComparison.Ordinal)
            ? [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(part => part.Contains('@', StringComparison.Ordinal) ? [part.ToLowerInvariant()] : Split(part)).Take(MostSearched)]
            : [Digits(text)];

    /// <summary>A LIKE pattern for words that begin so; used with ESCAPE '!'.</summary>
    public static string Prefix(string word) =>
        word.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal).Replace("[", "![", StringComparison.Ordinal) + "%";

    private static IEnumerable<string> Split(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(c))
                plain.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                plain.Append(' ');
        }

        return plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Digits(string text) => new([.. text.Where(char.IsAsciiDigit)]);
}
