using CounselDesk.Api.Http;
using CounselDesk.Application.Audit;
using CounselDesk.Application.Common;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Who did what to whom, and whether that record is intact.</summary>
[Tags("Audit")]
public sealed class AuditController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>List the audit</summary>
    /// <remarks>
    /// Newest first. <c>clientId</c> finds what was done to the client and to every case the client is a partner of;
    /// <c>from</c> is included and <c>to</c> is not, both instants with an offset. Reading the audit is itself audited.
    /// </remarks>
    [HttpGet("audit"), Sends<ListAuditQuery>]
    public Task<IActionResult> ListAudit(
        [FromQuery] PageQuery page, Guid? accountId, Guid? coupleId, Guid? clientId, string? action, AuditOutcome? outcome,
        DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken) =>
        Answer(new ListAuditQuery(page, new AuditFilter(accountId, coupleId, clientId, action, outcome, from, to)), cancellationToken);

    /// <summary>Verify the audit</summary>
    /// <remarks>
    /// Recomputes every seal of the practice's chain and names the first entry that was altered, removed or inserted, or
    /// the place where the chain was cut off. Its time grows with the number of entries.
    /// </remarks>
    [HttpGet("audit/verify"), Sends<VerifyAuditQuery>]
    public Task<IActionResult> VerifyAudit(CancellationToken cancellationToken) => Answer(new VerifyAuditQuery(), cancellationToken);
}
