namespace CounselDesk.Domain.Progress;

/// <summary>An outcome instrument, as far as it is needed to score it: numbers and sources, no copied wording.</summary>
/// <remarks>
/// Answers and totals are whole numbers of 10^-<see cref="Decimals"/> points; published constants (cut-offs, bands, reliable
/// change) are whole hundredths of a point, since some lie between two totals (104.5, 47.31).
/// </remarks>
/// <param name="Key">Stable kebab-case name.</param>
/// <param name="Title">The instrument's name.</param>
/// <param name="Confidential">
/// True where the answers belong to the one partner's compartment and appear in no joint or partner-visible output (hits).
/// </param>
/// <param name="Decimals">Decimal places of answers and totals: 1 for ors and srs, else 0.</param>
/// <param name="Multiplier">What the sum of answers is multiplied by for reporting: 4 for who-5, else 1.</param>
/// <param name="HasTotal">False where only the sub-scales have a meaning (ecr-s).</param>
/// <param name="Better">Which end of the scale is the better one.</param>
/// <param name="Items">The items, numbered from 1.</param>
/// <param name="Subscales">Sub-scales, if any.</param>
/// <param name="CutOffs">Cut-offs, if any; the first one decides on clinical significance.</param>
/// <param name="Bands">Bands from the lowest up, or none.</param>
/// <param name="ReliableChange">The smallest reliable change; null: none published, so change is reported without a verdict.</param>
/// <param name="Missing">What becomes of unanswered items.</param>
/// <param name="RiskItem">The item any answer but the lowest to which raises a risk alert, whatever the total (phq-9: 9).</param>
/// <param name="Recall">The time the items ask about, in our words.</param>
/// <param name="Instruction">Our own instruction; null where the wording is someone else's.</param>
/// <param name="Licence">What to know before entering the wording.</param>
/// <param name="Source">The publication the facts come from.</param>
public sealed record Instrument(
    string Key,
    string Title,
    bool Confidential,
    int Decimals,
    int Multiplier,
    bool HasTotal,
    BetterEnd Better,
    IReadOnlyList<InstrumentItem> Items,
    IReadOnlyList<Subscale> Subscales,
    IReadOnlyList<CutOff> CutOffs,
    IReadOnlyList<ScoreBand> Bands,
    ReliableChangeConstant? ReliableChange,
    MissingAnswers Missing,
    int? RiskItem,
    string? Recall,
    string? Instruction,
    string Licence,
    string Source)
{
    /// <summary>The lowest total, scaled.</summary>
    public int LowestTotal => Multiplier * Items.Sum(item => item.Min);

    /// <summary>The highest total, scaled.</summary>
    public int HighestTotal => Multiplier * Items.Sum(item => item.Max);

    /// <summary>A scaled score in hundredths of a point, in which the constants are given.</summary>
    public int ToHundredths(int scaled) => Decimals switch
    {
        0 => scaled * 100,
        1 => scaled * 10,
        _ => scaled,
    };

    /// <summary>The same instrument with the practice's choice among the published cut-offs; a band boundary there moves along.</summary>
    /// <param name="hundredths">One of the first cut-off's <see cref="CutOff.ChoicesHundredths"/>.</param>
    public Instrument WithCutOff(int hundredths)
    {
        if (CutOffs is not [var first, ..] || first.ChoicesHundredths?.Contains(hundredths) != true)
            throw new ArgumentOutOfRangeException(nameof(hundredths), $"{Key} offers no such cut-off.");
        return this with
        {
            CutOffs = [first with { Hundredths = hundredths }, .. CutOffs.Skip(1)],
            Bands = [.. Bands.Select(band => band.FromHundredths == first.Hundredths ? band with { FromHundredths = hundredths } : band)],
        };
    }
}

/// <summary>Which end of a scale is the better one.</summary>
public enum BetterEnd
{
    /// <summary>Higher is better.</summary>
    Higher,

