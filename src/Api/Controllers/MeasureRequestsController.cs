using CounselDesk.Api.Http;
using CounselDesk.Application.Measures;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>What partners are asked to answer in the portal.</summary>
[Tags("Measures")]
public sealed class MeasureRequestsController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Ask partners for a measure</summary>
    /// <remarks>
    /// Each answers for themselves in the portal, and neither learns whether the other has. 422 <c>no-wording</c> while the practice has no words
    /// for the measure, 422 <c>use-screening</c> for one that is answered alone with a clinician, 409 <c>already-requested</c> while the same runs.
    /// While the case rests nothing is asked.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/measure-requests"), Sends<RequestMeasureCommand>, Creates]
    public Task<IActionResult> RequestMeasure(Guid coupleId, NewMeasureRequest body, CancellationToken cancellationToken) =>
        Created(new RequestMeasureCommand(coupleId, body), request => $"couples/{coupleId}/measure-requests/{request.Id}", cancellationToken);

    /// <summary>List what partners were asked for</summary>
    /// <remarks>Last asked first, all on one page; by partner what was answered, is due or late, or was missed.</remarks>
    [HttpGet("couples/{coupleId:guid}/measure-requests"), Sends<ListMeasureRequestsQuery>]
    public Task<IActionResult> ListMeasureRequests(Guid coupleId, CancellationToken cancellationToken) => Answer(new ListMeasureRequestsQuery(coupleId), cancellationToken);

    /// <summary>Read a measure request</summary>
    [HttpGet("couples/{coupleId:guid}/measure-requests/{requestId:guid}"), Sends<GetMeasureRequestQuery>]
    public Task<IActionResult> GetMeasureRequest(Guid coupleId, Guid requestId, CancellationToken cancellationToken) =>
        Answer(new GetMeasureRequestQuery(coupleId, requestId), cancellationToken);

    /// <summary>Stop asking for a measure</summary>
    /// <remarks>To ask otherwise, stop it and ask anew: what was asked stays as it was.</remarks>
    [HttpPost("couples/{coupleId:guid}/measure-requests/{requestId:guid}/stop"), Sends<StopMeasureRequestCommand>]
    public Task<IActionResult> StopMeasureRequest(Guid coupleId, Guid requestId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new StopMeasureRequestCommand(coupleId, requestId, ifMatch.Version), cancellationToken);
}
