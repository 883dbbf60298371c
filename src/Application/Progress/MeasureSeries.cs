using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Progress;

/// <summary>A measure over the course of a case. It joins both partners' compartments: for clinicians only.</summary>
/// <param name="Measure">The measure's key.</param>
/// <param name="Title">Its name.</param>
/// <param name="Source">The publication.</param>
/// <param name="Better">Which end of the scale is the better one.</param>
/// <param name="LowestTotal">The lowest total, in points; null where only the sub-scales have a meaning.</param>
/// <param name="HighestTotal">The highest total, in points; null where only the sub-scales have a meaning.</param>
/// <param name="SmallestReliable">The smallest reliable change in force; null where none is published.</param>
/// <param name="Partners">Partner A and, for a couple, partner B.</param>
/// <param name="CoupleClass">The class of the partner who does less well, so that the couple has recovered only when both have; not-classified while either is. Null for one client seen alone.</param>
/// <param name="Gap">How far apart the partners' latest totals are; null until both have one.</param>
/// <param name="Basis">How change is judged, in a sentence.</param>
public sealed record MeasureSeries(
    string Measure, string Title, string Source, BetterEnd Better, decimal? LowestTotal, decimal? HighestTotal, SmallestReliableChange? SmallestReliable,
    IReadOnlyList<PartnerSeries> Partners, ChangeClass? CoupleClass, decimal? Gap, string Basis);

/// <summary>One partner's course on a measure.</summary>
/// <param name="PartnerId">The client.</param>
/// <param name="Points">Every response by day, oldest first; empty where there is none.</param>
/// <param name="Baseline">What the latest is compared with: the response the therapist named, else the first complete one; null while there is none.</param>
/// <param name="Latest">The latest response; null while there is none.</param>
/// <param name="Change">From baseline to latest; null while there is nothing to compare.</param>
/// <param name="BaselineIsNamed">Whether the therapist named the baseline.</param>
public sealed record PartnerSeries(
    Guid PartnerId, IReadOnlyList<SeriesPoint> Points, SeriesPoint? Baseline, SeriesPoint? Latest, MeasureChange? Change, bool BaselineIsNamed);

/// <summary>One response in a series.</summary>
/// <param name="ResponseId">The response.</param>
/// <param name="AnsweredOn">Its day, in the practice's time zone.</param>
/// <param name="Total">In points; null where only the sub-scales have a meaning.</param>
/// <param name="Subscales">Sub-scale scores, if any.</param>
/// <param name="Band">The total's band; null where the measure has none.</param>
/// <param name="IsPastCutOff">Whether the total lies on the distressed or positive side of the deciding cut-off; null where there is none.</param>
/// <param name="Prorated">Whether unanswered items were counted as the mean of the others.</param>
/// <param name="Class">The class of its change from baseline; null for the baseline itself and for what lies before it.</param>
public sealed record SeriesPoint(
    Guid ResponseId, DateOnly AnsweredOn, decimal? Total, IReadOnlyList<SubscalePoints> Subscales, string? Band, bool? IsPastCutOff, bool Prorated, ChangeClass? Class);
