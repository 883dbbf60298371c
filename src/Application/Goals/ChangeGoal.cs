using CounselDesk.Application.Common;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Goals;

/// <summary>A merge patch: what is absent stays. Once a goal was rated, only its title and target's day may change.</summary>
/// <param name="Title">One line of at most 200 characters.</param>
/// <param name="Levels">All five anew, before the first rating only.</param>
/// <param name="Weight">1 to 10, before the first rating only.</param>
/// <param name="BaselineLevel">-2 to 2, before the first rating only; null takes it away.</param>
/// <param name="TargetOn">Today to five years on; null takes it away.</param>
public sealed record GoalChange(
    Optional<string> Title = default, Optional<IReadOnlyList<GoalLevel>> Levels = default, Optional<int> Weight = default,
    Optional<int?> BaselineLevel = default, Optional<DateOnly?> TargetOn = default);

[Access(Roles.Clinicians)]
public sealed record ChangeGoalCommand(Guid GoalId, int? Version, GoalChange Body) : ICommand<Goal>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Goal(GoalId);
}

public sealed class ChangeGoalValidator : AbstractValidator<ChangeGoalCommand>
{
    public ChangeGoalValidator()
    {
        RuleFor(x => x.Body.Title.Value).NotNull().Line(GoalLimits.Title).When(x => x.Body.Title.IsSet).OverridePropertyName("body.title");
        RuleFor(x => x.Body.Levels.Value).Must(SetGoalValidator.AreFive).WithErrorCode("not-five-levels").WithMessage(SetGoalValidator.LevelsRule)
            .When(x => x.Body.Levels.IsSet).OverridePropertyName("body.levels");
        RuleForEach(x => x.Body.Levels.Value).ChildRules(level => level.RuleFor(x => x.Text).NotNull().Prose(GoalLimits.LevelText))
            .When(x => x.Body.Levels.IsSet).OverridePropertyName("body.levels");
        RuleFor(x => x.Body.Weight.Value).InclusiveBetween(GoalLimits.LeastWeight, GoalLimits.MostWeight)
            .When(x => x.Body.Weight.IsSet).OverridePropertyName("body.weight");
        RuleFor(x => x.Body.BaselineLevel.Value).InclusiveBetween(GoalLimits.LowestLevel, GoalLimits.HighestLevel).OverridePropertyName("body.baselineLevel");
    }
}

public sealed class ChangeGoalHandler(IDb db, Goals goals, ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
    : IRequestHandler<ChangeGoalCommand, Goal>
{
    private const string UpdateSql = """
        UPDATE Goals SET Texts = @Texts, Weight = @Weight, BaselineLevel = @BaselineLevel, TargetOn = @TargetOn, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<Goal> Handle(ChangeGoalCommand request, CancellationToken cancellationToken)
    {
        var (file, body) = (scope.Case, request.Body);
        file.RequireOpen();
        var row = await goals.Row(request.GoalId, cancellationToken);
        scope.ResourceId = row.Id;
        scope.SubjectId = row.ClientId;
        request.RequireCurrent(row.Version);
        if (row.Status == GoalStatus.Dropped)
            throw Refused.Conflict("goal-dropped", "The goal was given up: set a new one.");
        // What was rated was rated on those levels and by that weight: other ones make another goal.
        if ((body.Levels.IsSet || body.Weight.IsSet || body.BaselineLevel.IsSet) && (await goals.Latest(file, [row], cancellationToken)).Contains(row.Id))
            throw Refused.Conflict("already-rated", "The goal has been rated: its levels, weight and baseline stay. Set a new goal instead.");
        if (body.TargetOn.IsSet)
            SetGoalHandler.RequireTarget(body.TargetOn.Value, days.Today);

        var texts = row.Open(protector);
        await db.Execute(
            UpdateSql,
            new
            {
                Texts = GoalTexts.Of(body.Title.Or(texts.Title), body.Levels.Or(texts.ToLevels())).Seal(protector, row.Id),
                Weight = body.Weight.Or(row.Weight),
                BaselineLevel = body.BaselineLevel.Or(row.BaselineLevel),
                TargetOn = body.TargetOn.Or(row.TargetOn),
                row.Id,
                row.Version,
            },
            cancellationToken).OrStale();
        await outbox.Raise("goal.changed", row.Id, cancellationToken);
        return await goals.Find(file, row.Id, cancellationToken);
    }
}
