using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Progress;

/// <summary>Which operation takes a measure's answers.</summary>
public enum AnswersGoTo
{
    /// <summary><c>/couples/{id}/responses</c>, and the portal: the trust pulse, and what a partner is asked for.</summary>
    Responses,

    /// <summary><c>/couples/{id}/screenings</c> only: answered alone, and seen by clinicians alone.</summary>
    Screenings,
}

/// <summary>An outcome measure as it is scored here: numbers and sources. Other people's item wording is never shipped; a practice enters its own.</summary>
/// <param name="Key">Stable name, such as <c>csi-16</c>.</param>
/// <param name="Title">The measure's name.</param>
/// <param name="AnswersGoTo">Which operation takes the answers.</param>
/// <param name="Better">Which end of the scale is the better one.</param>
/// <param name="LowestTotal">The lowest total, in points; null where only the sub-scales have a meaning.</param>
/// <param name="HighestTotal">The highest total, in points; null where only the sub-scales have a meaning.</param>
/// <param name="Multiplier">What the sum of answers is multiplied by for the total: 4 for <c>who-5</c>, else 1.</param>
/// <param name="Items">The items, in the order in which answers are sent.</param>
/// <param name="Subscales">Sub-scales, if any.</param>
/// <param name="CutOffs">Published cut-offs, if any; the first decides on recovery.</param>
/// <param name="Bands">Bands from the lowest up, if any.</param>
/// <param name="ReliableChange">The smallest change that is more than error of measurement; null where none is published, so that change is reported without a verdict.</param>
/// <param name="Missing">What becomes of unanswered items.</param>
/// <param name="RiskItem">The item that raises an alert whenever it is answered above its lowest answer; null where there is none.</param>
/// <param name="Recall">The time that the items ask about.</param>
/// <param name="Instruction">The instruction, ours or the practice's; null where there is none.</param>
/// <param name="Licence">What to know before entering the wording.</param>
/// <param name="Source">The publication.</param>
/// <param name="IsOwn">The practice made it itself, and no other practice sees it.</param>
/// <param name="RetiredAt">Since when it takes no new answers; null while it does.</param>
/// <param name="Version">Of a measure of the practice's own: how often it was retired or restored, from 1; 0 for a built-in one. Also the start of the <c>ETag</c>.</param>
public sealed record MeasureFacts(
    string Key, string Title, AnswersGoTo AnswersGoTo, BetterEnd Better, decimal? LowestTotal, decimal? HighestTotal, int Multiplier,
    IReadOnlyList<MeasureItem> Items, IReadOnlyList<MeasureSubscale> Subscales, IReadOnlyList<MeasureCutOff> CutOffs,
    IReadOnlyList<MeasureBand> Bands, SmallestReliableChange? ReliableChange, MeasureMissingRule Missing, int? RiskItem,
    string? Recall, string? Instruction, string Licence, string Source, bool IsOwn, DateTimeOffset? RetiredAt, int Version) : IVersioned
{
    internal static MeasureFacts Of(Instrument instrument, OwnMeasureRow? own) => new(
        instrument.Key, instrument.Title,
        instrument.Confidential ? AnswersGoTo.Screenings : AnswersGoTo.Responses,
        instrument.Better,
        instrument.HasTotal ? Points.Of(instrument.LowestTotal, instrument.Decimals) : null,
        instrument.HasTotal ? Points.Of(instrument.HighestTotal, instrument.Decimals) : null,
        instrument.Multiplier,
        [.. instrument.Items.Select(item => new MeasureItem(
            item.Number, Points.Of(item.Min, instrument.Decimals), Points.Of(item.Max, instrument.Decimals),
            Points.Of(item.Step, instrument.Decimals), item.Reversed, item.Wording))],
        [.. instrument.Subscales.Select(scale => new MeasureSubscale(scale.Key, scale.Items, scale.Source))],
        [.. instrument.CutOffs.Select(cutOff => new MeasureCutOff(
            cutOff.Meaning, cutOff.Comparison, Points.OfHundredths(cutOff.Hundredths),
            cutOff.ChoicesHundredths is { } choices ? [.. choices.Select(Points.OfHundredths)] : [], cutOff.Source))],
        [.. instrument.Bands.Select(band => new MeasureBand(band.Label, Points.OfHundredths(band.FromHundredths)))],
        SmallestReliableChange.Of(instrument.ReliableChange),
        new MeasureMissingRule(instrument.Missing.Rule, instrument.Missing.AtLeast, instrument.Missing.Source),
        instrument.RiskItem, instrument.Recall, instrument.Instruction, instrument.Licence, instrument.Source, own is not null, own?.RetiredAt, own?.Version ?? 0);
}

