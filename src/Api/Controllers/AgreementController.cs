using CounselDesk.Api.Http;
using CounselDesk.Application.Agreements;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>The couple's trust agreement.</summary>
[Tags("Trust agreement")]
public sealed class AgreementController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Read the trust agreement</summary>
    /// <remarks>The current version with its acceptances, and those before. While there is none: version 0 with the template to start from.</remarks>
    [HttpGet("couples/{coupleId:guid}/agreement"), Sends<GetAgreementQuery>]
    public Task<IActionResult> GetAgreement(Guid coupleId, CancellationToken cancellationToken) =>
        Answer(new GetAgreementQuery(coupleId), cancellationToken);

    /// <summary>Write a new version of the trust agreement</summary>
    /// <remarks>Each partner accepts a new version anew.</remarks>
    [HttpPut("couples/{coupleId:guid}/agreement"), Sends<WriteAgreementCommand>]
    public Task<IActionResult> WriteAgreement(Guid coupleId, NewAgreement body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new WriteAgreementCommand(coupleId, ifMatch.Version, body), cancellationToken);

    /// <summary>Record a partner's acceptance in session</summary>
    /// <remarks>Of the version that If-Match names; a star is refused. Accepting twice changes nothing.</remarks>
    [HttpPost("couples/{coupleId:guid}/agreement/accept"), Sends<AcceptAgreementCommand>]
    public Task<IActionResult> AcceptAgreement(Guid coupleId, AgreementAcceptance body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new AcceptAgreementCommand(coupleId, ifMatch.Version, body), cancellationToken);

    /// <summary>List the versions of the trust agreement</summary>
    [HttpGet("couples/{coupleId:guid}/agreement/versions"), Sends<ListAgreementVersionsQuery>]
    public Task<IActionResult> ListAgreementVersions(Guid coupleId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListAgreementVersionsQuery(coupleId, page), cancellationToken);

    /// <summary>Read one version of the trust agreement</summary>
    [HttpGet("couples/{coupleId:guid}/agreement/versions/{agreementId:guid}"), Sends<GetAgreementVersionQuery>]
    public Task<IActionResult> GetAgreementVersion(Guid coupleId, Guid agreementId, CancellationToken cancellationToken) =>
        Answer(new GetAgreementVersionQuery(coupleId, agreementId), cancellationToken);

    /// <summary>Compare two versions of the trust agreement</summary>
    /// <remarks>Row by row: unchanged, changed, added, removed. Without either, the newest is held against the one before.</remarks>
    /// <param name="coupleId">The case.</param>
    /// <param name="from">The earlier version; the one before the later unless told.</param>
    /// <param name="to">The later version; the newest unless told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpGet("couples/{coupleId:guid}/agreement/changes"), Sends<CompareAgreementsQuery>]
    public Task<IActionResult> CompareAgreements(Guid coupleId, [FromQuery] int? from, [FromQuery] int? to, CancellationToken cancellationToken) =>
        Answer(new CompareAgreementsQuery(coupleId, from, to), cancellationToken);

    /// <summary>Tick a row for a partner in session</summary>
    /// <remarks>
    /// One tick a period; ticking again changes it. 409: <c>not-accepted</c> while that partner has not accepted the newest
    /// version, <c>agreement-changed</c>, <c>no-agreement</c>; 400: <c>unknown-row</c>, <c>day-in-future</c>, <c>outside-agreement</c>.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/agreement/ticks"), Sends<TickAgreementCommand>, Creates]
    public Task<IActionResult> TickAgreement(Guid coupleId, SessionTick body, CancellationToken cancellationToken) =>
        Created(new TickAgreementCommand(coupleId, body), _ => $"couples/{coupleId}/agreement/ticks", cancellationToken);

    /// <summary>List what was ticked</summary>
    [HttpGet("couples/{coupleId:guid}/agreement/ticks"), Sends<ListTicksQuery>]
    public Task<IActionResult> ListTicks(Guid coupleId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListTicksQuery(coupleId, page), cancellationToken);
}
