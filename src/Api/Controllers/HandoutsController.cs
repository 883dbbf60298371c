using CounselDesk.Api.Http;
using CounselDesk.Application.Toolkit;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Exercises and assignments on paper. A sheet is the same whatever is known of a couple: no cautions, no safety numbers.</summary>
[Tags("Handouts")]
public sealed class HandoutsController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Print an exercise</summary>
    /// <remarks>One self-contained HTML page with room to write.</remarks>
    /// <param name="key">The exercise, built in or the practice's own.</param>
    /// <param name="paper">The paper; letter unless told.</param>
    /// <param name="size">The print; large is 18 points.</param>
    /// <param name="language">In the practice's translation into this language (BCP 47); as it was written unless told. 400 <c>no-translation</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpGet("toolkit/exercises/{key}/handout"), Sends<PrintExerciseQuery>, Produces("text/html")]
    public Task<IActionResult> PrintExercise(string key, PaperSize? paper, PrintSize? size, [FromQuery] string? language, CancellationToken cancellationToken) =>
        Text(new PrintExerciseQuery(key, new HandoutForm(paper, size), language), "text/html", cancellationToken);

    /// <summary>Print an assignment</summary>
    /// <remarks>The exercise as it was given, with its days and the therapist's instructions.</remarks>
    /// <param name="assignmentId">The assignment.</param>
    /// <param name="paper">The paper; letter unless told.</param>
    /// <param name="size">The print; large is 18 points.</param>
    /// <param name="names">Put the first names of those it is for on it; no unless told.</param>
    /// <param name="language">In the practice's translation into this language (BCP 47); as it was written unless told. 400 <c>no-translation</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpGet("assignments/{assignmentId:guid}/handout"), Sends<PrintAssignmentQuery>, Produces("text/html")]
    public Task<IActionResult> PrintAssignment(
        Guid assignmentId, PaperSize? paper, PrintSize? size, [FromQuery] bool? names, [FromQuery] string? language, CancellationToken cancellationToken) =>
        Text(new PrintAssignmentQuery(assignmentId, new HandoutForm(paper, size), names ?? false, language), "text/html", cancellationToken);

    /// <summary>Print one of my assignments</summary>
    /// <remarks>Without names.</remarks>
    /// <param name="assignmentId">The assignment.</param>
    /// <param name="paper">The paper; letter unless told.</param>
    /// <param name="size">The print; large is 18 points.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpGet("portal/assignments/{assignmentId:guid}/handout"), Sends<PrintPortalAssignmentQuery>, Produces("text/html")]
    public Task<IActionResult> PrintPortalAssignment(Guid assignmentId, PaperSize? paper, PrintSize? size, CancellationToken cancellationToken) =>
        Text(new PrintPortalAssignmentQuery(assignmentId, new HandoutForm(paper, size)), "text/html", cancellationToken);
}
