using CounselDesk.Api.Http;
using CounselDesk.Application.NotePrefill;
using CounselDesk.Domain.Notes;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Facts that a note can begin with.</summary>
[Tags("Notes")]
public sealed class NotePrefillController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Read what a note could begin with</summary>
    /// <remarks>
    /// When and where the session was and who attended, homework since the session before with each partner's outcomes, and, in one
    /// partner's scope, that partner's measures: sentences of what was recorded, in the section where facts belong. A joint one tells of
    /// nothing that lies in a partner's compartment: no session, homework or score of one alone. 400 <c>individual-session</c> if the
    /// session was with one partner alone and the scope is another.
    /// </remarks>
    /// <param name="coupleId">The case.</param>
    /// <param name="sessionId">The session; the newest that was held and that the scope may tell of, unless told.</param>
    /// <param name="format">Which sections the note has; soap unless told.</param>
    /// <param name="scope"><c>joint</c>, or the id of the partner in whose compartment the note is to lie; joint unless told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    [HttpGet("couples/{coupleId:guid}/notes/prefill"), Sends<PrefillNoteQuery>]
    public Task<IActionResult> PrefillNote(Guid coupleId, Guid? sessionId, NoteFormat? format, string? scope, CancellationToken cancellationToken) =>
        Answer(new PrefillNoteQuery(coupleId, sessionId, format ?? NoteFormat.Soap, scope ?? "joint"), cancellationToken);
}
