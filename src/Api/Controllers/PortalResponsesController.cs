using CounselDesk.Api.Http;
using CounselDesk.Application.Progress;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>A partner's own weekly check-ins.</summary>
[Tags("Portal")]
public sealed class PortalResponsesController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Answer the weekly check-in</summary>
    /// <remarks>
    /// One a week, Monday to Sunday in the practice's time zone: 409 <c>already-answered-this-week</c> for a second. The therapist
    /// reads it, the other partner does not. The sentences are the trust pulse's. It goes to the newest open case, a couple's before
    /// one seen alone; 409 <c>no-open-case</c> without any. Location is the list of one's own check-ins.
    /// </remarks>
    [HttpPost("portal/responses"), Sends<AnswerTrustPulseCommand>, Creates]
    public Task<IActionResult> AnswerTrustPulse(TrustPulseAnswers body, CancellationToken cancellationToken) =>
        Created(new AnswerTrustPulseCommand(body), _ => "portal/responses", cancellationToken);

    /// <summary>List one's own check-ins</summary>
    /// <remarks>Day and answers only, last entered first.</remarks>
    [HttpGet("portal/responses"), Sends<ListOwnTrustPulsesQuery>]
    public Task<IActionResult> ListOwnTrustPulses([FromQuery] PageQuery page, [FromQuery] Guid? caseId, CancellationToken cancellationToken) =>
        Answer(new ListOwnTrustPulsesQuery(page, caseId), cancellationToken);
}
