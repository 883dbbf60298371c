using CounselDesk.Api.Http;
using CounselDesk.Application.Notes;
using CounselDesk.Application.NoteSearch;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Notes across the caller's cases. Psychotherapy notes are in none of these lists.</summary>
[Tags("Notes")]
public sealed class NoteListsController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Find notes by their words</summary>
    /// <remarks>
    /// In the progress notes that the caller may read and in what was added to them, newest first. Every word must be the beginning
    /// of one of the note's; capitals and accents do not matter. Texts lie encrypted and are opened for each search, at most 1000
    /// notes an answer: <c>nextCursor</c> says that it goes on, also when nothing was found yet. Each note found is audited.
    /// 400 <c>no-such-case</c> if there is no case of that id.
    /// </remarks>
    [HttpPost("notes/search"), Sends<SearchNotesQuery>]
    public Task<IActionResult> SearchNotes(NoteSearchText body, CancellationToken cancellationToken) =>
        Answer(new SearchNotesQuery(body), cancellationToken);

    /// <summary>List drafts that have lain too long</summary>
    /// <remarks>
    /// Begun more than the practice's <c>draftDays</c> ago and not signed: the caller's own, and a supervisor's supervisees'.
    /// Without their texts. Oldest first.
    /// </remarks>
    [HttpGet("notes/overdue"), Sends<ListOverdueNotesQuery>]
    public Task<IActionResult> ListOverdueNotes([FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListOverdueNotesQuery(page), cancellationToken);
}
