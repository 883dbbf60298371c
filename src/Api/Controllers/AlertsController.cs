using CounselDesk.Api.Http;
using CounselDesk.Application.Alerts;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>What asks a clinician's attention until it is acknowledged.</summary>
[Tags("Alerts")]
public sealed class AlertsController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>List alerts</summary>
    /// <remarks>Those of the caller's own and supervised cases, newest first; <c>open=true</c> for the unacknowledged only.</remarks>
    [HttpGet("alerts"), Sends<ListAlertsQuery>]
    public Task<IActionResult> ListAlerts([FromQuery] PageQuery page, bool? open, Guid? coupleId, CancellationToken cancellationToken) =>
        Answer(new ListAlertsQuery(page, open, coupleId), cancellationToken);

    /// <summary>Read an alert</summary>
    [HttpGet("alerts/{alertId:guid}"), Sends<GetAlertQuery>]
    public Task<IActionResult> GetAlert(Guid alertId, CancellationToken cancellationToken) => Answer(new GetAlertQuery(alertId), cancellationToken);

    /// <summary>Acknowledge an alert</summary>
    /// <remarks>
    /// It stays on record, with who acknowledged it. That of an emergency access is acknowledged by the case's own
    /// therapist or supervisor only. 409: <c>already-acknowledged</c>.
    /// </remarks>
    [HttpPost("alerts/{alertId:guid}/acknowledge"), Sends<AcknowledgeAlertCommand>]
    public Task<IActionResult> AcknowledgeAlert(Guid alertId, Acknowledgement body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new AcknowledgeAlertCommand(alertId, ifMatch.Version, body), cancellationToken);
}
