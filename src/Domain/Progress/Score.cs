namespace CounselDesk.Domain.Progress;

/// <summary>What scoring answers leads to: a score, or a refusal.</summary>
public abstract record ScoreOutcome;

/// <summary>The answers were scored.</summary>
/// <param name="Score">The score.</param>
public sealed record Scored(Score Score) : ScoreOutcome;

/// <summary>The answers cannot be scored.</summary>
/// <param name="Refusals">Every rule broken; at least one.</param>
public sealed record Refused(IReadOnlyList<AnswerRefusal> Refusals) : ScoreOutcome;

/// <summary>A rule that answers break. It names items, never what was answered.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Items">The items' numbers, rising.</param>
/// <param name="Message">The rule in words.</param>
public sealed record AnswerRefusal(AnswerRule Rule, IReadOnlyList<int> Items, string Message);

/// <summary>A rule that answers must keep.</summary>
public enum AnswerRule
{
    /// <summary>The instrument has no such item.</summary>
    UnknownItem,

    /// <summary>The answer lies outside the item's range.</summary>
    OutOfRange,

    /// <summary>The answer lies between two permitted ones.</summary>
    OffStep,

    /// <summary>More items are unanswered than the instrument's rule allows.</summary>
    TooManyMissing,
}

/// <summary>A scored response.</summary>
/// <param name="InstrumentKey">The instrument.</param>
/// <param name="Total">Reported total in units of 10^-<paramref name="Decimals"/>; null where only sub-scales have a meaning.</param>
/// <param name="Raw">The sum before the multiplier (who-5: 0-25 beside the reported 0-100), same unit; null where total is.</param>
/// <param name="Decimals">Decimal places of all scores here.</param>
/// <param name="Subscales">Sub-scale scores.</param>
/// <param name="Band">Label of the total's band; null where the instrument has none.</param>
/// <param name="CutOffs">Each cut-off with the constant used and whether the total lies on its side; the first one is the main one.</param>
/// <param name="Prorated">Whether unanswered items were filled with the mean of the others. Never to be left unsaid.</param>
/// <param name="MissingItems">Numbers of the unanswered items.</param>
/// <param name="Risk">What the risk item says.</param>
public sealed record Score(
    string InstrumentKey,
    int? Total,
    int? Raw,
    int Decimals,
    IReadOnlyList<SubscaleScore> Subscales,
    string? Band,
    IReadOnlyList<CutOffResult> CutOffs,
    bool Prorated,
    IReadOnlyList<int> MissingItems,
    RiskAnswer Risk)
{
    /// <summary>Whether the total is on the distressed or positive side of the main cut-off; null where there is none.</summary>
    public bool? IsPastCutOff => CutOffs.Count == 0 ? null : CutOffs[0].IsMet;
}

/// <summary>The score of a sub-scale.</summary>
/// <param name="Key">The sub-scale.</param>
/// <param name="Total">Scaled like the whole score.</param>
public sealed record SubscaleScore(string Key, int Total);

/// <summary>A cut-off as it was applied, kept with the score so that a later change of constants rewrites no history.</summary>
/// <param name="CutOff">The constant, its comparison, meaning and source.</param>
/// <param name="IsMet">Whether the total lies on the side it names.</param>
public sealed record CutOffResult(CutOff CutOff, bool IsMet);

/// <summary>What an instrument's risk item says.</summary>
public enum RiskAnswer
{
    /// <summary>The instrument has no such item.</summary>
    NotAsked,

    /// <summary>Answered with its lowest answer.</summary>
    None,

    /// <summary>Answered above its lowest answer: an alert, whatever the total.</summary>
    Raised,

    /// <summary>Left unanswered: the score says nothing about risk, which is no all-clear.</summary>
    Unanswered,
}
