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
}
