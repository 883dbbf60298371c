using CounselDesk.Api.Http;
using CounselDesk.Application.Briefs;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>What a therapist reads before the session.</summary>
[Tags("Brief")]
public sealed class BriefController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Read the couple before they walk in</summary>
    /// <remarks>
    /// One call: the last note's plan, homework since the last session with the reflections that the therapist may read,
    /// how each partner's measures moved and whether reliably, open goals and how far they are attained, what happened since, open
    /// alerts with what to do next, unsigned notes, what is
    /// overdue, and the first three suggested exercises.
    /// </remarks>
    [HttpGet("couples/{coupleId:guid}/brief"), Sends<GetBriefQuery>]
    public Task<IActionResult> GetBrief(Guid coupleId, CancellationToken cancellationToken) => Answer(new GetBriefQuery(coupleId), cancellationToken);
}
