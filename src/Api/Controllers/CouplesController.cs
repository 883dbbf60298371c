using CounselDesk.Api.Http;
using CounselDesk.Application.Couples;
using CounselDesk.Domain.Couples;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Cases: couples, and clients seen alone.</summary>
[Tags("Couples")]
public sealed class CouplesController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Open a case for a couple</summary>
    [HttpPost("couples"), Sends<CreateCoupleCommand>, Creates]
    public Task<IActionResult> CreateCouple(NewCouple body, CancellationToken cancellationToken) =>
        Created(new CreateCoupleCommand(body), couple => $"couples/{couple.Id}", cancellationToken);

    /// <summary>List cases</summary>
    /// <remarks>A clinician's own and supervised cases; every case for the front desk and administrators. Newest first.</remarks>
    [HttpGet("couples"), Sends<ListCouplesQuery>]
    public Task<IActionResult> ListCouples([FromQuery] PageQuery page, CoupleStatus? status, Guid? therapistId, CancellationToken cancellationToken) =>
        Answer(new ListCouplesQuery(page, status, therapistId), cancellationToken);

    /// <summary>Read a case</summary>
    [HttpGet("couples/{coupleId:guid}"), Sends<GetCoupleQuery>]
    public Task<IActionResult> GetCouple(Guid coupleId, CancellationToken cancellationToken) =>
        Answer(new GetCoupleQuery(coupleId), cancellationToken);
}
