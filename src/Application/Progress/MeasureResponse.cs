using CounselDesk.Application.Common;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Progress;

/// <summary>Where answers were given.</summary>
public enum ResponseOrigin
{
    /// <summary>In session, entered by a clinician.</summary>
    Session,

    /// <summary>In the portal, by the partner.</summary>
    Portal,
}

/// <summary>One partner's scored answers to a measure. It lies in that partner's compartment: for clinicians only.</summary>
/// <param name="Id">The response.</param>
/// <param name="Measure">The measure's key.</param>
/// <param name="PartnerId">The client who answered.</param>
/// <param name="AnsweredOn">The day, in the practice's time zone.</param>
/// <param name="Origin">In session, or in the portal.</param>
/// <param name="Answers">One for each item in order, item 1 first, as given; null: unanswered.</param>
/// <param name="Score">What the measure's own rules make of the answers.</param>
/// <param name="IsBaseline">Whether this partner's later responses are compared with this one: the one the therapist named, else their first complete one of the case.</param>
/// <param name="Change">Against the baseline; null for the baseline itself and for what lies before it.</param>
/// <param name="EnteredAt">When it was entered.</param>
/// <param name="CorrectedAt">When it was last corrected; null while it stands as it was entered.</param>
/// <param name="Version">Which form stands, from 1; also the start of the <c>ETag</c>.</param>
public sealed record MeasureResponse(
    Guid Id, string Measure, Guid PartnerId, DateOnly AnsweredOn, ResponseOrigin Origin, IReadOnlyList<decimal?> Answers,
    MeasureScore Score, bool IsBaseline, MeasureChange? Change, DateTimeOffset EnteredAt, DateTimeOffset? CorrectedAt, int Version) : IVersioned;

/// <summary>A score, with the constants it was judged by.</summary>
/// <param name="Total">In points; null where only the sub-scales have a meaning.</param>
/// <param name="Raw">The sum before the measure's multiplier (<c>who-5</c>: 0 to 25 beside the reported 0 to 100).</param>
/// <param name="Subscales">Sub-scale scores, if any.</param>
/// <param name="Band">The total's band; null where the measure has none.</param>
/// <param name="CutOffs">Each cut-off as applied, the deciding one first.</param>
/// <param name="Prorated">Whether unanswered items were counted as the mean of the others.</param>
/// <param name="MissingItems">Numbers of the unanswered items.</param>
/// <param name="Risk">What the risk item says. <c>unanswered</c> is no all-clear.</param>
public sealed record MeasureScore(
    decimal? Total, decimal? Raw, IReadOnlyList<SubscalePoints> Subscales, string? Band, IReadOnlyList<AppliedCutOff> CutOffs,
    bool Prorated, IReadOnlyList<int> MissingItems, RiskAnswer Risk)
{
    internal static MeasureScore Of(Score score) => new(
        Points.Of(score.Total, score.Decimals), Points.Of(score.Raw, score.Decimals),
        SubscalePoints.Of(score.Subscales, score.Decimals), score.Band, [.. score.CutOffs.Select(AppliedCutOff.Of)],
        score.Prorated, score.MissingItems, score.Risk);
}

/// <summary>Points on a sub-scale, or a change of them.</summary>
/// <param name="Key">The sub-scale.</param>
/// <param name="Points">Points; for a change signed as the scale runs.</param>
public sealed record SubscalePoints(string Key, decimal Points)
{
    internal static IReadOnlyList<SubscalePoints> Of(IEnumerable<SubscaleScore> scales, int decimals) =>
        [.. scales.Select(scale => new SubscalePoints(scale.Key, Progress.Points.Of(scale.Total, decimals)))];
}

/// <summary>A cut-off as it was applied to a score.</summary>
/// <param name="Meaning">What lies on its side is called.</param>
/// <param name="Comparison">Which side that is.</param>
/// <param name="Points">The cut-off, in points.</param>
/// <param name="IsMet">Whether the total lies on that side.</param>
/// <param name="Source">Where it is published.</param>
public sealed record AppliedCutOff(string Meaning, CutOffComparison Comparison, decimal Points, bool IsMet, string Source)
{
    internal static AppliedCutOff Of(CutOffResult result) => new(
        result.CutOff.Meaning, result.CutOff.Comparison, Progress.Points.OfHundredths(result.CutOff.Hundredths), result.IsMet, result.CutOff.Source);
}

/// <summary>A change from the same person's baseline, with the constants and the method of its verdict.</summary>
/// <param name="Class">Recovered (reliable and across the cut-off), improved, unchanged, deteriorated; not-classified where no constant is published.</param>
/// <param name="BaselineId">The response compared with.</param>
/// <param name="BaselineOn">Its day.</param>
/// <param name="From">Total at baseline.</param>
/// <param name="To">Total now.</param>
/// <param name="Amount">Now minus baseline, signed as the scale runs (<c>phq-9</c>: minus is better).</param>
/// <param name="Subscales">Change of each sub-scale.</param>
/// <param name="IsReliable">Whether the amount reaches the smallest reliable change; null where none is published.</param>
/// <param name="IsAcrossCutOff">Whether it leads from the distressed side of the deciding cut-off to the other; null where there is none.</param>
/// <param name="RestsOnProrated">Whether either score was prorated.</param>
/// <param name="SmallestReliable">The constant used; null where none is published.</param>
/// <param name="Basis">The rule, in a sentence.</param>
public sealed record MeasureChange(
    ChangeClass Class, Guid BaselineId, DateOnly BaselineOn, decimal? From, decimal? To, decimal? Amount, IReadOnlyList<SubscalePoints> Subscales,
    bool? IsReliable, bool? IsAcrossCutOff, bool RestsOnProrated, SmallestReliableChange? SmallestReliable, string Basis)
{
    /// <summary>Said wherever a change carries no verdict.</summary>
    public const string NotClassifiedBasis = "No smallest reliable change is published for this measure: the amount is reported without a verdict.";

    internal static MeasureChange Of(ScoredResponse baseline, ScoreChange change) => new(
        change.Class, baseline.Id, baseline.AnsweredOn,
        Points.Of(change.BaselineTotal, change.Decimals), Points.Of(change.CurrentTotal, change.Decimals), Points.Of(change.Amount, change.Decimals),
        SubscalePoints.Of(change.Subscales, change.Decimals), change.IsReliable, change.IsAcrossCutOff, change.RestsOnProrated,
        SmallestReliableChange.Of(change.Constant), BasisOf(change.Constant));

    internal static string BasisOf(ReliableChangeConstant? constant) => constant switch
    {
        null => NotClassifiedBasis,
        { Method: ReliableChangeMethod.JacobsonTruax, Sd: { } sd, Alpha: { } alpha } => FormattableString.Invariant(
            $"Reliable from {Points.OfHundredths(constant.Hundredths):0.##} points: 1.96 x SD {sd:0.##} x sqrt(2) x sqrt(1 - {alpha:0.##}), Jacobson and Truax 1991; {constant.Source}."),
        _ => FormattableString.Invariant($"Reliable from {Points.OfHundredths(constant.Hundredths):0.##} points, the published threshold; {constant.Source}."),
    };
}
