using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Notes;

[Access(Roles.Clinicians)]
public sealed record DraftNoteCommand(Guid CoupleId, NoteDraft Body) : ICommand<Note>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class DraftNoteValidator : AbstractValidator<DraftNoteCommand>
{
    public DraftNoteValidator() => RuleFor(x => x.Body).SetValidator(new NoteDraftValidator());
}

public sealed class DraftNoteHandler(IDb db, IIds ids, Notes notes, NoteTemplates.NoteTemplates templates, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<DraftNoteCommand, Note>
{
    private const string InsertSql = """
        INSERT INTO Notes (Id, PracticeId, Seq, CoupleId, SessionId, ClientId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @SessionId, @ClientId, @AuthorId, @Format, 'Draft', @Sections, @Now, @Now, 1)
        """;

    private const string InsertApartSql = """
        INSERT INTO PsychotherapyNotes (Id, PracticeId, Seq, CoupleId, SessionId, ClientId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @SessionId, @ClientId, @AuthorId, @Format, 'Draft', @Sections, @Now, @Now, 1)
        """;

    public async Task<Note> Handle(DraftNoteCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        scope.Case.RequireOpen();
        var clientId = await request.Body.Compartment(scope.Case, db, cancellationToken);
        var isApart = request.Body.Kind == NoteKind.Psychotherapy;
        await db.Execute(
            isApart ? InsertApartSql : InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                request.CoupleId,
                request.Body.SessionId,
                ClientId = clientId,
                AuthorId = scope.Caller.AccountId,
                request.Body.Format,
                Sections = notes.Protect(id, await templates.Begin(request.Body, cancellationToken)),
                Now = clock.GetUtcNow(),
            },
            cancellationToken);
        scope.SubjectId = clientId;
        // Events go to whoever listens: a psychotherapy note raises none.
        if (!isApart)
            await outbox.Raise("note.drafted", id, cancellationToken);
        return await notes.Find(id, cancellationToken);
    }
}
