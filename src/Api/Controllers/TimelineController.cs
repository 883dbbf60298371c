using CounselDesk.Api.Http;
using CounselDesk.Application.Timeline;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Everything dated of a case.</summary>
[Tags("Brief")]
public sealed class TimelineController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Read a case's timeline</summary>
    /// <remarks>
    /// Sessions, notes (that there is one, no text), homework, how it ended, entries by day, responses, screenings, alerts, goals,
    /// events, the agreement, pathways, status and consents, newest first. For clinicians; psychotherapy notes are never in it. 400: <c>not-a-partner</c>.
    /// </remarks>
    [HttpGet("couples/{coupleId:guid}/timeline"), Sends<GetTimelineQuery>]
    public Task<IActionResult> GetTimeline(
        Guid coupleId, [FromQuery] PageQuery page, TimelineKind? kind, DateOnly? from, DateOnly? to, Guid? partnerId, CancellationToken cancellationToken) =>
        Answer(new GetTimelineQuery(coupleId, page, kind, from, to, partnerId), cancellationToken);
}
