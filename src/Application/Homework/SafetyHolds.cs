using CounselDesk.Application.Common;
using CounselDesk.Application.Safety;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Homework;

/// <summary>What the newest screenings say to an exercise, once a clinician's decision has been heard.</summary>
/// <param name="IsRisky">One is positive and the exercise has the caution: given to one partner alone, or by an override.</param>
/// <param name="AllScreened">Each partner has been screened.</param>
internal sealed record SafetyVerdict(bool IsRisky, bool AllScreened);

/// <summary>
/// Holds back what a positive screening speaks against, whether it is given, resumed or extended: otherwise what is refused
/// at one door comes in by the next.
/// </summary>
public sealed class SafetyHolds(IDb db, SafetyStates safetyStates, ITextProtector protector, RequestScope scope, PracticeDays days)
{
    /// <summary>The refusal while a screening holds an exercise back.</summary>
    internal const string Caution = "safety-caution";

    // The audit names the decision; the rationale itself stays encrypted with the assignment.
    private const string OverrideReason = "safety override with written rationale";

    private const string WithOtherPartnerSql = """
        SELECT COUNT(*) AS Found
        FROM Assignments a
        WHERE a.CoupleId = @CoupleId AND a.PracticeId = @PracticeId AND a.ExerciseKey = @ExerciseKey AND a.Id <> @Id
          AND (a.PartnerId IS NULL OR a.PartnerId <> @PartnerId)
          AND a.Status IN ('Assigned', 'InProgress') AND (a.DueOn IS NULL OR a.DueOn >= @Today)
        """;

    private const string KeepSql = """
        UPDATE Assignments SET Warnings = @Warnings, OverrideRationale = @OverrideRationale WHERE Id = @Id AND PracticeId = @PracticeId
        """;

    /// <param name="file">The open case file.</param>
    /// <param name="id">The assignment, there already or about to be.</param>
    /// <param name="exercise">What it is of.</param>
    /// <param name="to">Whom it is for.</param>
    /// <param name="partner">The one partner, where it is for one.</param>
    /// <param name="decision">The clinician's, if any; refused where nothing is held back.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<SafetyVerdict> Weigh(
        CaseFile file, Guid id, Exercise exercise, AssignedTo to, Guid? partner, SafetyOverride? decision, CancellationToken cancellationToken)
    {
        var safety = await safetyStates.Of(file, cancellationToken);
        var isRisky = safety.AnyPositive && exercise.HasCaution(CautionCodes.ViolenceOrCoercion);
        var isHeldBack = isRisky && (partner is not { } one || await HasOtherPartner(file, id, exercise, one, cancellationToken));
        if (isHeldBack && decision is null)
        {
            throw Refused.Rule(
                Caution,
                $"A partner's newest screening holds this {(to == AssignedTo.Partner ? "exercise, which the other partner has as well," : "joint exercise")} back. A clinician may override with a written rationale.");
        }

        if (!isHeldBack && decision is not null)
            throw NothingToOverride();
        if (decision is not null)
            scope.Reason = OverrideReason;
        return new SafetyVerdict(isRisky, safety.AllScreened);
    }

    /// <summary>
    /// For an assignment that is to go on. A rationale is added to those that it has, since each stood when it was written.
    /// </summary>
    /// <param name="file">The open case file.</param>
    /// <param name="row">The assignment, held.</param>
    /// <param name="asksForMore">Whether anything is asked of partners that was not before; if not, no screening is looked at.</param>
    /// <param name="decision">The clinician's, if any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task Renew(CaseFile file, AssignmentRow row, bool asksForMore, SafetyOverride? decision, CancellationToken cancellationToken)
    {
        if (!asksForMore && decision is not null)
            throw NothingToOverride();
        if (!asksForMore || !(await Weigh(file, row.Id, row.Exercise(), row.ForWhom, row.PartnerId, decision, cancellationToken)).IsRisky)
            return;
        var rationales = new[] { protector.Open(HomeworkTexts.Rationale, row.OverrideRationale), decision?.Rationale }.OfType<string>().ToList();
        await db.Execute(
            KeepSql,
            new
            {
                row.Id,
                Warnings = string.Join(' ', row.WarningList.Append(AssignmentWarning.ViolenceOrCoercion).Distinct()),
                OverrideRationale = rationales.Count == 0 ? null : protector.Seal(HomeworkTexts.Rationale, string.Join("\n\n", rationales)),
            },
            cancellationToken);
    }

    private static Refused NothingToOverride() => Refused.Rule("nothing-to-override", "No safety rule holds this assignment back: send it without override.");

    // Given to one and then to the other, it is the couple's by another name.
    private async Task<bool> HasOtherPartner(CaseFile file, Guid id, Exercise exercise, Guid partner, CancellationToken cancellationToken) =>
        await db.Find<int>(WithOtherPartnerSql, new { file.CoupleId, ExerciseKey = exercise.Key, Id = id, PartnerId = partner, days.Today }, cancellationToken) > 0;
}
