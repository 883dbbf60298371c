using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.NoteTemplates;

[Access(Roles.Admin | Roles.Supervisor)]
public sealed record CreateNoteTemplateCommand(NoteTemplateText Body) : ICommand<NoteTemplate>;

public sealed class CreateNoteTemplateValidator : AbstractValidator<CreateNoteTemplateCommand>
{
    public CreateNoteTemplateValidator() => RuleFor(x => x.Body).SetValidator(new NoteTemplateTextValidator());
}

public sealed class CreateNoteTemplateHandler(IDb db, IIds ids, NoteTemplates templates, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<CreateNoteTemplateCommand, NoteTemplate>
{
    private const string InsertSql = """
        INSERT INTO NoteTemplates (Id, PracticeId, Seq, Name, Format, Sections, UpdatedAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @Name, @Format, @Sections, @Now, 1)
        """;

    public async Task<NoteTemplate> Handle(CreateNoteTemplateCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var name = request.Body.Name.Trim();
        await templates.RequireFreeName(id, name, cancellationToken);
        await templates.RequireRoom(cancellationToken);
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                Name = name,
                request.Body.Format,
                Sections = NoteTemplates.Text(request.Body),
                Now = clock.GetUtcNow(),
            },
            cancellationToken);
        await outbox.Raise("note-template.created", id, cancellationToken);
        return await templates.Find(id, cancellationToken);
    }
}
