using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Notes;

[Access(Roles.Clinicians, Authors = Roles.Clinicians)]
public sealed record GetNoteQuery(Guid NoteId) : IQuery<Note>, ICaseRequest
{
    public CaseKey Case => CaseKey.Note(NoteId);
}

public sealed class GetNoteHandler(Notes notes) : IRequestHandler<GetNoteQuery, Note>
{
    public Task<Note> Handle(GetNoteQuery request, CancellationToken cancellationToken) => notes.Find(request.NoteId, cancellationToken);
}
