using System.Text.Json;
using CounselDesk.Application.Alerts;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Events;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Progress;
using CounselDesk.Domain.Sessions;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Briefs;

/// <summary>Everything a clinician needs before the couple walks in. For clinicians only.</summary>
/// <param name="CoupleId">The case.</param>
/// <param name="Today">The practice's day.</param>
/// <param name="Status">Where the case stands.</param>
/// <param name="Partners">Partner A and, for a couple, partner B.</param>
/// <param name="LastSession">The newest session that was held; null before the first.</param>
/// <param name="NextSession">The next that is booked.</param>
/// <param name="LastPlan">The plan of the newest signed progress note that has one.</param>
/// <param name="Homework">What was done and skipped since the last session.</param>
/// <param name="Measures">Each measure answered so far: how each partner moved, and whether the change is reliable.</param>
/// <param name="Goals">What they work toward, and how far it is attained.</param>
/// <param name="Events">Setbacks, milestones and turning points since the last session, newest first, at most 20. What a partner wrote for the therapist alone is not to be mentioned in front of the other.</param>
/// <param name="Alerts">What asks for attention and has not been acknowledged, newest first, at most 20.</param>
/// <param name="UnsignedNotes">Drafts and notes that await a co-signature.</param>
/// <param name="Overdue">What should have been there by now.</param>
/// <param name="Suggestions">The first three recommended exercises, with reasons.</param>
/// <param name="Warnings">What to mend before relying on the suggestions.</param>
public sealed record Brief(
    Guid CoupleId, DateOnly Today, CoupleStatus Status, IReadOnlyList<CouplePartner> Partners, BriefSession? LastSession, BriefSession? NextSession,
    LastPlan? LastPlan, BriefHomework Homework, IReadOnlyList<BriefMeasure> Measures, BriefGoals Goals, IReadOnlyList<CaseEvent> Events,
    IReadOnlyList<BriefAlert> Alerts,
    IReadOnlyList<UnsignedNote> UnsignedNotes, IReadOnlyList<OverdueItem> Overdue, IReadOnlyList<RecommendedExercise> Suggestions,
    IReadOnlyList<RecommendationWarning> Warnings);

/// <param name="Id">The session.</param>
/// <param name="StartsAt">Its start.</param>
/// <param name="Kind">Conjoint, or individual.</param>
/// <param name="Place">Office, video or phone.</param>
public sealed record BriefSession(Guid Id, DateTimeOffset StartsAt, SessionKind Kind, SessionPlace Place);

/// <param name="Since">The day of the last held session; four weeks ago where there was none.</param>
/// <param name="Couple">Credit and what was expected, over the whole case.</param>
/// <param name="Partners">Each partner's part.</param>
/// <param name="Entries">What the partners entered since then, newest first, at most 50: with the answers, which the therapist always may read.</param>
public sealed record BriefHomework(DateOnly Since, HomeworkDone Couple, IReadOnlyList<BriefPartnerHomework> Partners, IReadOnlyList<BriefEntry> Entries);

/// <param name="PartnerId">The partner.</param>
/// <param name="Done">Entries since then: done.</param>
/// <param name="Partly">Entries since then: partly done.</param>
/// <param name="Skipped">Entries since then: skipped.</param>
/// <param name="Adherence">Credit and what was expected, over the whole case.</param>
public sealed record BriefPartnerHomework(Guid PartnerId, int Done, int Partly, int Skipped, HomeworkDone Adherence);

/// <param name="AssignmentId">The assignment.</param>
/// <param name="Title">Its exercise's title.</param>
/// <param name="PartnerId">Whose entry it is.</param>
/// <param name="Day">When.</param>
/// <param name="Outcome">Done, partly or skipped.</param>
/// <param name="Helpful">0 to 10.</param>
/// <param name="Difficulty">0 to 10.</param>
/// <param name="Answers">By the reflection question's key.</param>
/// <param name="Barrier">What stood in the way.</param>
/// <param name="BarrierCode">The same as one of the listed words. Do not raise <c>felt-unsafe</c> in front of the other partner.</param>
/// <param name="Quality">How well it was done by the therapist's rating, 0 to 10.</param>
/// <param name="SharedWithPartner">The partner chose to show the answers to the other, at once or once both have answered. False: do not mention them in front of the other.</param>
public sealed record BriefEntry(
    Guid AssignmentId, string Title, Guid PartnerId, DateOnly Day, LogOutcome Outcome, int? Helpful, int? Difficulty,
    IReadOnlyDictionary<string, JsonElement> Answers, string? Barrier, BarrierCode? BarrierCode, int? Quality, bool SharedWithPartner);

