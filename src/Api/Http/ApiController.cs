using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Http;

/// <summary>Sends one request and answers with its result.</summary>
[ApiController]
[Route("api/v1")]
[Consumes("application/json")]
public abstract class ApiController(IMediator mediator) : ControllerBase
{
    protected async Task<IActionResult> Answer<T>(IRequest<T> request, CancellationToken cancellationToken) =>
        new ObjectResult(await mediator.Send(request, cancellationToken)) { StatusCode = StatusCodes.Status200OK };

    /// <summary>201 with the new resource's address, given below <c>/api/v1/</c>.</summary>
    protected async Task<IActionResult> Created<T>(IRequest<T> request, Func<T, string> address, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(request, cancellationToken);
        return Created($"/api/v1/{address(result)}", result);
    }

    protected async Task<IActionResult> Done<T>(IRequest<T> request, CancellationToken cancellationToken)
    {
        await mediator.Send(request, cancellationToken);
        return NoContent();
    }

    /// <summary>A self-contained text: a chart, a printable page.</summary>
    protected async Task<IActionResult> Text(IRequest<string> request, string contentType, CancellationToken cancellationToken) =>
        Content(await mediator.Send(request, cancellationToken), contentType, System.Text.Encoding.UTF8);
}
