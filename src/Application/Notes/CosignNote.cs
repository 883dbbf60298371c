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
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'AwaitingCosignature' AND Kind = 'Progress'
          AND AuthorId <> @CosignedBy
        """;

    public async Task<Note> Handle(CosignNoteCommand request, CancellationToken cancellationToken)
    {
        var row = await notes.Row(request.NoteId, cancellationToken);
        var cosigner = scope.Caller.AccountId;
        if (row.AuthorId == cosigner)
            throw Refused.Forbidden("own-note", "Nobody co-signs a note of their own.");
        if (row.AuthorSupervisorId != cosigner)
            throw Refused.Forbidden("not-the-supervisor", "Only its author's supervisor co-signs a note.");
        request.RequireCurrent(row.Version);
        if (row.Status != NoteStatus.AwaitingCosignature)
            throw Refused.Conflict("not-awaiting-cosignature", "The note does not await a co-signature.");

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
