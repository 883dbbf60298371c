using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Notes;

[Access(Roles.Clinicians, Authors = Roles.Clinicians)]
public sealed record DiscardNoteCommand(Guid NoteId, int? Version) : ICommand<Unit>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Note(NoteId);
}

public sealed class DiscardNoteHandler(IDb db, Notes notes, NoteVersions versions, RequestScope scope, IOutbox outbox) : IRequestHandler<DiscardNoteCommand, Unit>
{
    private const string DeleteSql = """
        DELETE FROM Notes
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'Draft' AND AuthorId = @AccountId
        """;

    private const string DeleteApartSql = """
        DELETE FROM PsychotherapyNotes
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'Draft' AND AuthorId = @AccountId
        """;

    public async Task<Unit> Handle(DiscardNoteCommand request, CancellationToken cancellationToken)
    {
        var row = await notes.OwnRow(request.NoteId, request, cancellationToken);
        if (row.Kind == NoteKind.Psychotherapy)
        {
            await db.Execute(DeleteApartSql, new { row.Id, row.Version, scope.Caller.AccountId }, cancellationToken).OrStale();
            return Unit.Value;
        }

        await versions.Discard(row.Id, cancellationToken);
        await db.Execute(DeleteSql, new { row.Id, row.Version, scope.Caller.AccountId }, cancellationToken).OrStale();
        await outbox.Raise("note.discarded", row.Id, cancellationToken);
        return Unit.Value;
    }
}
