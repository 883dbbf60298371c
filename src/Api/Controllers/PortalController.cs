using CounselDesk.Api.Http;
using CounselDesk.Application.Agreements;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace CounselDesk.Api.Controllers;

/// <summary>A partner's own view, and only that.</summary>
[Tags("Portal")]
public sealed class PortalController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>List my open cases</summary>
    /// <remarks>Newest first. Somebody may be in more than one: their own, and a couple's. What is below the portal can be asked of one alone by its <c>caseId</c>.</remarks>
    [HttpGet("portal/cases"), Sends<ListPortalCasesQuery>]
    public Task<IActionResult> ListPortalCases(CancellationToken cancellationToken) => Answer(new ListPortalCasesQuery(), cancellationToken);

    /// <summary>Read which language I read exercises in</summary>
    [HttpGet("portal/language"), Sends<GetOwnLanguageQuery>]
    public Task<IActionResult> GetOwnLanguage(CancellationToken cancellationToken) => Answer(new GetOwnLanguageQuery(), cancellationToken);

    /// <summary>Choose the language that I read exercises in</summary>
    /// <remarks>Where the practice gives them in it, else as they were written. A request's Accept-Language is tried first; Content-Language tells what it came to.</remarks>
    [HttpPut("portal/language"), Sends<ChooseLanguageCommand>]
    public Task<IActionResult> ChooseLanguage(IfMatch ifMatch, LanguageChoice body, CancellationToken cancellationToken) =>
        Answer(new ChooseLanguageCommand(ifMatch.Version, body), cancellationToken);

    /// <summary>What to do today and this week</summary>
    [HttpGet("portal/home"), Sends<GetPortalHomeQuery>]
    public Task<IActionResult> GetPortalHome([FromQuery] Guid? caseId, CancellationToken cancellationToken) => Answer(new GetPortalHomeQuery(caseId), cancellationToken);

    /// <summary>List my assignments</summary>
    /// <remarks>My own and our joint ones, newest first.</remarks>
    [HttpGet("portal/assignments"), Sends<ListPortalAssignmentsQuery>]
    public Task<IActionResult> ListPortalAssignments([FromQuery] PageQuery page, [FromQuery] Guid? caseId, CancellationToken cancellationToken) =>
        Answer(new ListPortalAssignmentsQuery(page, caseId), cancellationToken);

    /// <summary>Read one of my assignments</summary>
    [HttpGet("portal/assignments/{assignmentId:guid}"), Sends<GetPortalAssignmentQuery>]
    public Task<IActionResult> GetPortalAssignment(Guid assignmentId, CancellationToken cancellationToken) =>
        Answer(new GetPortalAssignmentQuery(assignmentId), cancellationToken);

    /// <summary>Log what I did</summary>
    /// <remarks>Logging again for the same period amends it. Who may read the answers is for the partner to choose; the therapist always may.</remarks>
    [HttpPost("portal/assignments/{assignmentId:guid}/logs"), Sends<LogHomeworkCommand>, Creates]
    public Task<IActionResult> LogHomework(Guid assignmentId, NewLogEntry body, CancellationToken cancellationToken) =>
        Created(new LogHomeworkCommand(assignmentId, body), _ => $"portal/assignments/{assignmentId}/logs", cancellationToken);

    /// <summary>List my entries, and the answers shared with me</summary>
    [HttpGet("portal/assignments/{assignmentId:guid}/logs"), Sends<ListPortalLogsQuery>]
    public Task<IActionResult> ListPortalLogs(Guid assignmentId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListPortalLogsQuery(assignmentId, page), cancellationToken);

    /// <summary>Read the history of my entry</summary>
    /// <remarks>Every form it had, oldest first; the last one stands. Only of one's own entries.</remarks>
    [HttpGet("portal/assignments/{assignmentId:guid}/logs/{logId:guid}/history"), Sends<GetOwnLogHistoryQuery>]
    public Task<IActionResult> GetOwnLogHistory(Guid assignmentId, Guid logId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new GetOwnLogHistoryQuery(assignmentId, logId, page), cancellationToken);

    /// <summary>Read how I may safely be reached</summary>
    [HttpGet("portal/safe-contact"), Sends<GetOwnSafeContactQuery>]
    public Task<IActionResult> GetOwnSafeContact(CancellationToken cancellationToken) => Answer(new GetOwnSafeContactQuery(), cancellationToken);

    /// <summary>Say how I may safely be reached</summary>
    /// <remarks>For oneself alone: nothing that the other partner can read changes. A word to the therapist is not shown here again.</remarks>
    [HttpPut("portal/safe-contact"), Sends<WriteOwnSafeContactCommand>]
    public Task<IActionResult> WriteOwnSafeContact(IfMatch ifMatch, OwnSafeContact body, CancellationToken cancellationToken) =>
        Answer(new WriteOwnSafeContactCommand(ifMatch.Version, body), cancellationToken);

    /// <summary>Read what I let stand on pages for both</summary>
    /// <remarks>One's own choice alone; what the other chose shows nowhere.</remarks>
    [HttpGet("portal/sharing"), Sends<GetOwnSharingQuery>]
    public Task<IActionResult> GetOwnSharing([FromQuery] Guid? caseId, CancellationToken cancellationToken) => Answer(new GetOwnSharingQuery(caseId), cancellationToken);

    /// <summary>Say what I let stand on pages for both</summary>
    /// <remarks>Pulses stand there only if both want it. It can be ended at any time, and tells the other nothing.</remarks>
    [HttpPut("portal/sharing"), Sends<WriteOwnSharingCommand>]
    public Task<IActionResult> WriteOwnSharing(IfMatch ifMatch, OwnSharing body, [FromQuery] Guid? caseId, CancellationToken cancellationToken) =>
        Answer(new WriteOwnSharingCommand(ifMatch.Version, body, caseId), cancellationToken);

    /// <summary>Read our trust agreement</summary>
    [HttpGet("portal/agreement"), Sends<GetPortalAgreementQuery>]
    public Task<IActionResult> GetPortalAgreement([FromQuery] Guid? caseId, CancellationToken cancellationToken) =>
        Answer(new GetPortalAgreementQuery(caseId), cancellationToken);

    /// <summary>Accept our trust agreement</summary>
    /// <remarks>For oneself, and the version that If-Match names; a star is refused.</remarks>
    [HttpPost("portal/agreement/accept"), Sends<AcceptOwnAgreementCommand>]
    public Task<IActionResult> AcceptOwnAgreement(IfMatch ifMatch, [FromQuery] Guid? caseId, CancellationToken cancellationToken) =>
        Answer(new AcceptOwnAgreementCommand(ifMatch.Version, caseId), cancellationToken);

    /// <summary>Tick a row of our trust agreement</summary>
    /// <remarks>
    /// For oneself. One tick a period; ticking again changes it. 409: <c>not-accepted</c>, <c>agreement-changed</c>,
    /// <c>no-agreement</c>; 400: <c>unknown-row</c>, <c>day-in-future</c>, <c>outside-agreement</c>.
    /// </remarks>
    [HttpPost("portal/agreement/ticks"), Sends<TickOwnAgreementCommand>, Creates]
    public Task<IActionResult> TickOwnAgreement(AgreementTick body, [FromQuery] Guid? caseId, CancellationToken cancellationToken) =>
        Created(new TickOwnAgreementCommand(body, caseId), _ => "portal/agreement/ticks", cancellationToken);

    /// <summary>List what I ticked</summary>
    [HttpGet("portal/agreement/ticks"), Sends<ListOwnTicksQuery>]
    public Task<IActionResult> ListOwnTicks([FromQuery] PageQuery page, [FromQuery] Guid? caseId, CancellationToken cancellationToken) =>
        Answer(new ListOwnTicksQuery(page, caseId), cancellationToken);

    /// <summary>List messages from my therapist</summary>
    /// <remarks>To me, or to us both; the last sent first.</remarks>
    [HttpGet("portal/messages"), Sends<ListPortalMessagesQuery>]
    public Task<IActionResult> ListPortalMessages([FromQuery] PageQuery page, [FromQuery] Guid? caseId, CancellationToken cancellationToken) =>
        Answer(new ListPortalMessagesQuery(page, caseId), cancellationToken);

    /// <summary>Say that I have read a message</summary>
    /// <remarks>The therapist sees it; the other partner does not. Saying it again changes nothing.</remarks>
    [HttpPost("portal/messages/{messageId:guid}/read"), Sends<ReadMessageCommand>]
    public Task<IActionResult> ReadMessage(Guid messageId, CancellationToken cancellationToken) =>
        Answer(new ReadMessageCommand(messageId), cancellationToken);

    /// <summary>Take all my own data away</summary>
    /// <remarks>
    /// One document: what I wrote, answered, signed or was given, each case apart, closed ones too. Of the other partner only what I may
    /// read here at present. Written as it is read, so that it has no ETag; an answer that breaks off is not whole. 403
    /// <c>sign-in-again</c> unless the password was given in the last minutes. What it does not hold is named in it, in the same
    /// words for everybody.
    /// </remarks>
    [HttpGet("portal/export"), Sends<ExportOwnDataQuery>, EnableRateLimiting(HttpSetup.ExportLimit)]
    public Task<IActionResult> ExportOwnData(CancellationToken cancellationToken) => Answer(new ExportOwnDataQuery(), cancellationToken);
}
