using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.NoteTemplates;

/// <summary>Notes that began with it before stay as they are.</summary>
[Access(Roles.Admin | Roles.Supervisor)]
public sealed record UpdateNoteTemplateCommand(Guid TemplateId, int? Version, NoteTemplateText Body) : ICommand<NoteTemplate>, IVersionedCommand;

public sealed class UpdateNoteTemplateValidator : AbstractValidator<UpdateNoteTemplateCommand>
{
    public UpdateNoteTemplateValidator() => RuleFor(x => x.Body).SetValidator(new NoteTemplateTextValidator());
}

public sealed class UpdateNoteTemplateHandler(IDb db, NoteTemplates templates, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<UpdateNoteTemplateCommand, NoteTemplate>
{
    private const string UpdateSql = """
        UPDATE NoteTemplates SET Name = @Name, Format = @Format, Sections = @Sections, UpdatedAt = @Now, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<NoteTemplate> Handle(UpdateNoteTemplateCommand request, CancellationToken cancellationToken)
    {
        var template = await templates.Find(request.TemplateId, cancellationToken);
        request.RequireCurrent(template.Version);
        var name = request.Body.Name.Trim();
        await templates.RequireFreeName(template.Id, name, cancellationToken);
        await db.Execute(
            UpdateSql,
            new
            {
                template.Id,
                Name = name,
                request.Body.Format,
                Sections = NoteTemplates.Text(request.Body),
                Now = clock.GetUtcNow(),
                template.Version,
            },
            cancellationToken).OrStale();
        await outbox.Raise("note-template.changed", template.Id, cancellationToken);
        return await templates.Find(template.Id, cancellationToken);
    }
}
