using CounselDesk.Api.Http;
using CounselDesk.Application.Events;
using CounselDesk.Domain.Events;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>What happened between sessions: setbacks, milestones, turning points.</summary>
[Tags("Events")]
public sealed class EventsController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Note an event</summary>
    /// <remarks>
    /// A setback, a milestone or a turning point, of both partners or of one; no partner reads what clinicians note here. It is
    /// not changed afterwards: withdraw it, and note it anew. 400: <c>day-in-future</c>, <c>not-a-partner</c>.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/events"), Sends<LogEventCommand>, Creates]
    public Task<IActionResult> LogEvent(Guid coupleId, NewEvent body, CancellationToken cancellationToken) =>
        Created(new LogEventCommand(coupleId, body), made => $"events/{made.Id}", cancellationToken);

    /// <summary>List a case's events</summary>
    /// <remarks>The clinicians' and the partners' own, the last entered first; withdrawn ones too.</remarks>
    [HttpGet("couples/{coupleId:guid}/events"), Sends<ListEventsQuery>]
    public Task<IActionResult> ListEvents(Guid coupleId, [FromQuery] PageQuery page, CaseEventKind? kind, DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        Answer(new ListEventsQuery(coupleId, page, kind, from, to), cancellationToken);

    /// <summary>Read an event</summary>
    [HttpGet("events/{eventId:guid}"), Sends<GetEventQuery>]
    public Task<IActionResult> GetEvent(Guid eventId, CancellationToken cancellationToken) => Answer(new GetEventQuery(eventId), cancellationToken);

    /// <summary>Withdraw an event</summary>
    /// <remarks>It stays in the record, marked; no partner sees it any more. 409: <c>already-withdrawn</c>.</remarks>
    [HttpPost("events/{eventId:guid}/withdraw"), Sends<WithdrawEventCommand>]
    public Task<IActionResult> WithdrawEvent(Guid eventId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new WithdrawEventCommand(eventId, ifMatch.Version), cancellationToken);

    /// <summary>Note what happened</summary>
    /// <remarks>For oneself. The therapist reads it; the partner does only with <c>partner-too</c>. 400: <c>day-in-future</c>.</remarks>
    [HttpPost("portal/events"), Tags("Portal"), Sends<LogOwnEventCommand>, Creates]
    public Task<IActionResult> LogOwnEvent(OwnEvent body, CancellationToken cancellationToken) =>
        Created(new LogOwnEventCommand(body), _ => "portal/events", cancellationToken);

    /// <summary>List what I noted, and what my partner shared</summary>
    [HttpGet("portal/events"), Tags("Portal"), Sends<ListPortalEventsQuery>]
    public Task<IActionResult> ListPortalEvents([FromQuery] PageQuery page, [FromQuery] Guid? caseId, CancellationToken cancellationToken) =>
        Answer(new ListPortalEventsQuery(page, caseId), cancellationToken);

    /// <summary>Take back what I noted</summary>
    /// <remarks>My own only, 403 <c>not-your-event</c> otherwise. The therapist still sees it, marked.</remarks>
    [HttpPost("portal/events/{eventId:guid}/withdraw"), Tags("Portal"), Sends<WithdrawOwnEventCommand>]
    public Task<IActionResult> WithdrawOwnEvent(Guid eventId, CancellationToken cancellationToken) =>
        Answer(new WithdrawOwnEventCommand(eventId), cancellationToken);
}
