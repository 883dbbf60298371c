using System.Globalization;
using System.Text;

namespace CounselDesk.Application.Common;

/// <summary>One word of a text, without capitals and accents.</summary>
/// <param name="Start">Where it starts in the text as it was written, in UTF-16 code units.</param>
/// <param name="Text">The word, folded.</param>
public readonly record struct FoldedWord(int Start, string Text);

/// <summary>What is a word, and when two are the same, wherever somebody searches: in names, and in notes.</summary>
public static class FoldedWords
{
    /// <summary>The words of a text, in order. Whatever is neither letter nor digit parts them.</summary>
    public static IEnumerable<FoldedWord> In(string text)
    {
        var word = new StringBuilder();
        var (start, length) = (0, 0);
        for (var at = 0; at < text.Length; at += length)
        {
            var c = text[at];
            length = 1;
            if (char.IsAscii(c))
            {
                if (char.IsAsciiLetterOrDigit(c))
                {
                    if (word.Length == 0)
                        start = at;
                    word.Append(char.ToLowerInvariant(c));
                    continue;
                }

                if (word.Length > 0)
                    yield return Take(word, start);
                continue;
            }

            // Half of a pair stands for nothing.
            _ = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out length);
            foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
            {
                if (Rune.IsLetterOrDigit(part))
                {
                    if (word.Length == 0)
                        start = at;
                    word.Append(Letter(Rune.ToLowerInvariant(part)));
                }
                else if (word.Length > 0 && Rune.GetUnicodeCategory(part) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
                {
                    yield return Take(word, start);
                }
            }
        }

        if (word.Length > 0)
            yield return Take(word, start);
    }

    private static FoldedWord Take(StringBuilder word, int start)
    {
        var taken = new FoldedWord(start, word.ToString());
        word.Clear();
        return taken;
    }

    // Letters that Unicode does not take apart, though people type them without their stroke.
    private static string Letter(Rune rune) => rune.Value switch
    {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' or 'ð' => "d",
        'ł' => "l",
        'ı' => "i",
        'þ' => "th",
        'ς' => "σ",
        _ => rune.ToString(),
    };
}
