using CounselDesk.Api.Http;
using CounselDesk.Application.Consents;
using CounselDesk.Domain.Consents;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>What partners agreed to in writing, and what was given to others.</summary>
[Tags("Consents")]
public sealed class ConsentsController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Record a consent that a partner signed</summary>
    [HttpPost("couples/{coupleId:guid}/consents"), Sends<RecordConsentCommand>, Creates]
    public Task<IActionResult> RecordConsent(Guid coupleId, NewConsent body, CancellationToken cancellationToken) =>
        Created(new RecordConsentCommand(coupleId, body), consent => $"couples/{consent.CoupleId}/consents", cancellationToken);

    /// <summary>List a case's consents</summary>
    /// <remarks>Newest first, revoked and expired ones included.</remarks>
    [HttpGet("couples/{coupleId:guid}/consents"), Sends<ListConsentsQuery>]
    public Task<IActionResult> ListConsents(
        Guid coupleId, [FromQuery] PageQuery page, [FromQuery] Guid? partnerId, [FromQuery] ConsentKind? kind, CancellationToken cancellationToken) =>
        Answer(new ListConsentsQuery(coupleId, page, partnerId, kind), cancellationToken);

    /// <summary>Revoke a consent</summary>
    /// <remarks>From now on; what was released before stays released. Refused with <c>already-revoked</c> the second time.</remarks>
    [HttpPost("couples/{coupleId:guid}/consents/{consentId:guid}/revoke"), Sends<RevokeConsentCommand>]
    public Task<IActionResult> RevokeConsent(Guid coupleId, Guid consentId, Revocation body, CancellationToken cancellationToken) =>
        Answer(new RevokeConsentCommand(coupleId, consentId, body), cancellationToken);

    /// <summary>Enter a release of the record</summary>
    /// <remarks>
    /// Refused with <c>authorization-missing</c> unless each partner concerned has an authorization in force for this very
    /// recipient: every partner for the joint record, one partner for their own compartment. It is entered in the accounting of disclosures.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/releases"), Sends<ReleaseRecordCommand>, Creates]
    public Task<IActionResult> ReleaseRecord(Guid coupleId, NewRelease body, CancellationToken cancellationToken) =>
        Created(new ReleaseRecordCommand(coupleId, body), release => $"couples/{release.CoupleId}/releases", cancellationToken);

    /// <summary>List a case's releases</summary>
    [HttpGet("couples/{coupleId:guid}/releases"), Sends<ListReleasesQuery>]
    public Task<IActionResult> ListReleases(Guid coupleId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListReleasesQuery(coupleId, page), cancellationToken);

    /// <summary>Read a case's accounting of disclosures</summary>
    /// <remarks>To whom, what, what for and when, newest first (45 CFR 164.528).</remarks>
    [HttpGet("couples/{coupleId:guid}/disclosures"), Sends<ListDisclosuresQuery>]
    public Task<IActionResult> ListDisclosures(Guid coupleId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListDisclosuresQuery(coupleId, page), cancellationToken);
}
