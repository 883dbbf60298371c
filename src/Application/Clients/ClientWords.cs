using System.Text;
using CounselDesk.Application.Common;
using CounselDesk.Domain;

namespace CounselDesk.Application.Clients;

/// <summary>
/// The words a client is found by: names, e-mail address and telephone digits, in lower case and without accents, kept
/// in rows, so that a search is a range of an index and both engines find the same.
/// </summary>
public sealed class ClientWords(IDb db)
{
    private const string ForgetSql = "DELETE FROM ClientWords WHERE ClientId = @ClientId AND PracticeId = @PracticeId";

    // A server's collation may hold two words for one that differ here; the second is not needed then.
    private const string KeepSql = """
        INSERT INTO ClientWords (PracticeId, Word, ClientId)
        SELECT @PracticeId, @Word, @ClientId
        WHERE NOT EXISTS (SELECT 1 FROM ClientWords w WHERE w.PracticeId = @PracticeId AND w.Word = @Word AND w.ClientId = @ClientId)
        """;

    public async Task Keep(Guid clientId, string firstName, string lastName, string? email, string? phone, CancellationToken cancellationToken)
    {
        await db.Execute(ForgetSql, new { ClientId = clientId }, cancellationToken);
        foreach (var word in Words(firstName, lastName, email, phone))
            await db.Execute(KeepSql, new { Word = word, ClientId = clientId }, cancellationToken);
    }

    /// <summary>What a search for a text looks for: the beginnings of words, all of which must be found. Empty without a letter or digit.</summary>
    public static IReadOnlyList<string> Searched(string text)
    {
        if (!text.Contains('@', StringComparison.Ordinal) && !text.EnumerateRunes().Any(Rune.IsLetter))
            return Digits(text) is { Length: > 0 } digits ? [digits] : [];
        return
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(part => part.Contains('@', StringComparison.Ordinal) ? [part.ToLowerInvariant()] : Split(part))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>A LIKE pattern for words that begin so; used with ESCAPE '!'.</summary>
    public static string Prefix(string word) =>
        word.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal).Replace("[", "![", StringComparison.Ordinal) + "%";

    private static HashSet<string> Words(string firstName, string lastName, string? email, string? phone)
    {
        var name = $"{firstName} {lastName}";
        var words = new HashSet<string>(StringComparer.Ordinal);
        words.UnionWith(Split(name));
        // O'Brien and Smith-Jones are also looked for as one word.
        words.UnionWith(Split(string.Concat(name.Where(c => c is not ('\'' or '’' or '-')))));
        if (email is not null)
        {
            words.Add(email.Trim().ToLowerInvariant());
            words.UnionWith(Split(email.Split('@')[0]));
        }

        if (phone is not null)
            words.Add(Digits(phone));
        return [.. words.Select(word => word.Length <= Limits.Email ? word : word[..Limits.Email])];
    }

    private static IEnumerable<string> Split(string text) => FoldedWords.In(text).Select(word => word.Text);

    private static string Digits(string text) => new([.. text.Where(char.IsAsciiDigit)]);
}
