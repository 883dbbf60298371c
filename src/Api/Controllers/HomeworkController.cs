using CounselDesk.Api.Http;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Homework;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CounselDesk.Api.Controllers;

/// <summary>Exercises given to a couple or a partner, and what each of them logs.</summary>
[Tags("Homework")]
public sealed class HomeworkController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Assign an exercise</summary>
    /// <remarks>
    /// While a partner's newest screening is positive, a joint exercise with the <c>violence-or-coercion</c> caution is refused (422
    /// <c>safety-caution</c>) unless <c>override</c> gives a rationale; so is one for one partner that the other has running. What
    /// else is to be weighed stands in <c>warnings</c>.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/assignments"), Sends<AssignHomeworkCommand>, Creates]
    public Task<IActionResult> AssignHomework(Guid coupleId, NewAssignment body, CancellationToken cancellationToken) =>
        Created(new AssignHomeworkCommand(coupleId, body), assignment => $"assignments/{assignment.Id}", cancellationToken);

    /// <summary>Assign several exercises at once</summary>
    /// <remarks>1 to 20, all or none; a refusal names the one that stands in the way, such as <c>assignments[2].dueOn</c>.</remarks>
    [HttpPost("couples/{coupleId:guid}/assignments/batch"), Sends<AssignBatchCommand>, Creates]
    public Task<IActionResult> AssignBatch(Guid coupleId, AssignmentBatch body, CancellationToken cancellationToken) =>
        Created(new AssignBatchCommand(coupleId, body), _ => $"couples/{coupleId}/assignments", cancellationToken);

    /// <summary>Assign exercises to several couples at once</summary>
    /// <remarks>
    /// 1 to 20 for cases of the caller, all or none; a refusal names the one that stands in the way, such as
    /// <c>assignments[2].assignment.dueOn</c>; 400 <c>no-such-case</c> for a case that is not the practice's. The safety rule holds for each case, and each case's audit has an entry.
    /// </remarks>
    [HttpPost("assignments/batch"), Sends<AssignToCouplesCommand>]
    public Task<IActionResult> AssignToCouples(CouplesBatch body, CancellationToken cancellationToken) =>
        Answer(new AssignToCouplesCommand(body), cancellationToken);

    /// <summary>List a couple's assignments</summary>
    /// <remarks>
    /// Newest first, each with the adherence of each partner and of the couple up to today. <c>unreviewed=true</c> gives those with
    /// entries that the therapist has yet to review, <c>false</c> the others.
    /// </remarks>
    [HttpGet("couples/{coupleId:guid}/assignments"), Sends<ListAssignmentsQuery>]
    public Task<IActionResult> ListAssignments(Guid coupleId, [FromQuery] PageQuery page, AssignmentStatus? status, bool? unreviewed, CancellationToken cancellationToken) =>
        Answer(new ListAssignmentsQuery(coupleId, page, status, unreviewed), cancellationToken);

    /// <summary>Read an assignment</summary>
    /// <remarks>With the exercise's text as it was given.</remarks>
    [HttpGet("assignments/{assignmentId:guid}"), Sends<GetAssignmentQuery>]
    public Task<IActionResult> GetAssignment(Guid assignmentId, [FromQuery] string? language, CancellationToken cancellationToken) =>
        Answer(new GetAssignmentQuery(assignmentId, language), cancellationToken);

    /// <summary>Change an assignment's due day, target, instructions or cadence</summary>
    /// <remarks>
    /// A new <c>cadence</c> begins a segment of the schedule on <c>from</c>. The days before stay as they were counted, and entries
    /// keep their periods. While a partner's newest screening is positive, what the safety rule would not let be given is not
    /// extended or revived either (422 <c>safety-caution</c>) unless <c>override</c> gives a rationale: by a later due day or none, a
    /// higher target or none, another cadence.
    /// </remarks>
    [HttpPatch("assignments/{assignmentId:guid}"), Sends<ChangeAssignmentCommand>, Consumes("application/merge-patch+json")]
    public Task<IActionResult> ChangeAssignment(Guid assignmentId, AssignmentChange body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new ChangeAssignmentCommand(assignmentId, ifMatch.Version, body), cancellationToken);

    /// <summary>Pause an assignment</summary>
    /// <remarks>
    /// From today nothing falls due, until it is resumed; its due day stays where it is. A week that is partly paused expects its
    /// share of the days that were not, rounded down: 4 times a week and 3 days paused is 2, a weekly exercise asks for nothing.
    /// What is done meanwhile can be logged, and counts. While the case is paused, all its assignments are.
    /// </remarks>
    [HttpPost("assignments/{assignmentId:guid}/pause"), Sends<PauseAssignmentCommand>]
    public Task<IActionResult> PauseAssignment(Guid assignmentId, PauseText body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new PauseAssignmentCommand(assignmentId, ifMatch.Version, body), cancellationToken);

    /// <summary>Resume a paused assignment</summary>
    /// <remarks>
    /// From today it is expected again. The body may be left out. While a partner's newest screening is positive, what the safety
    /// rule would not let be given is not resumed either (422 <c>safety-caution</c>) unless <c>override</c> gives a rationale.
    /// </remarks>
    [HttpPost("assignments/{assignmentId:guid}/resume"), Sends<ResumeAssignmentCommand>]
    public Task<IActionResult> ResumeAssignment(
        Guid assignmentId, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] AssignmentResumption? body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new ResumeAssignmentCommand(assignmentId, ifMatch.Version, body), cancellationToken);

    /// <summary>Withdraw an assignment</summary>
    /// <remarks>What had not fallen due by today never does. What was logged stays.</remarks>
    [HttpPost("assignments/{assignmentId:guid}/withdraw"), Sends<WithdrawAssignmentCommand>]
    public Task<IActionResult> WithdrawAssignment(Guid assignmentId, Withdrawal body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new WithdrawAssignmentCommand(assignmentId, ifMatch.Version, body), cancellationToken);

    /// <summary>Review what was logged</summary>
    /// <remarks>
    /// The comment is for the partner to read; the quality of each entry, beside its quantity, is for clinicians. Both stay as
    /// they are, and a later review takes their place. An entry that is amended is to be reviewed again.
    /// </remarks>
    [HttpPost("assignments/{assignmentId:guid}/review"), Sends<ReviewHomeworkCommand>, Creates]
    public Task<IActionResult> ReviewHomework(Guid assignmentId, NewReview body, CancellationToken cancellationToken) =>
        Created(new ReviewHomeworkCommand(assignmentId, body), _ => $"assignments/{assignmentId}/reviews", cancellationToken);

    /// <summary>List the reviews of what was logged</summary>
    /// <remarks>Newest first; the newest stands.</remarks>
    [HttpGet("assignments/{assignmentId:guid}/reviews"), Sends<ListReviewsQuery>]
    public Task<IActionResult> ListReviews(Guid assignmentId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListReviewsQuery(assignmentId, page), cancellationToken);

    /// <summary>Log for a partner in session</summary>
    /// <remarks>Marked as entered in session. Entering again for the same partner and period amends; the earlier form is kept.</remarks>
    [HttpPost("assignments/{assignmentId:guid}/logs"), Sends<LogInSessionCommand>, Creates]
    public Task<IActionResult> LogInSession(Guid assignmentId, NewSessionEntry body, CancellationToken cancellationToken) =>
        Created(new LogInSessionCommand(assignmentId, body), _ => $"assignments/{assignmentId}/logs", cancellationToken);

    /// <summary>List what was logged</summary>
    /// <remarks>Both partners' entries with their earlier forms, newest first. The therapist reads them all.</remarks>
    [HttpGet("assignments/{assignmentId:guid}/logs"), Sends<ListLogsQuery>]
    public Task<IActionResult> ListLogs(Guid assignmentId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListLogsQuery(assignmentId, page), cancellationToken);

    /// <summary>Read an entry's history</summary>
    /// <remarks>Every form it had with who entered it, oldest first; the last one stands.</remarks>
    [HttpGet("assignments/{assignmentId:guid}/logs/{logId:guid}/history"), Sends<GetLogHistoryQuery>]
    public Task<IActionResult> GetLogHistory(Guid assignmentId, Guid logId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new GetLogHistoryQuery(assignmentId, logId, page), cancellationToken);
}
