using CounselDesk.Api.Http;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Safety;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Screening each partner alone, and access to a case in an emergency.</summary>
[Tags("Safety")]
public sealed class SafetyController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Record a partner's safety screening</summary>
    /// <remarks>
    /// See the partner alone. It lies in that partner's compartment, for the case's clinicians only, whatever the
    /// practice's secrets policy. A positive one raises an alert, and holds back exercises with the
    /// <c>violence-or-coercion</c> caution until a newer one is not. 409: <c>newer-screening-exists</c>,
    /// <c>record-frozen</c>, <c>case-closed</c>.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/screenings"), Sends<RecordScreeningCommand>, Creates]
    public Task<IActionResult> RecordScreening(Guid coupleId, NewScreening body, CancellationToken cancellationToken) =>
        Created(new RecordScreeningCommand(coupleId, body), screening => $"couples/{coupleId}/screenings/{screening.Id}", cancellationToken);

    /// <summary>List a case's safety screenings</summary>
    /// <remarks>The last recorded first. For the case's clinicians only.</remarks>
    [HttpGet("couples/{coupleId:guid}/screenings"), Sends<ListScreeningsQuery>]
    public Task<IActionResult> ListScreenings(Guid coupleId, [FromQuery] PageQuery page, Guid? partnerId, CancellationToken cancellationToken) =>
        Answer(new ListScreeningsQuery(coupleId, page, partnerId), cancellationToken);

    /// <summary>Read a safety screening</summary>
    [HttpGet("couples/{coupleId:guid}/screenings/{screeningId:guid}"), Sends<GetScreeningQuery>]
    public Task<IActionResult> GetScreening(Guid coupleId, Guid screeningId, CancellationToken cancellationToken) =>
        Answer(new GetScreeningQuery(coupleId, screeningId), cancellationToken);

    /// <summary>Pause running joint exercises that need safety</summary>
    /// <remarks>
    /// Every running assignment for the couple or for each that carries the <c>violence-or-coercion</c> caution, in one call;
    /// with none it changes nothing. To the partners it is a pause like any other, and the reason stays with the clinicians.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/assignments/pause-cautioned"), Sends<PauseCautionedCommand>]
    public Task<IActionResult> PauseCautioned(Guid coupleId, CautionedPause body, CancellationToken cancellationToken) =>
        Answer(new PauseCautionedCommand(coupleId, body), cancellationToken);

    /// <summary>Read how a partner may safely be reached, and why</summary>
    /// <remarks>
    /// The ways and hours are those of the client's record, which all staff read. Why, and the partner's own word, are for
    /// the case's clinicians alone. 409: <c>case-closed</c>, <c>record-frozen</c>.
    /// </remarks>
    [HttpGet("couples/{coupleId:guid}/safe-contacts/{partnerId:guid}"), Sends<GetPartnerSafeContactQuery>]
    public Task<IActionResult> GetPartnerSafeContact(Guid coupleId, Guid partnerId, CancellationToken cancellationToken) =>
        Answer(new GetPartnerSafeContactQuery(coupleId, partnerId), cancellationToken);

    /// <summary>Write how a partner may safely be reached, and why</summary>
    /// <remarks>
    /// Asked of each partner alone. Nothing that the other partner can read changes. With <c>reminders</c> false the partner is
    /// reminded of no homework. 409: <c>case-closed</c>, <c>record-frozen</c>.
    /// </remarks>
    [HttpPut("couples/{coupleId:guid}/safe-contacts/{partnerId:guid}"), Sends<WritePartnerSafeContactCommand>]
    public Task<IActionResult> WritePartnerSafeContact(Guid coupleId, Guid partnerId, IfMatch ifMatch, SafeContactText body, CancellationToken cancellationToken) =>
        Answer(new WritePartnerSafeContactCommand(coupleId, partnerId, ifMatch.Version, body), cancellationToken);

    /// <summary>Open another clinician's case in an emergency</summary>
    /// <remarks>
    /// For four hours, with a written reason that the audit keeps beside everything done by it. The case's therapist and
    /// supervisor get an alert. Status, separation, another therapist, the formulation, consents, releases, the acceptance of an
    /// agreement and a goal's end stay with the case's own (403 <c>not-your-case</c>). 409: <c>already-your-case</c>,
    /// <c>already-granted</c> while one lasts. Location is the case.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/emergency-access"), Sends<RequestEmergencyAccessCommand>, Creates]
    public Task<IActionResult> RequestEmergencyAccess(Guid coupleId, EmergencyReason body, CancellationToken cancellationToken) =>
        Created(new RequestEmergencyAccessCommand(coupleId, body), access => $"couples/{access.CoupleId}", cancellationToken);
}
