using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Notes;

/// <summary>
/// Also of a closed case: a draft that was begun in time must be finished to be signed. There it stays in its compartment, since
/// moving it would be an entry in one that takes no more.
/// </summary>
[Access(Roles.Clinicians, Authors = Roles.Clinicians)]
public sealed record UpdateNoteCommand(Guid NoteId, int? Version, NoteDraft Body) : ICommand<Note>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Note(NoteId);
}

public sealed class UpdateNoteValidator : AbstractValidator<UpdateNoteCommand>
{
    public UpdateNoteValidator()
    {
        RuleFor(x => x.Body).SetValidator(new NoteDraftValidator());
        RuleFor(x => x.Body.TemplateId).Null().WithMessage("Only a note that begins takes a template.");
    }
}

public sealed class UpdateNoteHandler(IDb db, Notes notes, NoteVersions versions, RequestScope scope, TimeProvider clock) : IRequestHandler<UpdateNoteCommand, Note>
{
    private const string UpdateSql = """
        UPDATE Notes SET SessionId = @SessionId, ClientId = @ClientId, Format = @Format, Sections = @Sections, UpdatedAt = @Now, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'Draft' AND AuthorId = @AccountId
        """;

    private const string UpdateApartSql = """
        UPDATE PsychotherapyNotes SET SessionId = @SessionId, ClientId = @ClientId, Format = @Format, Sections = @Sections, UpdatedAt = @Now, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'Draft' AND AuthorId = @AccountId
        """;

    public async Task<Note> Handle(UpdateNoteCommand request, CancellationToken cancellationToken)
    {
        var row = await notes.OwnRow(request.NoteId, request, cancellationToken);
        var clientId = await request.Body.Compartment(scope.Case, db, cancellationToken);
        if (request.Body.Kind != row.Kind)
            throw Refused.Conflict("note-kind-kept", "A draft keeps its kind, since the two are kept apart: begin another, and discard this one.");
        if (clientId != row.ClientId)
            scope.Case.RequireOpen();
        if (row.Kind == NoteKind.Progress)
            await versions.Keep(row, cancellationToken);
        await db.Execute(
            row.Kind == NoteKind.Psychotherapy ? UpdateApartSql : UpdateSql,
            new
            {
                row.Id,
                request.Body.SessionId,
                ClientId = clientId,
                request.Body.Format,
                Sections = notes.Protect(row.Id, request.Body.Sections),
                Now = clock.GetUtcNow(),
                row.Version,
                scope.Caller.AccountId,
            },
            cancellationToken).OrStale();
        return await notes.Find(row.Id, cancellationToken);
    }
}
