using CounselDesk.Application.Common;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Homework;

/// <summary>Gives one exercise to an open case; the same alone and in a batch.</summary>
public sealed class AssignmentGiver(
    IDb db, IIds ids, PracticeToolkit toolkit, CoupleSituations situations, SafetyHolds holds, Assignments assignments, Schedules schedules,
    ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
{
    private const string InsertSql = """
        INSERT INTO Assignments (Id, PracticeId, Seq, CoupleId, ForWhom, PartnerId, ExerciseKey, ExerciseVersion, Title, ExerciseText, StartOn, DueOn,
          EndedOn, Target, Instructions, Status, Warnings, OverrideRationale, AssignedBy, AssignedAt, WithdrawnAt, WithdrawnBy,
          WithdrawnReason, RemindOn, RoleOfA, RoleOfB, RolesAlternate, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @ForWhom, @PartnerId, @ExerciseKey, @ExerciseVersion, @Title, @ExerciseText, @StartOn, @DueOn,
          NULL, @Target, @Instructions, 'Assigned', @Warnings, @OverrideRationale, @AssignedBy, @AssignedAt, NULL, NULL,
          NULL, @StartOn, @RoleOfA, @RoleOfB, @RolesAlternate, 1)
        """;

    /// <param name="file">The open case file.</param>
    /// <param name="body">A valid assignment.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<Assignment> Give(CaseFile file, NewAssignment body, CancellationToken cancellationToken)
    {
        var id = ids.New();
        file.RequireOpen();
        var exercise = await toolkit.ToGive(body.ExerciseKey, "exerciseKey", cancellationToken);
        if (Math.Abs(body.StartOn.DayNumber - days.Today.DayNumber) > HomeworkLimits.StartDaysAway)
            throw Refused.Invalid("startOn", "Must be within a year of today.", "start-too-far");
        var (to, partner) = Recipient(body.For, file);
        var situation = await situations.Head(file, cancellationToken);
        if (!AudienceRule.Fits(exercise.Audience, to, file.Kind, partner is { } one ? situation.RoleOf(file, one) : BetrayalRole.None))
            throw Refused.Rule("audience-mismatch", "The exercise is not made for those named in for.");
        var roles = AssignedRoles.Of(body, exercise, to, file);
        var warnings = Warnings(exercise, await holds.Weigh(file, id, exercise, to, partner, body.Override, cancellationToken), situation);

        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                file.CoupleId,
                ForWhom = to,
                PartnerId = partner,
                ExerciseKey = exercise.Key,
                ExerciseVersion = exercise.Version,
                exercise.Title,
                ExerciseText = AssignmentRow.TextOf(exercise),
                body.StartOn,
                body.DueOn,
                body.Target,
                Instructions = protector.Seal(HomeworkTexts.Instructions, body.Instructions),
                Warnings = string.Join(' ', warnings),
                OverrideRationale = protector.Seal(HomeworkTexts.Rationale, body.Override?.Rationale),
                AssignedBy = scope.Caller.AccountId,
                AssignedAt = days.Now,
                RoleOfA = roles.OfA,
                RoleOfB = roles.OfB,
                RolesAlternate = roles.Alternate,
            },
            cancellationToken);
        await schedules.Begin(file.CoupleId, id, new ScheduleSegment(body.StartOn, body.Cadence), cancellationToken);
        scope.ResourceId = id;
        scope.SubjectId = partner;
        await outbox.Raise("assignment.created", id, cancellationToken);
        return await assignments.Find(file, id, cancellationToken);
    }

    private static (AssignedTo To, Guid? Partner) Recipient(string text, CaseFile file)
    {
        if (!Guid.TryParse(text, out var partner))
            return (string.Equals(text, "couple", StringComparison.Ordinal) ? AssignedTo.Couple : AssignedTo.Each, null);
        file.RequirePartner(partner, "for");
        return (AssignedTo.Partner, partner);
    }

    private List<AssignmentWarning> Warnings(Exercise exercise, SafetyVerdict safety, SituationRow situation)
    {
        var warnings = new List<AssignmentWarning>();
        if (!safety.AllScreened)
            warnings.Add(AssignmentWarning.NotScreened);
        if (safety.IsRisky)
            warnings.Add(AssignmentWarning.ViolenceOrCoercion);
        if (situation.IsAcute(days.Today) && exercise.HasCaution(CautionCodes.AcuteBetrayal))
            warnings.Add(AssignmentWarning.AcuteBetrayal);
        if (exercise.HasCaution(CautionCodes.MutualConsent))
            warnings.Add(AssignmentWarning.MutualConsent);
        if (exercise.HasCaution(CautionCodes.IndividualSupportFirst))
            warnings.Add(AssignmentWarning.IndividualSupportFirst);
        return warnings;
    }
}
