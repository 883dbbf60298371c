using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.NoteTemplates;

/// <summary>Notes that began with it stay as they are.</summary>
[Access(Roles.Admin | Roles.Supervisor)]
public sealed record DeleteNoteTemplateCommand(Guid TemplateId, int? Version) : ICommand<Unit>, IVersionedCommand;

public sealed class DeleteNoteTemplateHandler(IDb db, NoteTemplates templates, IOutbox outbox) : IRequestHandler<DeleteNoteTemplateCommand, Unit>
{
    private const string DeleteSql = "DELETE FROM NoteTemplates WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version";

    public async Task<Unit> Handle(DeleteNoteTemplateCommand request, CancellationToken cancellationToken)
    {
        var template = await templates.Find(request.TemplateId, cancellationToken);
        request.RequireCurrent(template.Version);
        await db.Execute(DeleteSql, new { template.Id, template.Version }, cancellationToken).OrStale();
        await outbox.Raise("note-template.removed", template.Id, cancellationToken);
        return Unit.Value;
    }
}
