using CounselDesk.Api.Http;
using CounselDesk.Application.Notes;
using CounselDesk.Domain.Notes;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Clinical notes: drafted, signed, co-signed. Only clinicians read them, and a psychotherapy note only its author.</summary>
[Tags("Notes")]
public sealed class NotesController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Begin a note</summary>
    /// <remarks>
    /// A draft, saved as often as liked. 400 <c>unknown-section</c> if the format lacks one of <c>sections</c>. 422
    /// <c>individual-session</c> if the note of a session with one partner alone is
    /// not in that partner's scope.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/notes"), Sends<DraftNoteCommand>, Creates]
    public Task<IActionResult> DraftNote(Guid coupleId, NoteDraft body, CancellationToken cancellationToken) =>
        Created(new DraftNoteCommand(coupleId, body), note => $"notes/{note.Id}", cancellationToken);

    /// <summary>List a case's notes</summary>
    /// <remarks>Without their texts. Newest first. Psychotherapy notes only of the caller.</remarks>
    [HttpGet("couples/{coupleId:guid}/notes"), Sends<ListNotesQuery>]
    public Task<IActionResult> ListNotes(Guid coupleId, [FromQuery] PageQuery page, NoteStatus? status, CancellationToken cancellationToken) =>
        Answer(new ListNotesQuery(coupleId, page, status), cancellationToken);

    /// <summary>Read a note</summary>
    [HttpGet("notes/{noteId:guid}"), Sends<GetNoteQuery>]
    public Task<IActionResult> GetNote(Guid noteId, CancellationToken cancellationToken) =>
        Answer(new GetNoteQuery(noteId), cancellationToken);

    /// <summary>Save a draft</summary>
    /// <remarks>Replaces all of it but its kind, which it keeps (409 <c>note-kind-kept</c>); its author only. 409 <c>note-signed</c> once it is signed. Once the case is over it is finished where it lies: another scope is 409 <c>case-closed</c> or <c>record-frozen</c>.</remarks>
    [HttpPut("notes/{noteId:guid}"), Sends<UpdateNoteCommand>]
    public Task<IActionResult> UpdateNote(Guid noteId, IfMatch ifMatch, NoteDraft body, CancellationToken cancellationToken) =>
        Answer(new UpdateNoteCommand(noteId, ifMatch.Version, body), cancellationToken);

    /// <summary>Sign a note</summary>
    /// <remarks>
    /// Its author only; from then on its text cannot change. An associate's progress note then awaits the supervisor's
    /// co-signature. 422 <c>section-empty</c> names the sections that have no text yet.
    /// </remarks>
    [HttpPost("notes/{noteId:guid}/sign"), Sends<SignNoteCommand>]
    public Task<IActionResult> SignNote(Guid noteId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new SignNoteCommand(noteId, ifMatch.Version), cancellationToken);

    /// <summary>Co-sign an associate's note</summary>
    /// <remarks>Its author's supervisor only.</remarks>
    [HttpPost("notes/{noteId:guid}/cosign"), Sends<CosignNoteCommand>]
    public Task<IActionResult> CosignNote(Guid noteId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new CosignNoteCommand(noteId, ifMatch.Version), cancellationToken);

    /// <summary>Return an associate's note with remarks</summary>
    /// <remarks>
    /// Instead of co-signing it; its author's supervisor only. The note keeps its text and hash for ever, and is no part of the record:
    /// its author and their supervisor alone read it. Its author gets a draft with the same texts, whose id is
    /// <c>return.replacementId</c>. 409 <c>not-awaiting-cosignature</c> unless it awaits one.
    /// </remarks>
    [HttpPost("notes/{noteId:guid}/return"), Sends<ReturnNoteCommand>]
    public Task<IActionResult> ReturnNote(Guid noteId, IfMatch ifMatch, ReturnRemarks body, CancellationToken cancellationToken) =>
        Answer(new ReturnNoteCommand(noteId, ifMatch.Version, body), cancellationToken);

    /// <summary>List what a note said before</summary>
    /// <remarks>
    /// Saving a draft keeps what it said, unless that was saved within five minutes of what was kept last; the newest hundred. Newest
    /// first. Its author's alone, also once it is signed: anybody else finds none. A psychotherapy note keeps none.
    /// </remarks>
    [HttpGet("notes/{noteId:guid}/versions"), Sends<ListNoteVersionsQuery>]
    public Task<IActionResult> ListNoteVersions(Guid noteId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListNoteVersionsQuery(noteId, page), cancellationToken);

    /// <summary>Read what a note said before</summary>
    /// <remarks>Its author only.</remarks>
    [HttpGet("notes/{noteId:guid}/versions/{versionId:guid}"), Sends<GetNoteVersionQuery>]
    public Task<IActionResult> GetNoteVersion(Guid noteId, Guid versionId, CancellationToken cancellationToken) =>
        Answer(new GetNoteVersionQuery(noteId, versionId), cancellationToken);

    /// <summary>Add to a signed note</summary>
    /// <remarks>
    /// An addendum, a correction, a late entry, or a partner's statement of disagreement (45 CFR 164.526), entered on the partner's
    /// behalf. It is signed by whoever sends it, as it is sent, and never changes; the note's own text stays as it was. Its Location is
    /// the note, which holds it. 409 <c>note-not-signed</c> for a draft, 409 <c>awaiting-cosignature</c> until an associate's note is
    /// co-signed, 422 <c>other-partners-note</c> for a statement on what lies in the other partner's compartment.
    /// </remarks>
    [HttpPost("notes/{noteId:guid}/addenda"), Sends<AddAddendumCommand>, Creates]
    public Task<IActionResult> AddAddendum(Guid noteId, NewAddendum body, CancellationToken cancellationToken) =>
        Created(new AddAddendumCommand(noteId, body), addendum => $"notes/{addendum.NoteId}", cancellationToken);

    /// <summary>Print a signed note</summary>
    /// <remarks>
    /// One self-contained HTML page for A4 or Letter, with the signatures, the hashes and everything that was added since. A draft has
    /// none: 404.
    /// </remarks>
    [HttpGet("notes/{noteId:guid}/print"), Sends<PrintNoteQuery>, Produces("text/html")]
    public Task<IActionResult> PrintNote(Guid noteId, CancellationToken cancellationToken) =>
        Text(new PrintNoteQuery(noteId), "text/html", cancellationToken);

    /// <summary>Check that a case's notes are as they were signed</summary>
    /// <remarks>
    /// Recomputes the hash of every signed note, co-signature, return and addendum, holds them against the encrypted journal of seals, and
    /// names what was altered, removed, inserted or reordered. Shows no text. Psychotherapy notes are not part of
    /// it: <c>own</c> tells of the caller's, and of nobody else's. Whoever can set
    /// the whole database back to an earlier state leaves no fault here: the audit and the backups show that.
    /// </remarks>
    [HttpGet("couples/{coupleId:guid}/notes/verify"), Sends<VerifyNotesQuery>]
    public Task<IActionResult> VerifyNotes(Guid coupleId, CancellationToken cancellationToken) =>
        Answer(new VerifyNotesQuery(coupleId), cancellationToken);

    /// <summary>Discard a draft</summary>
    /// <remarks>Its author only. A signed note is never removed.</remarks>
    [HttpDelete("notes/{noteId:guid}"), Sends<DiscardNoteCommand>]
    public Task<IActionResult> DiscardNote(Guid noteId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Done(new DiscardNoteCommand(noteId, ifMatch.Version), cancellationToken);
}
