using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <summary>An exercise to be given.</summary>
/// <param name="ExerciseKey">From the catalogue, built in or the practice's own.</param>
/// <param name="For"><c>couple</c>, <c>each</c>, or the id of one partner; it must fit the exercise's audience.</param>
/// <param name="StartOn">First day on which it can be done; within a year of today.</param>
/// <param name="Cadence">How often; <c>times-per-week</c> takes 2 to 6 times, <c>weekdays</c> 1 to 6 different days.</param>
/// <param name="DueOn">Last day on which it can be done; open-ended unless told.</param>
/// <param name="Target">Occurrences wanted in all from each partner, 1 to 366; for once, 1 or nothing.</param>
/// <param name="Instructions">The therapist's own words, which the partners will read; at most 4000 characters.</param>
/// <param name="Override">Only for an exercise that the safety rule holds back.</param>
/// <param name="Roles">Who begins as what, for an exercise that has roles: both partners. Unless told, partner A begins with the first.</param>
/// <param name="Alternate">Whether they swap roles each period, and each week where it is several times a week; true unless told or done once. Only for an exercise that has roles.</param>
public sealed record NewAssignment(
    string ExerciseKey, string For, DateOnly StartOn, Cadence Cadence, DateOnly? DueOn = null, int? Target = null,
    string? Instructions = null, SafetyOverride? Override = null, IReadOnlyList<AssignedRole>? Roles = null, bool? Alternate = null);

/// <param name="PartnerId">One of the case's partners.</param>
/// <param name="Role">One of the exercise's roles.</param>
public sealed record AssignedRole(Guid PartnerId, string Role);

[Access(Roles.Clinicians)]
public sealed record AssignHomeworkCommand(Guid CoupleId, NewAssignment Body) : ICommand<Assignment>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class AssignHomeworkValidator : AbstractValidator<AssignHomeworkCommand>
{
    public AssignHomeworkValidator() => RuleFor(x => x.Body).SetValidator(new NewAssignmentValidator());
}

public sealed class NewAssignmentValidator : AbstractValidator<NewAssignment>
{
    internal const string CadenceRule = "Give timesPerWeek, 2 to 6, for times-per-week, weekdays, 1 to 6 different ones, for weekdays, and neither for the others.";

    public NewAssignmentValidator()
    {
        RuleFor(x => x.ExerciseKey).Line(Exercise.MaxKeyLength);
        RuleFor(x => x.For).Must(text => text is "couple" or "each" || Guid.TryParseExact(text, "D", out _))
            .WithMessage("Give couple, each, or a partner's id.");
        RuleFor(x => x.Cadence).Must(cadence => cadence.IsValid())
            .WithMessage(CadenceRule);
        RuleFor(x => x.DueOn).Must((x, due) => due >= x.StartOn).When(x => x.DueOn is not null)
            .WithMessage("Must not be before startOn.");
        RuleFor(x => x.DueOn).Must((x, due) => due!.Value.DayNumber - x.StartOn.DayNumber <= HomeworkLimits.DueDaysAway).When(x => x.DueOn is not null)
            .WithMessage("Must not be more than two years after startOn.");
        RuleFor(x => x.Target).InclusiveBetween(1, AssignmentSchedule.MaxTarget);
        RuleFor(x => x.Target).Must(target => target is null or 1).When(x => x.Cadence.Kind == CadenceKind.Once)
            .WithMessage("What is done once has no other target than 1.");
        RuleFor(x => x.Instructions).Prose(HomeworkLimits.Instructions);
        RuleFor(x => x.Override!).SetValidator(new SafetyOverrideValidator());
        RuleFor(x => x.Roles).Must(roles => roles is null || (roles.Count == ExerciseRoles.Count && roles.All(role => role?.Role is not null)))
            .WithMessage("Give both partners a role.");
        RuleFor(x => x.Alternate).Must(alternate => alternate != true).When(x => x.Cadence.Kind == CadenceKind.Once)
            .WithMessage("What is done once has no turns to take.");
    }
}

public sealed class AssignHomeworkHandler(AssignmentGiver giver, RequestScope scope) : IRequestHandler<AssignHomeworkCommand, Assignment>
{
    public Task<Assignment> Handle(AssignHomeworkCommand request, CancellationToken cancellationToken) =>
        giver.Give(scope.Case, request.Body, cancellationToken);
}

internal static class BatchRule
{
    public static void Batch<T, TItem>(this IRuleBuilder<T, IReadOnlyList<TItem>> rule) => rule
        .Must(items => items is { Count: >= 1 and <= HomeworkLimits.Batch } && items.All(item => item is not null))
        .WithMessage($"Give 1 to {HomeworkLimits.Batch} assignments.");
}
