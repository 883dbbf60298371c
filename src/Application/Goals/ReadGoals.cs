using CounselDesk.Application.Common;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Goals;

[Access(Roles.Clinicians)]
public sealed record GetGoalQuery(Guid GoalId) : IQuery<Goal>, ICaseRequest
{
    public CaseKey Case => CaseKey.Goal(GoalId);
}

public sealed class GetGoalHandler(Goals goals, RequestScope scope) : IRequestHandler<GetGoalQuery, Goal>
{
    public Task<Goal> Handle(GetGoalQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.GoalId;
        return goals.Find(scope.Case, request.GoalId, cancellationToken);
    }
}

/// <summary>A case's goals, the last set first.</summary>
[Access(Roles.Clinicians)]
public sealed record ListGoalsQuery(Guid CoupleId, PageRequest Page, GoalStatus? Status = null) : IQuery<Page<Goal>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListGoalsHandler(Goals goals, RequestScope scope) : IRequestHandler<ListGoalsQuery, Page<Goal>>
{
    public Task<Page<Goal>> Handle(ListGoalsQuery request, CancellationToken cancellationToken) =>
        goals.Page(scope.Case, request.Status, request.Page, cancellationToken);
}
