using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.NoteTemplates;

[Access(Roles.Clinicians | Roles.Admin)]
[NotAudited("A template holds nothing of a case.")]
public sealed record GetNoteTemplateQuery(Guid TemplateId) : IQuery<NoteTemplate>;

public sealed class GetNoteTemplateHandler(NoteTemplates templates) : IRequestHandler<GetNoteTemplateQuery, NoteTemplate>
{
    public Task<NoteTemplate> Handle(GetNoteTemplateQuery request, CancellationToken cancellationToken) => templates.Find(request.TemplateId, cancellationToken);
}
