using System.Text.RegularExpressions;

namespace CounselDesk.Domain.Toolkit;

/// <summary>
/// Names of languages (BCP 47, RFC 5646): language, script, region and variants, in canonical form. Extensions and private use say
/// nothing that a reader chooses by.
/// </summary>
public static partial class LanguageTag
{
    public const int MaxLength = 35;

    // Names that were replaced, by what they were replaced with.
    private static readonly HashSet<string> Replaced = new(["iw", "in", "ji", "jw", "mo", "sh"], StringComparer.Ordinal);

    private static readonly HashSet<string> RightToLeft = new(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"], StringComparer.Ordinal);

    private static readonly HashSet<string> RightToLeftScripts = new(["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"], StringComparer.Ordinal);

    /// <summary>Whether it is a tag in its one canonical form: <c>es</c>, <c>pt-BR</c>, <c>zh-Hant-TW</c>.</summary>
    public static bool IsCanonical(string tag) =>
        tag.Length <= MaxLength && Canonical().Match(tag) is { Success: true } match && !Replaced.Contains(match.Groups["language"].Value)
        && match.Groups["variant"].Captures.Select(variant => variant.Value).ToList() is var variants && variants.Distinct(StringComparer.Ordinal).Count() == variants.Count;

    /// <summary>In canonical form; null for what is no tag. For what programs send, who spell it as they like.</summary>
    public static string? Of(string text)
    {
        var parts = text.Split('-');
        for (var i = 0; i < parts.Length; i++)
        {
            var small = parts[i].ToLowerInvariant();
            parts[i] = (i, small.Length) switch
            {
                ( > 0, 2) => small.ToUpperInvariant(),
                ( > 0, 4) when char.IsAsciiLetter(small[0]) => char.ToUpperInvariant(small[0]) + small[1..],
                _ => small,
            };
        }

        var tag = string.Join('-', parts);
        return IsCanonical(tag) ? tag : null;
    }

    /// <summary>The tag and those that it is a narrower form of, the narrowest first (RFC 4647, 3.4).</summary>
    public static IEnumerable<string> Widening(string tag)
    {
        for (var rest = tag; rest.Length > 0; rest = rest.LastIndexOf('-') is var end && end > 0 ? rest[..end] : "")
            yield return rest;
    }

    /// <summary>Whether it is written from right to left: by its script if it names one, else by its language.</summary>
    public static bool IsRightToLeft(string tag) => Canonical().Match(tag) is { Success: true } match && match.Groups["script"] is { Success: true } script
        ? RightToLeftScripts.Contains(script.Value)
        : RightToLeft.Contains(tag.Split('-')[0]);

    [GeneratedRegex("^(?<language>[a-z]{2,3})(?:-(?<script>[A-Z][a-z]{3}))?(?:-(?<region>[A-Z]{2}|[0-9]{3}))?(?:-(?<variant>[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Canonical();
}
