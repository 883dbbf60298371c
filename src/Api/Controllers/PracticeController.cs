using CounselDesk.Api.Http;
using CounselDesk.Application.Practices;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>The practice's own settings.</summary>
[Tags("Practice")]
public sealed class PracticeController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Read the practice's settings</summary>
    [HttpGet("practice"), Sends<GetPracticeQuery>]
    public Task<IActionResult> GetPractice(CancellationToken cancellationToken) => Answer(new GetPracticeQuery(), cancellationToken);

    /// <summary>Change the practice's settings</summary>
    /// <remarks>They hold from the next request on. What was scored or dated before stays as it was.</remarks>
    [HttpPatch("practice"), Sends<ChangePracticeCommand>, Consumes("application/merge-patch+json")]
    public Task<IActionResult> ChangePractice(PracticeChanges body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new ChangePracticeCommand(ifMatch.Version, body), cancellationToken);
}