    /// <summary>Lower is better: higher is worse.</summary>
    Lower,
}

/// <summary>One item.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Min">Lowest answer, scaled.</param>
/// <param name="Max">Highest answer, scaled.</param>
/// <param name="Step">Distance between neighbouring answers, scaled.</param>
/// <param name="Reversed">Whether it counts as min + max - answer.</param>
/// <param name="Wording">Our own wording (trust-pulse); null where the practice enters it under its own licence.</param>
public sealed record InstrumentItem(int Number, int Min, int Max, int Step, bool Reversed, string? Wording);

/// <summary>A sub-scale: the sum of some items.</summary>
/// <param name="Key">Stable kebab-case name.</param>
/// <param name="Items">Item numbers.</param>
/// <param name="Source">Where the assignment of items is published.</param>
public sealed record Subscale(string Key, IReadOnlyList<int> Items, string Source);

/// <summary>A published cut-off on the total.</summary>
/// <param name="Meaning">What lies on its side is called, kebab-case: <c>distressed</c>, <c>positive</c>.</param>
/// <param name="Comparison">Which side that is.</param>
/// <param name="Hundredths">In hundredths of a point.</param>
/// <param name="ChoicesHundredths">The cut-offs a practice may choose among; null: no choice.</param>
/// <param name="Source">Where it is published.</param>
public sealed record CutOff(
    string Meaning, CutOffComparison Comparison, int Hundredths, IReadOnlyList<int>? ChoicesHundredths, string Source)
{
    /// <summary>Whether a score lies on the side the cut-off names.</summary>
    /// <param name="scoreHundredths">In hundredths of a point.</param>
    public bool IsMetBy(int scoreHundredths) => Comparison switch
    {
        CutOffComparison.Below => scoreHundredths < Hundredths,
        CutOffComparison.AtOrBelow => scoreHundredths <= Hundredths,
        _ => scoreHundredths >= Hundredths,
    };
}

/// <summary>On which side of a cut-off a score means what the cut-off names.</summary>
public enum CutOffComparison
{
    /// <summary>Strictly below.</summary>
    Below,

    /// <summary>At it or below.</summary>
    AtOrBelow,

    /// <summary>At it or above.</summary>
    AtOrAbove,
}

/// <summary>A band of totals: from its lower bound up to the next band's.</summary>
/// <param name="Label">As clinicians call it.</param>
/// <param name="FromHundredths">Inclusive lower bound in hundredths of a point.</param>
public sealed record ScoreBand(string Label, int FromHundredths);

/// <summary>The smallest change of the total that is more than error of measurement.</summary>
/// <param name="Hundredths">In hundredths of a point; a change of this size or more is reliable.</param>
/// <param name="Method">How it came about.</param>
/// <param name="Sd">Standard deviation used, in points; null where not given.</param>
/// <param name="Alpha">Reliability used, 0 to 1; null where not given.</param>
/// <param name="Source">Where it is published.</param>
public sealed record ReliableChangeConstant(
    int Hundredths, ReliableChangeMethod Method, decimal? Sd, decimal? Alpha, string Source);

/// <summary>How a smallest reliable change came about.</summary>
public enum ReliableChangeMethod
{
    /// <summary>1.96 x SD x sqrt(2) x sqrt(1 - reliability), from the SD and reliability given (Jacobson and Truax 1991).</summary>
    JacobsonTruax,

    /// <summary>The published threshold, used as it is.</summary>
    PublishedThreshold,
}

/// <summary>What becomes of unanswered items.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="AtLeast">Fewest answered items that can be scored.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record MissingAnswers(MissingRule Rule, int AtLeast, string Source);

/// <summary>A rule for unanswered items.</summary>
public enum MissingRule
{
    /// <summary>No total unless every item is answered.</summary>
    AllRequired,

    /// <summary>Unanswered items count as the mean of the answered ones; the result says so.</summary>
    Prorate,
}
