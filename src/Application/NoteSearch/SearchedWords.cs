using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.NoteSearch;

/// <summary>A text in which something was found.</summary>
/// <param name="Place">Which of the texts it is.</param>
/// <param name="Excerpt">Some of it, around the first of the words.</param>
internal readonly record struct WordsFound(int Place, string Excerpt);

/// <summary>The words that a search asks for, each the beginning of a word of the text.</summary>
internal sealed class SearchedWords
{
    private readonly string[] _words;

    private SearchedWords(string[] words) => _words = words;

    /// <summary>How many there are; none in a search for signs alone.</summary>
    public int Count => _words.Length;

    public static SearchedWords Of(string text) => new([.. FoldedWords.In(text).Select(word => word.Text).Distinct(StringComparer.Ordinal)]);

    /// <summary>
    /// Whether the texts together have every word; if so, the text that has most of them, the first among equals, with an
    /// excerpt around its first.
    /// </summary>
    public WordsFound? In(IReadOnlyList<string> texts)
    {
        var all = 0;
        var (best, bestCount, bestAt) = (-1, 0, 0);
        for (var place = 0; place < texts.Count; place++)
        {
            var (here, first) = (0, -1);
            foreach (var word in FoldedWords.In(texts[place]))
            {
                if (Matching(word.Text) is var matching and not 0)
                {
                    here |= matching;
                    if (first < 0)
                        first = word.Start;
                }
            }

            all |= here;
            if (int.PopCount(here) > bestCount)
                (best, bestCount, bestAt) = (place, int.PopCount(here), first);
        }

        return all == (1 << _words.Length) - 1 && best >= 0 ? new WordsFound(best, Excerpt(texts[best], bestAt)) : null;
    }

    private int Matching(string word)
    {
        var matching = 0;
        for (var i = 0; i < _words.Length; i++)
        {
            if (word.StartsWith(_words[i], StringComparison.Ordinal))
                matching |= 1 << i;
        }

        return matching;
    }

    /// <summary>About a third before the word, the rest after it; cut between words where there is one near, and never inside a character.</summary>
    private static string Excerpt(string text, int at)
    {
        var from = Math.Max(0, Math.Min(at - (NoteSearchLimits.Excerpt / 3), text.Length - NoteSearchLimits.Excerpt));
        var to = Math.Min(text.Length, from + NoteSearchLimits.Excerpt);
        if (from > 0 && text.AsSpan(from, at - from).IndexOf(' ') is >= 0 and var gap)
            from += gap + 1;
        if (to < text.Length && text.AsSpan(at, to - at).LastIndexOf(' ') is > 0 and var end)
            to = at + end;
        if (from > 0 && char.IsLowSurrogate(text[from]))
            from++;
        if (to < text.Length && char.IsLowSurrogate(text[to]))
            to--;
        return (from > 0 ? "…" : "") + text[from..to].Trim() + (to < text.Length ? "…" : "");
    }
}
