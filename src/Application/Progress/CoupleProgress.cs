using CounselDesk.Application.Goals;
using CounselDesk.Domain.Events;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Progress;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Progress;

/// <summary>How a case goes: trust and homework side by side by week, and every measure. For clinicians only: it joins both partners' compartments.</summary>
/// <param name="CoupleId">The case.</param>
/// <param name="AsOf">Today, in the practice's time zone.</param>
/// <param name="Partners">Partner A and, for a couple, partner B: whose trust moved, and homework in all.</param>
/// <param name="Homework">The couple's homework in all, pooled over the partners.</param>
/// <param name="Weeks">Every week from the case's start or its first data, whichever is earlier, up to this one; at most the last 520.</param>
/// <param name="Sessions">Sessions held in those weeks, oldest first.</param>
/// <param name="SinceLastSession">What is new since the last of them; null while none was held.</param>
/// <param name="Events">Setbacks, milestones and turning points in those weeks, oldest first, without their texts; withdrawn ones are left out.</param>
/// <param name="Goals">How far the goals are attained, by who rated them.</param>
/// <param name="Measures">Each measure answered in the case, with its series and classes.</param>
/// <param name="Summary">What stands out, in sentences made by rule.</param>
public sealed record CoupleProgress(
    Guid CoupleId, DateOnly AsOf, IReadOnlyList<PartnerProgress> Partners, HomeworkDone Homework, IReadOnlyList<WeekOfProgress> Weeks,
    IReadOnlyList<HeldSession> Sessions, SinceLastSession? SinceLastSession,
    IReadOnlyList<ProgressEvent> Events, GoalAttainmentReport Goals, IReadOnlyList<MeasureSeries> Measures, IReadOnlyList<ProgressSentence> Summary);

/// <summary>Something that happened; its texts stand at its own address.</summary>
public sealed record ProgressEvent
{
    /// <summary>The event.</summary>
    public Guid Id { get; init; }

    /// <summary>The day on which it happened.</summary>
    public DateOnly HappenedOn { get; init; }

    /// <summary>What it was.</summary>
    public CaseEventKind Kind { get; init; }

    /// <summary>In whose compartment it lies; null is the joint one. Do not mention one partner's in front of the other.</summary>
    public Guid? ClientId { get; init; }
}

/// <summary>A session that took place.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="HeldOn">Its day, in the practice's time zone.</param>
/// <param name="Kind">With both partners, or with one alone.</param>
public sealed record HeldSession(Guid SessionId, DateOnly HeldOn, SessionKind Kind);

/// <summary>One partner's progress.</summary>
/// <param name="PartnerId">The client.</param>
/// <param name="FirstName">What to call them; with the last name's first letter where both have the same first name.</param>
/// <param name="Trust">Whether their trust moved.</param>
/// <param name="Homework">What they did of what was expected of them so far.</param>
public sealed record PartnerProgress(Guid PartnerId, string FirstName, TrustMove Trust, HomeworkDone Homework);

/// <summary>Which way a partner's trust pulse went.</summary>
public enum TrustDirection
{
    /// <summary>Nothing to compare yet.</summary>
    Unknown,

    /// <summary>Higher than at baseline.</summary>
    Up,

    /// <summary>The same total as at baseline.</summary>
    Level,

    /// <summary>Lower than at baseline.</summary>
    Down,
}

/// <summary>Whether a partner's trust moved, by the weekly pulse.</summary>
/// <param name="Direction">Which way.</param>
/// <param name="Baseline">First pulse of the case, 0 to 50; null while there is none.</param>
/// <param name="BaselineOn">Its day.</param>
/// <param name="Latest">Last pulse, 0 to 50; null while there is none.</param>
/// <param name="LatestOn">Its day.</param>
/// <param name="Amount">Latest minus baseline; null while there is nothing to compare.</param>
/// <param name="Class">Always <c>not-classified</c> for the pulse, as no smallest reliable change is published for it.</param>
/// <param name="IsReliable">Whether the change is reliable; null: that cannot be said.</param>
/// <param name="Basis">Why, in a sentence.</param>
public sealed record TrustMove(
    TrustDirection Direction, decimal? Baseline, DateOnly? BaselineOn, decimal? Latest, DateOnly? LatestOn, decimal? Amount,
    ChangeClass Class, bool? IsReliable, string Basis);

