using CounselDesk.Application.Common;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Goals;

/// <param name="Scope"><c>joint</c>, or one partner's id: only that partner and the clinicians read it.</param>
/// <param name="Title">One line of at most 200 characters; kept encrypted.</param>
/// <param name="Levels">Five, one for each level from -2 to 2: what it would look like. Level 0 is what can be expected.</param>
/// <param name="Weight">How much it counts beside the others, 1 to 10; 1 unless told.</param>
/// <param name="BaselineLevel">Where it stands today, -2 to 2.</param>
/// <param name="TargetOn">The day by which level 0 is hoped for, today to five years on.</param>
public sealed record NewGoal(
    string Scope, string Title, IReadOnlyList<GoalLevel> Levels, int Weight = 1, int? BaselineLevel = null, DateOnly? TargetOn = null);

[Access(Roles.Clinicians)]
public sealed record SetGoalCommand(Guid CoupleId, NewGoal Body) : ICommand<Goal>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class SetGoalValidator : AbstractValidator<SetGoalCommand>
{
    internal const string LevelsRule = "Describe five levels, each of -2, -1, 0, 1 and 2 once.";

    public SetGoalValidator()
    {
        RuleFor(x => x.Body.Scope).Must(text => text is "joint" || Guid.TryParseExact(text, "D", out _)).WithMessage("Give joint, or a partner's id.");
        RuleFor(x => x.Body.Title).NotNull().Line(GoalLimits.Title);
        RuleFor(x => x.Body.Levels).Must(AreFive).WithErrorCode("not-five-levels").WithMessage(LevelsRule);
        RuleForEach(x => x.Body.Levels).ChildRules(level => level.RuleFor(x => x.Text).NotNull().Prose(GoalLimits.LevelText));
        RuleFor(x => x.Body.Weight).InclusiveBetween(GoalLimits.LeastWeight, GoalLimits.MostWeight);
        RuleFor(x => x.Body.BaselineLevel).InclusiveBetween(GoalLimits.LowestLevel, GoalLimits.HighestLevel);
    }

    internal static bool AreFive(IReadOnlyList<GoalLevel>? levels) =>
        levels is not null
        && levels.Select(level => level?.Level ?? GoalLimits.HighestLevel + 1).Order().SequenceEqual(Enumerable.Range(GoalLimits.LowestLevel, GoalLimits.HighestLevel - GoalLimits.LowestLevel + 1));
}

public sealed class SetGoalHandler(IDb db, IIds ids, Goals goals, ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
    : IRequestHandler<SetGoalCommand, Goal>
{
    private const string CountSql = "SELECT COUNT(*) AS Found FROM Goals g WHERE g.PracticeId = @PracticeId AND g.CoupleId = @CoupleId";

    private const string InsertSql = """
        INSERT INTO Goals (Id, PracticeId, Seq, CoupleId, ClientId, Texts, Weight, BaselineLevel, TargetOn, Status, SetBy, SetAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @ClientId, @Texts, @Weight, @BaselineLevel, @TargetOn, 'Open', @SetBy, @SetAt, 1)
        """;

    public async Task<Goal> Handle(SetGoalCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var (file, body) = (scope.Case, request.Body);
        file.RequireOpen();
        var partner = Guid.TryParse(body.Scope, out var one) ? one : (Guid?)null;
        if (partner is { } only)
            file.RequirePartner(only, "scope");
        RequireTarget(body.TargetOn, days.Today);
        if (await db.Find<int>(CountSql, new { file.CoupleId }, cancellationToken) >= GoalLimits.PerCase)
            throw Refused.Conflict("too-many-goals", $"A case has at most {GoalLimits.PerCase} goals.");

        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                file.CoupleId,
                ClientId = partner,
                Texts = GoalTexts.Of(body.Title, body.Levels).Seal(protector, id),
                body.Weight,
                body.BaselineLevel,
                body.TargetOn,
                SetBy = scope.Caller.AccountId,
                SetAt = days.Now,
            },
            cancellationToken);
        scope.ResourceId = id;
        scope.SubjectId = partner;
        await outbox.Raise("goal.set", id, cancellationToken);
        return await goals.Find(file, id, cancellationToken);
    }

    internal static void RequireTarget(DateOnly? target, DateOnly today)
    {
        if (target < today || target?.DayNumber > today.DayNumber + GoalLimits.TargetDaysAway)
            throw Refused.Invalid("targetOn", "Must lie between today and five years on.");
    }
}
