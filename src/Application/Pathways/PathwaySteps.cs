using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Pathways;

/// <summary>
/// Opens steps: each becomes an assignment by what gives all homework, so that no rule of it is passed by.
/// Only under the lock of the case, and only from a step that has not been opened, so that none opens twice.
/// </summary>
public sealed class PathwaySteps(
    IDb db, PathwayRuns runs, AssignmentGiver giver, CoupleSituations situations, PracticeToolkit toolkit, RequestScope scope, IOutbox outbox, PracticeDays days)
{
    /// <summary>How long an exercise that recurs is a step's, in weeks: it is done once each partner has done it so often.</summary>
    public const int Weeks = 2;

    private const string EndDoneSql = """
        UPDATE PathwayRunSteps SET Status = 'Done', EndedOn = @Today
        WHERE PracticeId = @PracticeId AND RunId = @RunId AND Status = 'Open'
          AND AssignmentId IN (SELECT a.Id FROM Assignments a WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId AND a.Status = 'Completed')
        """;

    private const string OpenSql = """
        UPDATE PathwayRunSteps SET Status = 'Open', OpenedOn = @Today, AssignmentId = @AssignmentId, HeldBecause = NULL
        WHERE PracticeId = @PracticeId AND RunId = @RunId AND Number = @Number AND Status IN ('Waiting', 'Held')
        """;

    private const string HoldSql = """
        UPDATE PathwayRunSteps SET Status = 'Held', HeldBecause = @HeldBecause
        WHERE PracticeId = @PracticeId AND RunId = @RunId AND Number = @Number AND Status = 'Waiting'
        """;

    private const string TouchSql = """
        UPDATE PathwayRuns SET Version = Version + 1 WHERE Id = @Id AND PracticeId = @PracticeId
        """;

    private const string CompleteSql = """
        UPDATE PathwayRuns SET Status = 'Completed', EndedAt = @Now WHERE Id = @Id AND PracticeId = @PracticeId AND Status = 'Running'
        """;

    /// <summary>
    /// Brings a running pathway up to today: what is done ends, what is due opens or is held, and when all is over it is
    /// completed.
    /// </summary>
    /// <returns>The assignments that it made.</returns>
    internal async Task<IReadOnlyList<Guid>> Settle(CaseFile file, PathwayRunRow run, bool isTouched, CancellationToken cancellationToken)
    {
        var ended = await db.Execute(EndDoneSql, new { RunId = run.Id, file.CoupleId, days.Today }, cancellationToken);
        var steps = await runs.Steps(run.Id, cancellationToken);
        var states = steps.Select(step => step.State()).ToList();
        var due = PathwayCourse.DueToOpen(states, run.StartOn, days.Today).Select(state => state.Number).ToList();
        var made = new List<Guid>();
        foreach (var step in steps.Where(step => due.Contains(step.Number)))
        {
            if (await OpenOrHold(file, step, cancellationToken) is { } assignment)
                made.Add(assignment);
        }

        if (isTouched || ended > 0 || due.Count > 0)
            await db.Execute(TouchSql, new { run.Id }, cancellationToken);
        if (PathwayCourse.IsFinished(states))
        {
            await db.Execute(CompleteSql, new { run.Id, days.Now }, cancellationToken);
            await outbox.Raise("pathway.completed", run.Id, cancellationToken);
        }

        return made;
    }

    /// <summary>Opens a step because a clinician says so; what speaks against it is refused, and the step stays as it was.</summary>
    internal async Task Open(CaseFile file, PathwayStepRow step, SafetyOverride? decision, CancellationToken cancellationToken)
    {
        var exercise = await toolkit.Current(step.ExerciseKey, cancellationToken)
            ?? throw Refused.Conflict("unknown-exercise", "The step's exercise is no longer there to be assigned: skip the step.");
        var whom = await Recipient(exercise, file, cancellationToken)
            ?? throw Refused.Rule("audience-mismatch", "No partner has the role that the exercise is for: write it into the formulation first.");
        await Assign(file, step, exercise, whom, decision, cancellationToken);
    }

    private async Task<Guid?> OpenOrHold(CaseFile file, PathwayStepRow step, CancellationToken cancellationToken)
    {
        if (await toolkit.Current(step.ExerciseKey, cancellationToken) is not { } exercise)
            return await Hold(step, HeldBecause.NoExercise, cancellationToken);
        if (await Recipient(exercise, file, cancellationToken) is not { } whom)
            return await Hold(step, HeldBecause.NoRole, cancellationToken);
        try
        {
            return await Assign(file, step, exercise, whom, null, cancellationToken);
        }
        catch (Refused refusal) when (string.Equals(refusal.Code, SafetyHolds.Caution, StringComparison.Ordinal))
        {
            // It was refused before anything was written.
            return await Hold(step, HeldBecause.SafetyCaution, cancellationToken);
        }
    }

    private async Task<Guid> Assign(CaseFile file, PathwayStepRow step, Exercise exercise, string whom, SafetyOverride? decision, CancellationToken cancellationToken)
    {
        var made = await giver.Give(
            file, new NewAssignment(exercise.Key, whom, days.Today, exercise.Cadence, Target: Target(exercise.Cadence), Override: decision), cancellationToken);
        await db.Execute(OpenSql, new { step.RunId, step.Number, days.Today, AssignmentId = made.Id }, cancellationToken).OrStale();
        scope.ResourceId = step.RunId;
        scope.SubjectId = null;
        return made.Id;
    }

    private async Task<Guid?> Hold(PathwayStepRow step, HeldBecause because, CancellationToken cancellationToken)
    {
        await db.Execute(HoldSql, new { step.RunId, step.Number, HeldBecause = because }, cancellationToken).OrStale();
        return null;
    }

    // Whoever the exercise is made for; one for a chosen partner is given to each, since a pathway chooses nobody.
    private async Task<string?> Recipient(Exercise exercise, CaseFile file, CancellationToken cancellationToken)
    {
        if (exercise.Audience is Audience.Couple)
            return "couple";
        if (exercise.Audience is Audience.Each or Audience.Partner)
            return "each";
        var role = exercise.Audience == Audience.HurtPartner ? BetrayalRole.Hurt : BetrayalRole.Involved;
        var situation = await situations.Head(file, cancellationToken);
        var partners = file.Partners.Where(partner => situation.RoleOf(file, partner) == role).ToList();
        return partners is [var only] ? only.ToString() : null;
    }

    private static int? Target(Cadence cadence) => cadence.Kind switch
    {
        CadenceKind.Once => null,
        CadenceKind.Daily => 7 * Weeks,
        CadenceKind.TimesPerWeek => cadence.TimesPerWeek * Weeks,
        _ => Weeks,
    };
}
