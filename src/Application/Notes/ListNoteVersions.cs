using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Notes;

/// <summary>The versions of a note that the caller wrote, newest first; of anybody else's, and of a psychotherapy note, there are none.</summary>
[Access(Roles.Clinicians, Authors = Roles.Clinicians)]
public sealed record ListNoteVersionsQuery(Guid NoteId, PageRequest Page) : IQuery<Page<NoteVersionEntry>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Note(NoteId);
}

/// <summary>What a draft said before it was saved again, without its texts.</summary>
/// <param name="Id">The version.</param>
/// <param name="Number">Its place among the note's versions; later ones have higher numbers.</param>
/// <param name="SavedAt">When that text was saved.</param>
/// <param name="Format">Which sections it has.</param>
public sealed record NoteVersionEntry(Guid Id, int Number, DateTimeOffset SavedAt, NoteFormat Format);

public sealed class ListNoteVersionsHandler(NoteVersions versions) : IRequestHandler<ListNoteVersionsQuery, Page<NoteVersionEntry>>
{
    public Task<Page<NoteVersionEntry>> Handle(ListNoteVersionsQuery request, CancellationToken cancellationToken) =>
        versions.List(request.NoteId, request.Page, cancellationToken);
}
