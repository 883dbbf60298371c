using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Notes;

[Access(Roles.Clinicians, Authors = Roles.Clinicians)]
public sealed record GetNoteVersionQuery(Guid NoteId, Guid VersionId) : IQuery<NoteVersion>, ICaseRequest
{
    public CaseKey Case => CaseKey.Note(NoteId);
}

/// <summary>What a draft said before it was saved again.</summary>
/// <param name="Id">The version.</param>
/// <param name="NoteId">The note.</param>
/// <param name="Number">Its place among the note's versions.</param>
/// <param name="SavedAt">When that text was saved.</param>
/// <param name="Format">Which sections it has.</param>
/// <param name="Sections">The texts by section name.</param>
public sealed record NoteVersion(Guid Id, Guid NoteId, int Number, DateTimeOffset SavedAt, NoteFormat Format, IReadOnlyDictionary<string, string> Sections);

public sealed class GetNoteVersionHandler(NoteVersions versions) : IRequestHandler<GetNoteVersionQuery, NoteVersion>
{
    public Task<NoteVersion> Handle(GetNoteVersionQuery request, CancellationToken cancellationToken) =>
        versions.Find(request.NoteId, request.VersionId, cancellationToken);
}