/// <summary>Homework done of what was expected, exact: done counts 1, partly ½, skipped 0.</summary>
/// <param name="HalfCredits">Credit in halves, 0 to twice <paramref name="Expected"/>.</param>
/// <param name="Expected">Occurrences that fell due.</param>
/// <param name="Ratio">Credit / expected, 0 to 1, to four places; null while nothing was due.</param>
public sealed record HomeworkDone(int HalfCredits, int Expected, decimal? Ratio)
{
    internal static HomeworkDone Of(AdherenceTally tally) => new(tally.HalfCredits, tally.Expected, tally.Ratio);
}

/// <summary>One calendar week, Monday to Sunday in the practice's time zone.</summary>
/// <param name="WeekStart">Its Monday.</param>
/// <param name="Partners">Partner A and, for a couple, partner B.</param>
/// <param name="Homework">The couple's homework that fell due in the week, pooled.</param>
/// <param name="SessionsHeld">How many sessions were held in the week.</param>
/// <param name="Events">The week's setbacks, milestones and turning points, oldest first.</param>
/// <param name="Goals">Where the goals stood at the week's end.</param>
public sealed record WeekOfProgress(
    DateOnly WeekStart, IReadOnlyList<PartnerWeek> Partners, HomeworkDone Homework, int SessionsHeld, IReadOnlyList<ProgressEvent> Events, GoalsOfWeek Goals);

/// <summary>One partner's week.</summary>
/// <param name="PartnerId">The client.</param>
/// <param name="TrustPulse">The week's pulse, 0 to 50; null: none answered.</param>
/// <param name="Homework">Homework that fell due in the week. A target's cap is on the whole alone, so the weeks may add up to more.</param>
/// <param name="Quality">How well the week's entries were done by the therapist's ratings, beside how much; null: none rated.</param>
public sealed record PartnerWeek(Guid PartnerId, int? TrustPulse, HomeworkDone Homework, HomeworkQuality? Quality);

/// <summary>How well homework was done, as a clinician rated it.</summary>
/// <param name="Rated">Entries that have a rating.</param>
/// <param name="Mean">Their mean, 0 to 10, rounded half up to two places.</param>
public sealed record HomeworkQuality(int Rated, decimal Mean)
{
    internal static HomeworkQuality? Of(IReadOnlyCollection<int> ratings) =>
        ratings.Count == 0 ? null : new(ratings.Count, Math.Round(ratings.Sum() / (decimal)ratings.Count, 2, MidpointRounding.AwayFromZero));
}

/// <summary>A sentence made by rule from the numbers beside it.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Rule">Which rule made it.</param>
/// <param name="Basis">That rule in words, with its constants and sources.</param>
/// <param name="ResponseIds">The responses it rests on; empty where it rests on homework or ratings of goals.</param>
public sealed record ProgressSentence(string Text, SummaryRule Rule, string Basis, IReadOnlyList<Guid> ResponseIds)
{
    /// <summary>The goals on whose ratings it rests; empty where it rests on others.</summary>
    public IReadOnlyList<Guid> GoalIds { get; init; } = [];

    /// <summary>The assignments whose entries, or whose want of them, it counts; empty where it counts none.</summary>
    public IReadOnlyList<Guid> AssignmentIds { get; init; } = [];
}

/// <summary>A rule that makes a sentence of the summary.</summary>
public enum SummaryRule
{
    /// <summary>Latest trust pulse against the first.</summary>
    TrustChange,

    /// <summary>The pulse stayed far below its baseline.</summary>
    TrustFell,

    /// <summary>How far apart the partners' latest pulses are.</summary>
    TrustGap,

    /// <summary>Homework done of what was due.</summary>
    Homework,

    /// <summary>What a partner logged and answered since the last session.</summary>
    SinceLastSession,

    /// <summary>One partner's change on a measure.</summary>
    MeasureChange,

    /// <summary>The couple's class on a measure.</summary>
    CoupleChange,

    /// <summary>How many goals are rated, how many are as expected or better, and how far they are attained together.</summary>
    GoalAttainment,

    /// <summary>Goals that those who rated them see far apart.</summary>
    GoalGap,
}
