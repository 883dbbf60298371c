using CounselDesk.Api.Http;
using CounselDesk.Application.Progress;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Answers to measures, and what they and the homework say together.</summary>
[Tags("Progress")]
public sealed class ProgressController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Record a partner's answers to a measure</summary>
    /// <remarks>
    /// Scored on entry by the measure's own rules; answers that cannot be scored are refused, naming items and rule. One response to a
    /// measure a day (409 <c>already-answered</c>), one trust pulse a week (409 <c>already-answered-this-week</c>). <c>hits</c> is taken by the
    /// case's screenings only (422 <c>use-screening</c>). An answer above 0 to the risk item, a risk item left unanswered, and a reliable
    /// worsening raise an alert; an answer above 0 to the risk item does so even where the response is refused for want of other answers.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/responses"), Sends<RecordResponseCommand>, Creates]
    public Task<IActionResult> RecordResponse(Guid coupleId, NewResponse body, CancellationToken cancellationToken) =>
        Created(new RecordResponseCommand(coupleId, body), response => $"couples/{coupleId}/responses/{response.Id}", cancellationToken);

    /// <summary>List what was answered in a case</summary>
    /// <remarks>Both partners' responses, in session and from the portal, last entered first. Screenings are not among them.</remarks>
    [HttpGet("couples/{coupleId:guid}/responses"), Sends<ListResponsesQuery>]
    public Task<IActionResult> ListResponses(Guid coupleId, [FromQuery] PageQuery page, string? measure, Guid? partnerId, CancellationToken cancellationToken) =>
        Answer(new ListResponsesQuery(coupleId, page, measure, partnerId), cancellationToken);

    /// <summary>Read a response</summary>
    [HttpGet("couples/{coupleId:guid}/responses/{responseId:guid}"), Sends<GetResponseQuery>]
    public Task<IActionResult> GetResponse(Guid coupleId, Guid responseId, CancellationToken cancellationToken) =>
        Answer(new GetResponseQuery(coupleId, responseId), cancellationToken);
}
