using CounselDesk.Api.Http;
using CounselDesk.Application.Clients;
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
    /// <remarks>
    /// The formulation and a distance are for clinicians to write (403 <c>role-may-not</c>). Refused with <c>case-already-open</c> while
    /// the same two have a case that is not closed; <c>conflictsWith</c> names it.
    /// </remarks>
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

    /// <summary>Find cases by the partners' names, e-mail addresses or telephone numbers</summary>
    /// <remarks>Among the cases that the list shows you. Every word must be found with one of the partners. At most 50, by partner A's last name.</remarks>
    [HttpPost("couples/search"), Sends<SearchCouplesQuery>]
    public Task<IActionResult> SearchCouples(SearchText body, CancellationToken cancellationToken) =>
        Answer(new SearchCouplesQuery(body), cancellationToken);

    /// <summary>Change a case's therapist or distance</summary>
    /// <remarks>
    /// The therapist also by the front desk and administrators; the distance by the case's clinicians alone (403 <c>role-may-not</c>,
    /// <c>not-your-case</c>). An emergency access does neither.
    /// </remarks>
    [HttpPatch("couples/{coupleId:guid}"), Sends<UpdateCoupleCommand>, Consumes("application/merge-patch+json")]
    public Task<IActionResult> UpdateCouple(Guid coupleId, IfMatch ifMatch, CoupleChange body, CancellationToken cancellationToken) =>
        Answer(new UpdateCoupleCommand(coupleId, ifMatch.Version, body), cancellationToken);

    /// <summary>Change a case's status, with the reason</summary>
    /// <remarks>Refused with <c>status-not-possible</c> unless it is from intake to active, between active and paused, or to closed.</remarks>
    [HttpPost("couples/{coupleId:guid}/status"), Sends<ChangeCoupleStatusCommand>]
    public Task<IActionResult> ChangeCoupleStatus(Guid coupleId, IfMatch ifMatch, CoupleStatusChange body, CancellationToken cancellationToken) =>
        Answer(new ChangeCoupleStatusCommand(coupleId, ifMatch.Version, body), cancellationToken);

    /// <summary>List the changes of a case's status</summary>
    [HttpGet("couples/{coupleId:guid}/status-changes"), Sends<ListStatusChangesQuery>]
    public Task<IActionResult> ListStatusChanges(Guid coupleId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListStatusChangesQuery(coupleId, page), cancellationToken);

    /// <summary>Record that a couple separated</summary>
    /// <remarks>
    /// Closes the case and freezes the joint record. Each partner named in <c>continuing</c> gets an individual case with the
    /// same therapist. Refused with <c>not-a-couple</c>, or <c>already-separated</c> the second time.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/separate"), Sends<SeparateCoupleCommand>]
    public Task<IActionResult> SeparateCouple(Guid coupleId, IfMatch ifMatch, Separation body, CancellationToken cancellationToken) =>
        Answer(new SeparateCoupleCommand(coupleId, ifMatch.Version, body), cancellationToken);

    /// <summary>Read a case's formulation</summary>
    /// <remarks>Empty, with version 0, while nothing has been written.</remarks>
    [HttpGet("couples/{coupleId:guid}/formulation"), Sends<GetFormulationQuery>]
    public Task<IActionResult> GetFormulation(Guid coupleId, CancellationToken cancellationToken) =>
        Answer(new GetFormulationQuery(coupleId), cancellationToken);

    /// <summary>Write a case's formulation</summary>
    /// <remarks>Replaces the whole. A code that the vocabulary does not have is refused with <c>unknown-code</c>.</remarks>
    [HttpPut("couples/{coupleId:guid}/formulation"), Sends<WriteFormulationCommand>]
    public Task<IActionResult> WriteFormulation(Guid coupleId, IfMatch ifMatch, FormulationText body, CancellationToken cancellationToken) =>
        Answer(new WriteFormulationCommand(coupleId, ifMatch.Version, body), cancellationToken);
}
