using CounselDesk.Application.Common;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <summary>An exercise to be given.</summary>
/// <param name="ExerciseKey">From the catalogue.</param>
/// <param name="For"><c>couple</c>, <c>each</c>, or the id of one partner; it must fit the exercise's audience.</param>
/// <param name="StartOn">First day on which it can be done; within a year of today.</param>
/// <param name="Cadence">How often; <c>times-per-week</c> takes 2 to 6 times, <c>weekdays</c> 1 to 6 different days.</param>
/// <param name="DueOn">Last day on which it can be done; open-ended unless told.</param>
/// <param name="Target">Occurrences wanted in all from each partner, 1 to 366; for once, 1 or nothing.</param>
/// <param name="Instructions">The therapist's own words, which the partners will read; at most 4000 characters.</param>
/// <param name="Override">Only for an exercise that the safety rule holds back.</param>
public sealed record NewAssignment(
    string ExerciseKey, string For, DateOnly StartOn, Cadence Cadence, DateOnly? DueOn = null, int? Target = null,
    string? Instructions = null, SafetyOverride? Override = null);

/// <summary>A clinician's decision against the safety rule.</summary>
/// <param name="Rationale">Why it is right all the same, 10 to 4000 characters. Kept encrypted; that it was done is audited.</param>
public sealed record SafetyOverride(string Rationale);

[Access(Roles.Clinicians)]
public sealed record AssignHomeworkCommand(Guid CoupleId, NewAssignment Body) : ICommand<Assignment>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class AssignHomeworkValidator : AbstractValidator<AssignHomeworkCommand>
{
    internal const string CadenceRule = "Give timesPerWeek, 2 to 6, for times-per-week, weekdays, 1 to 6 different ones, for weekdays, and neither for the others.";

    public AssignHomeworkValidator()
    {
        RuleFor(x => x.Body.ExerciseKey).Line(Exercise.MaxKeyLength);
        RuleFor(x => x.Body.For).Must(text => text is "couple" or "each" || Guid.TryParseExact(text, "D", out _))
            .WithMessage("Give couple, each, or a partner's id.");
        RuleFor(x => x.Body.Cadence).Must(cadence => cadence.IsValid())
            .WithMessage(CadenceRule);
        RuleFor(x => x.Body.DueOn).Must((x, due) => due >= x.Body.StartOn).When(x => x.Body.DueOn is not null)
            .WithMessage("Must not be before startOn.");
        RuleFor(x => x.Body.Target).InclusiveBetween(1, AssignmentSchedule.MaxTarget);
        RuleFor(x => x.Body.Target).Must(target => target is null or 1).When(x => x.Body.Cadence.Kind == CadenceKind.Once)
            .WithMessage("What is done once has no other target than 1.");
        RuleFor(x => x.Body.Instructions).Prose(HomeworkLimits.Instructions);
        RuleFor(x => x.Body.Override!.Rationale).Prose(HomeworkLimits.Rationale).When(x => x.Body.Override is not null);
        RuleFor(x => x.Body.Override!.Rationale).Must(text => text.Trim().Length >= HomeworkLimits.RationaleMinimum)
            .When(x => x.Body.Override is not null).WithMessage($"Give at least {HomeworkLimits.RationaleMinimum} characters.");
    }
}

public sealed class AssignHomeworkHandler(
    IDb db, IIds ids, IToolkit toolkit, CoupleSituations situations, SafetyStates safetyStates, Assignments assignments, Schedules schedules,
    ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
    : IRequestHandler<AssignHomeworkCommand, Assignment>
{
    // The audit names the decision; the rationale itself stays encrypted with the assignment.
    private const string OverrideReason = "safety override with written rationale";

    private const string InsertSql = """
        INSERT INTO Assignments (Id, PracticeId, Seq, CoupleId, ForWhom, PartnerId, ExerciseKey, ExerciseVersion, Title, ExerciseText, StartOn, DueOn,
          EndedOn, Target, Instructions, Status, Warnings, OverrideRationale, AssignedBy, AssignedAt, WithdrawnAt, WithdrawnBy,
          WithdrawnReason, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @ForWhom, @PartnerId, @ExerciseKey, @ExerciseVersion, @Title, @ExerciseText, @StartOn, @DueOn,
          NULL, @Target, @Instructions, 'Assigned', @Warnings, @OverrideRationale, @AssignedBy, @AssignedAt, NULL, NULL,
          NULL, 1)
        """;

    public async Task<Assignment> Handle(AssignHomeworkCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var (body, file) = (request.Body, scope.Case);
        file.RequireOpen();
        var exercise = toolkit.Catalogue.Exercise(body.ExerciseKey)
            ?? throw Refused.Invalid("exerciseKey", "Name an exercise of the catalogue.", "unknown-exercise");
        if (Math.Abs(body.StartOn.DayNumber - days.Today.DayNumber) > HomeworkLimits.StartDaysAway)
            throw Refused.Invalid("startOn", "Must be within a year of today.", "start-too-far");
        var (to, partner) = Recipient(body.For, file);
        var situation = await situations.Head(file, cancellationToken);
        if (!AudienceRule.Fits(exercise.Audience, to, file.Kind, partner is { } one ? situation.RoleOf(file, one) : BetrayalRole.None))
            throw Refused.Rule("audience-mismatch", "The exercise is not made for those named in for.");
        var warnings = Warnings(exercise, to, body.Override, await safetyStates.Of(file, cancellationToken), situation);

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
            },
            cancellationToken);
        await schedules.Begin(file.CoupleId, id, new ScheduleSegment(body.StartOn, body.Cadence), cancellationToken);
        scope.ResourceId = id;
        scope.SubjectId = partner;
        if (body.Override is not null)
            scope.Reason = OverrideReason;
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

    private List<AssignmentWarning> Warnings(Exercise exercise, AssignedTo to, SafetyOverride? decision, SafetyState safety, SituationRow situation)
    {
        var isRisky = safety.AnyPositive && exercise.HasCaution(CautionCodes.ViolenceOrCoercion);
        var isHeldBack = isRisky && to != AssignedTo.Partner;
        if (isHeldBack && decision is null)
            throw Refused.Rule("safety-caution", "A partner's newest screening holds this joint exercise back. A clinician may override with a written rationale.");
        if (!isHeldBack && decision is not null)
            throw Refused.Rule("nothing-to-override", "No safety rule holds this assignment back: send it without override.");

        var warnings = new List<AssignmentWarning>();
        if (!safety.AllScreened)
            warnings.Add(AssignmentWarning.NotScreened);
        if (isRisky)
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