/// <param name="Open">Goals that are open, the last set first, at most 20.</param>
/// <param name="Attainment">T-scores of the joint goals and of each partner's own, over those open or reached; 50 is all as expected.</param>
public sealed record BriefGoals(IReadOnlyList<BriefGoal> Open, IReadOnlyList<GoalAttainmentOf> Attainment);

/// <param name="Id">The goal.</param>
/// <param name="Scope"><c>joint</c>, or the one partner's id: do not mention it in front of the other.</param>
/// <param name="Title">What it is about.</param>
/// <param name="TargetOn">The day by which level 0 is hoped for.</param>
/// <param name="Latest">The newest rating of each who rated it.</param>
public sealed record BriefGoal(Guid Id, string Scope, string Title, DateOnly? TargetOn, IReadOnlyList<LatestRating> Latest);

/// <param name="Measure">The measure's key.</param>
/// <param name="Title">Its name.</param>
/// <param name="Partners">How each partner moved.</param>
/// <param name="CoupleClass">Recovered only when both have; null for one client seen alone.</param>
/// <param name="Gap">Distance between the partners' newest totals.</param>
/// <param name="Basis">What the verdict rests on, or why there is none.</param>
public sealed record BriefMeasure(string Measure, string Title, IReadOnlyList<BriefMove> Partners, ChangeClass? CoupleClass, decimal? Gap, string Basis);

/// <param name="PartnerId">The partner.</param>
/// <param name="Baseline">Total at the baseline.</param>
/// <param name="Latest">Newest total.</param>
/// <param name="LatestOn">The newest response's day.</param>
/// <param name="Amount">Newest minus baseline; null until there are two.</param>
/// <param name="Class">Recovered, improved, unchanged, deteriorated, or not classified.</param>
/// <param name="IsReliable">Whether the change exceeds measurement error; null where no constant is published.</param>
public sealed record BriefMove(
    Guid PartnerId, decimal? Baseline, decimal? Latest, DateOnly? LatestOn, decimal? Amount, ChangeClass Class, bool? IsReliable);

/// <param name="Id">The alert; acknowledge it there.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="PartnerId">The partner concerned, if it is one.</param>
/// <param name="Basis">Why, by which rule.</param>
/// <param name="Since">Since which day it has been so.</param>
/// <param name="RaisedAt">When it was raised.</param>
/// <param name="NextSteps">What to do about it, in order.</param>
public sealed record BriefAlert(Guid Id, AlertKind Kind, Guid? PartnerId, string Basis, DateOnly Since, DateTimeOffset RaisedAt, IReadOnlyList<NextStep> NextSteps);

public enum OverdueKind
{
    /// <summary>At least one partner has not been screened alone.</summary>
    Screening,

    /// <summary>The last held session has no note.</summary>
    SessionNote,

    /// <summary>An assignment ran out without being completed.</summary>
    Assignment,

    /// <summary>A partner has not answered the weekly check-in for a week and more.</summary>
    TrustPulse,

    /// <summary>A partner has not answered in time what was asked of them last; the request is the resource.</summary>
    RequestedMeasure,
}

/// <param name="Kind">What is overdue.</param>
/// <param name="ResourceId">The session, assignment or measure request concerned.</param>
/// <param name="PartnerId">The partner concerned.</param>
/// <param name="Since">Since when, in the practice's time zone.</param>
public sealed record OverdueItem(OverdueKind Kind, Guid? ResourceId, Guid? PartnerId, DateOnly? Since);
