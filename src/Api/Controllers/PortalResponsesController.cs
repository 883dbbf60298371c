using CounselDesk.Api.Http;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Progress;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>A partner's own weekly check-ins, and what else they are asked to answer.</summary>
[Tags("Portal")]
public sealed class PortalResponsesController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Answer the weekly check-in or another measure</summary>
    /// <remarks>
    /// Without <c>measure</c> it is the check-in: one a week, Monday to Sunday in the practice's time zone, 409 <c>already-answered-this-week</c>
    /// for a second. Any other measure only while it is asked (409 <c>not-asked</c>), and in words that the practice has (422 <c>no-wording</c>,
    /// <c>use-screening</c>). The therapist reads it, the other partner does not; a draft is gone once it is sent. A check-in goes to the newest
    /// open case, a couple's before one seen alone, what is asked to the case that asks; 409 <c>no-open-case</c> without any. Location is the
    /// list of one's own answers.
    /// </remarks>
    [HttpPost("portal/responses"), Sends<AnswerTrustPulseCommand>, Creates]
    public Task<IActionResult> AnswerTrustPulse(TrustPulseAnswers body, CancellationToken cancellationToken) =>
        Created(new AnswerTrustPulseCommand(body), _ => "portal/responses", cancellationToken);

    /// <summary>List one's own check-ins or other answers</summary>
    /// <remarks>Day and answers only, last entered first. Of other measures than the check-in, what was answered in the portal.</remarks>
    [HttpGet("portal/responses"), Sends<ListOwnTrustPulsesQuery>]
    public Task<IActionResult> ListOwnTrustPulses([FromQuery] PageQuery page, [FromQuery] Guid? caseId, string? measure, CancellationToken cancellationToken) =>
        Answer(new ListOwnTrustPulsesQuery(page, caseId, measure), cancellationToken);

    /// <summary>Read what one has begun to answer</summary>
    /// <remarks>The weekly check-in's unless another measure is named. Nobody else reads it; empty, with version 0, while nothing is kept.</remarks>
    [HttpGet("portal/responses/draft"), Sends<GetResponseDraftQuery>]
    public Task<IActionResult> GetResponseDraft(string? measure, CancellationToken cancellationToken) => Answer(new GetResponseDraftQuery(measure), cancellationToken);

    /// <summary>Keep what one has begun to answer</summary>
    /// <remarks>It is kept encrypted, never scored, and raises nothing: only what is sent is read. Answers outside an item's range are 400.</remarks>
    [HttpPut("portal/responses/draft"), Sends<SaveResponseDraftCommand>]
    public Task<IActionResult> SaveResponseDraft(IfMatch ifMatch, DraftAnswers body, CancellationToken cancellationToken) =>
        Answer(new SaveResponseDraftCommand(ifMatch.Version, body), cancellationToken);

    /// <summary>Read a measure to answer it</summary>
    /// <remarks>The sentences and the answers to choose from. The weekly check-in always, any other measure while one is asked for it; else 404.</remarks>
    [HttpGet("portal/measures/{key}"), Sends<GetPortalMeasureQuery>]
    public Task<IActionResult> GetPortalMeasure(string key, CancellationToken cancellationToken) => Answer(new GetPortalMeasureQuery(key), cancellationToken);
}