/// <summary>One item; a response sends one answer for each, in this order.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Min">Lowest answer.</param>
/// <param name="Max">Highest answer.</param>
/// <param name="Step">Distance between neighbouring answers.</param>
/// <param name="Reversed">Whether it counts as min + max - answer; the answer is sent as given.</param>
/// <param name="Wording">Our own wording, or the practice's under its own licence; null where it has entered none.</param>
public sealed record MeasureItem(int Number, decimal Min, decimal Max, decimal Step, bool Reversed, string? Wording);

/// <summary>A sub-scale: the sum of some items.</summary>
/// <param name="Key">Stable name.</param>
/// <param name="Items">Item numbers.</param>
/// <param name="Source">Where the assignment of items is published.</param>
public sealed record MeasureSubscale(string Key, IReadOnlyList<int> Items, string Source);

/// <summary>A published cut-off on the total.</summary>
/// <param name="Meaning">What lies on its side is called.</param>
/// <param name="Comparison">Which side that is.</param>
/// <param name="Points">The cut-off, in points.</param>
/// <param name="Choices">The published cut-offs a practice may choose among; empty where there is no choice.</param>
/// <param name="Source">Where it is published.</param>
public sealed record MeasureCutOff(string Meaning, CutOffComparison Comparison, decimal Points, IReadOnlyList<decimal> Choices, string Source);

/// <summary>A band of totals, up to the next band's start.</summary>
/// <param name="Label">As clinicians call it.</param>
/// <param name="From">Its lowest total, in points.</param>
public sealed record MeasureBand(string Label, decimal From);

/// <summary>What becomes of unanswered items.</summary>
/// <param name="Rule">All required, or unanswered ones count as the mean of the others, which the result then says.</param>
/// <param name="AtLeast">Fewest answered items that can be scored.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record MeasureMissingRule(MissingRule Rule, int AtLeast, string Source);

/// <summary>The smallest change of the total that is more than error of measurement.</summary>
/// <param name="Points">A change of this size or more is reliable.</param>
/// <param name="Method">How it came about.</param>
/// <param name="Sd">Standard deviation used, in points; null where the threshold is published as it is.</param>
/// <param name="Alpha">Reliability used; null where the threshold is published as it is.</param>
/// <param name="Source">Where it is published.</param>
public sealed record SmallestReliableChange(decimal Points, ReliableChangeMethod Method, decimal? Sd, decimal? Alpha, string Source)
{
    internal static SmallestReliableChange? Of(ReliableChangeConstant? constant) => constant is null
        ? null
        : new(Progress.Points.OfHundredths(constant.Hundredths), constant.Method, constant.Sd, constant.Alpha, constant.Source);
}

/// <summary>Whole numbers of 10^-decimals points, as the domain and the database hold them, turned into points.</summary>
internal static class Points
{
    public static decimal Of(int scaled, int decimals) => decimals switch
    {
        0 => scaled,
        1 => scaled / 10m,
        _ => scaled / 100m,
    };

    public static decimal? Of(int? scaled, int decimals) => scaled is { } value ? Of(value, decimals) : null;

    public static decimal OfHundredths(int hundredths) => hundredths / 100m;
}
