using CounselDesk.Application.Common;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Goals;

/// <param name="By">The clinicians' own view, or a partner's as they said it in session.</param>
/// <param name="Level">-2 to 2.</param>
/// <param name="PartnerId">Whose it is, with <c>partner</c>: one whom the goal concerns.</param>
/// <param name="RatedOn">From the day on which the goal was set to today, which it is unless told.</param>
/// <param name="Note">At most 2000 characters; kept encrypted.</param>
public sealed record NewGoalRating(GoalRater By, int Level, Guid? PartnerId = null, DateOnly? RatedOn = null, string? Note = null);

[Access(Roles.Clinicians)]
public sealed record RateGoalCommand(Guid GoalId, NewGoalRating Body) : ICommand<GoalRating>, ICaseRequest
{
    public CaseKey Case => CaseKey.Goal(GoalId);
}

public sealed class RateGoalValidator : AbstractValidator<RateGoalCommand>
{
    public RateGoalValidator()
    {
        RuleFor(x => x.Body.By).IsInEnum();
        RuleFor(x => x.Body.Level).InclusiveBetween(GoalLimits.LowestLevel, GoalLimits.HighestLevel);
        RuleFor(x => x.Body.PartnerId).Must((command, partner) => partner is not null == (command.Body.By == GoalRater.Partner))
            .WithMessage("Name the partner where the rating is a partner's, and only there.");
        RuleFor(x => x.Body.Note).Prose(GoalLimits.Note);
    }
}

public sealed class RateGoalHandler(Goals goals, GoalRatings ratings, RequestScope scope) : IRequestHandler<RateGoalCommand, GoalRating>
{
    public async Task<GoalRating> Handle(RateGoalCommand request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        if (body.PartnerId is { } partner)
            scope.Case.RequirePartner(partner, "partnerId");
        var goal = await goals.Row(request.GoalId, cancellationToken);
        if (goal.ClientId is { } owner && body.PartnerId is { } rater && rater != owner)
            throw Refused.Invalid("partnerId", "The goal is the other partner's alone.", "not-their-goal");
        return await ratings.Enter(goal, body.PartnerId, new OwnGoalRating(body.Level, body.RatedOn, body.Note), scope.Caller.AccountId, cancellationToken);
    }
}

/// <summary>Everybody's ratings of a goal, the last entered first.</summary>
[Access(Roles.Clinicians)]
public sealed record ListGoalRatingsQuery(Guid GoalId, PageRequest Page) : IQuery<Page<GoalRating>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Goal(GoalId);
}

public sealed class ListGoalRatingsHandler(GoalRatings ratings, RequestScope scope) : IRequestHandler<ListGoalRatingsQuery, Page<GoalRating>>
{
    public Task<Page<GoalRating>> Handle(ListGoalRatingsQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.GoalId;
        return ratings.Page(request.GoalId, request.Page, cancellationToken);
    }
}
