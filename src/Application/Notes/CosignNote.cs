using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Notes;

/// <summary>Also of a closed case, as the author's signature is.</summary>
[Access(Roles.Supervisor)]
public sealed record CosignNoteCommand(Guid NoteId, int? Version) : ICommand<Note>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Note(NoteId);
}

public sealed class CosignNoteHandler(IDb db, Notes notes, SealJournal journal, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<CosignNoteCommand, Note>
{
    private const string UpdateSql = """
        UPDATE Notes SET Status = 'Signed', CosignedBy = @CosignedBy, CosignedAt = @CosignedAt, CosignatureHash = @CosignatureHash,
          Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'AwaitingCosignature' AND AuthorId <> @CosignedBy
        """;

    public async Task<Note> Handle(CosignNoteCommand request, CancellationToken cancellationToken)
    {
        var row = await notes.AwaitingRow(request.NoteId, request, cancellationToken);
        var cosigner = scope.Caller.AccountId;
        var now = clock.GetUtcNow();
        var hash = NoteSeal.Cosignature(row.ContentHash!, cosigner, now);
        await journal.Lock(row.CoupleId, cancellationToken);
        await db.Execute(
            UpdateSql, new { row.Id, CosignedBy = cosigner, CosignedAt = now, CosignatureHash = hash, row.Version }, cancellationToken).OrStale();
        await journal.Add(row.CoupleId, new SealedEntry(SealedAct.Cosignature, row.Id, null, row.ChainNumber!.Value, hash), cancellationToken);
        await outbox.Raise("note.cosigned", row.Id, cancellationToken);
        return await notes.Find(row.Id, cancellationToken);
    }
}
