using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Clients;
using FluentValidation;

namespace CounselDesk.Application.Clients;

/// <summary>What to look for. It travels in the body, because addresses end up in logs.</summary>
/// <param name="Q">
/// 1 to 100 characters, up to 6 words: beginnings of names, of an e-mail address, or the first digits of a telephone
/// number. All of them must be found. Capitals and accents do not matter.
/// </param>
public sealed record SearchText(string Q);

/// <summary>What was found.</summary>
/// <param name="Items">At most 50, by last name and first name.</param>
/// <param name="More">There are more: search for more letters.</param>
public sealed record SearchResults<T>(IReadOnlyList<T> Items, bool More)
{
    internal static readonly SearchResults<T> None = new([], false);
}

public sealed class SearchTextValidator : AbstractValidator<SearchText>
{
    public SearchTextValidator()
    {
        RuleFor(x => x.Q).Line(Limits.Search);
        RuleFor(x => x.Q).Must(text => ClientWords.Searched(text).Count <= SearchLimits.Words)
            .When(x => x.Q is { Length: <= Limits.Search }).WithMessage($"Give at most {SearchLimits.Words} words.");
    }
}

/// <summary>The parameters of a search's statement: one LIKE pattern a word, null for what is not asked.</summary>
internal sealed record SearchPatterns
{
    // The parts of a statement around a pattern: the clients who have such a word, a range of the words' index.
    public const string Who = "(SELECT w.ClientId FROM ClientWords w WHERE w.PracticeId = @PracticeId AND w.Word LIKE";
    public const string Escape = "ESCAPE '!')";

    /// <summary>Whoever has a word that begins with the first: what a search starts from, so that it never reads a whole practice.</summary>
    public const string Found = "(SELECT DISTINCT w.ClientId, w.PracticeId FROM ClientWords w WHERE w.PracticeId = @PracticeId AND w.Word LIKE @Word1 ESCAPE '!')";

    public SearchPatterns(IReadOnlyList<string> words)
    {
        string? Pattern(int index) => index < words.Count ? ClientWords.Prefix(words[index]) : null;
        (Word1, Word2, Word3, Word4, Word5, Word6) = (Pattern(0), Pattern(1), Pattern(2), Pattern(3), Pattern(4), Pattern(5));
    }

    public string? Word1 { get; }

    public string? Word2 { get; }

    public string? Word3 { get; }

    public string? Word4 { get; }

    public string? Word5 { get; }

    public string? Word6 { get; }

    /// <summary>One more than is shown, to learn whether there are more.</summary>
    public int Take { get; } = SearchLimits.Results + 1;
}
