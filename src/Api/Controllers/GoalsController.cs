using CounselDesk.Api.Http;
using CounselDesk.Application.Goals;
using CounselDesk.Domain.Goals;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>What a couple or a partner works toward, rated on five described levels.</summary>
[Tags("Goals")]
public sealed class GoalsController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Set a goal</summary>
    /// <remarks>
    /// For both partners, or for one, of which the other never learns. Five levels say what much less than expected up to much
    /// more would look like. 400: <c>not-five-levels</c>, <c>not-a-partner</c>; 409: <c>too-many-goals</c>.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/goals"), Sends<SetGoalCommand>, Creates]
    public Task<IActionResult> SetGoal(Guid coupleId, NewGoal body, CancellationToken cancellationToken) =>
        Created(new SetGoalCommand(coupleId, body), goal => $"goals/{goal.Id}", cancellationToken);

    /// <summary>List a case's goals</summary>
    /// <remarks>The last set first, each with the newest rating of everybody who rated it.</remarks>
    [HttpGet("couples/{coupleId:guid}/goals"), Sends<ListGoalsQuery>]
    public Task<IActionResult> ListGoals(Guid coupleId, [FromQuery] PageQuery page, GoalStatus? status, CancellationToken cancellationToken) =>
        Answer(new ListGoalsQuery(coupleId, page, status), cancellationToken);

    /// <summary>How far the goals are attained</summary>
    /// <remarks>
    /// Goal-attainment T-scores of the joint goals, of each partner's own and of all together, by each who rated them, with the
    /// method. 50 is all as expected, 10 points are a standard deviation.
    /// </remarks>
    [HttpGet("couples/{coupleId:guid}/goals/attainment"), Sends<GetGoalAttainmentQuery>]
    public Task<IActionResult> GetGoalAttainment(Guid coupleId, CancellationToken cancellationToken) =>
        Answer(new GetGoalAttainmentQuery(coupleId), cancellationToken);

    /// <summary>Read a goal</summary>
    [HttpGet("goals/{goalId:guid}"), Sends<GetGoalQuery>]
    public Task<IActionResult> GetGoal(Guid goalId, CancellationToken cancellationToken) => Answer(new GetGoalQuery(goalId), cancellationToken);

    /// <summary>Change a goal</summary>
    /// <remarks>Once it was rated, only its title and the day of its target. 409: <c>already-rated</c>, <c>goal-dropped</c>.</remarks>
    [HttpPatch("goals/{goalId:guid}"), Consumes("application/merge-patch+json"), Sends<ChangeGoalCommand>]
    public Task<IActionResult> ChangeGoal(Guid goalId, GoalChange body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new ChangeGoalCommand(goalId, ifMatch.Version, body), cancellationToken);

    /// <summary>Say that a goal is reached, rests, goes on or is given up</summary>
    /// <remarks>With the reason, for clinicians alone. Given up is for good. 409: <c>status-not-possible</c>.</remarks>
    [HttpPost("goals/{goalId:guid}/status"), Sends<ChangeGoalStatusCommand>]
    public Task<IActionResult> ChangeGoalStatus(Guid goalId, GoalStatusChange body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new ChangeGoalStatusCommand(goalId, ifMatch.Version, body), cancellationToken);

    /// <summary>Rate a goal</summary>
    /// <remarks>
    /// As the therapist sees it, or as a partner said it in session. One rating of each a day; rating again amends it.
    /// 400: <c>day-in-future</c>, <c>before-goal</c>, <c>not-a-partner</c>, <c>not-their-goal</c>; 409: <c>goal-dropped</c>, <c>goal-paused</c>.
    /// </remarks>
    [HttpPost("goals/{goalId:guid}/ratings"), Sends<RateGoalCommand>, Creates]
    public Task<IActionResult> RateGoal(Guid goalId, NewGoalRating body, CancellationToken cancellationToken) =>
        Created(new RateGoalCommand(goalId, body), _ => $"goals/{goalId}/ratings", cancellationToken);

    /// <summary>List a goal's ratings</summary>
    /// <remarks>Everybody's, the last entered first, with what each was before it was amended.</remarks>
    [HttpGet("goals/{goalId:guid}/ratings"), Sends<ListGoalRatingsQuery>]
    public Task<IActionResult> ListGoalRatings(Guid goalId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListGoalRatingsQuery(goalId, page), cancellationToken);

    /// <summary>List my goals</summary>
    /// <remarks>My own and our joint ones, with my own ratings. Nobody sees here what the other rated.</remarks>
    [HttpGet("portal/goals"), Tags("Portal"), Sends<ListPortalGoalsQuery>]
    public Task<IActionResult> ListPortalGoals([FromQuery] PageQuery page, [FromQuery] Guid? caseId, CancellationToken cancellationToken) =>
        Answer(new ListPortalGoalsQuery(page, caseId), cancellationToken);

    /// <summary>Rate one of my goals</summary>
    /// <remarks>
    /// For oneself; the therapist reads it, the other partner does not. Rating the same day again amends it.
    /// 400: <c>day-in-future</c>, <c>before-goal</c>; 409: <c>goal-dropped</c>, <c>goal-paused</c>.
    /// </remarks>
    [HttpPost("portal/goals/{goalId:guid}/ratings"), Tags("Portal"), Sends<RateOwnGoalCommand>, Creates]
    public Task<IActionResult> RateOwnGoal(Guid goalId, OwnGoalRating body, CancellationToken cancellationToken) =>
        Created(new RateOwnGoalCommand(goalId, body), _ => "portal/goals", cancellationToken);
}
