using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Notes;

/// <summary>Also of a closed case: what was written before must not stay unsigned for ever.</summary>
[Access(Roles.Clinicians)]
public sealed record SignNoteCommand(Guid NoteId, int? Version) : ICommand<Note>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Note(NoteId);
}

public sealed class SignNoteHandler(IDb db, Notes notes, SealJournal journal, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<SignNoteCommand, Note>
{
    private const string TailSql = """
        SELECT n.ChainNumber, n.ContentHash
        FROM Notes n
        WHERE n.PracticeId = @PracticeId AND n.CoupleId = @CoupleId AND n.Kind = 'Progress' AND n.ChainNumber IS NOT NULL
        ORDER BY n.ChainNumber DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // Psychotherapy notes are a chain of their own per author, so that nothing of them shows in the record's.
    private const string OwnTailSql = """
        SELECT n.ChainNumber, n.ContentHash
        FROM Notes n
        WHERE n.PracticeId = @PracticeId AND n.CoupleId = @CoupleId AND n.Kind = 'Psychotherapy' AND n.AuthorId = @AccountId AND n.ChainNumber IS NOT NULL
        ORDER BY n.ChainNumber DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string UpdateSql = """
        UPDATE Notes SET Status = @Status, SignedAt = @SignedAt, ChainNumber = @ChainNumber, PreviousHash = @PreviousHash,
          ContentHash = @ContentHash, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'Draft' AND AuthorId = @AccountId
        """;

    public async Task<Note> Handle(SignNoteCommand request, CancellationToken cancellationToken)
    {
        var row = await notes.OwnRow(request.NoteId, request, cancellationToken);
        var texts = notes.Texts(row);
        if (row.Format.Missing(texts.Sections) is { Count: > 0 } missing)
            throw Refused.Rule("section-empty", $"Every section needs a text before the note is signed; empty: {string.Join(", ", missing)}.");

        await journal.Lock(row.CoupleId, cancellationToken);
        var tail = row.Kind == NoteKind.Progress
            ? await db.Find<Tail>(TailSql, new { row.CoupleId, Take = 1 }, cancellationToken)
            : await db.Find<Tail>(OwnTailSql, new { row.CoupleId, scope.Caller.AccountId, Take = 1 }, cancellationToken);
        var content = new SealedContent(
            row.Id, row.PracticeId, row.CoupleId, row.SessionId, row.ClientId, row.AuthorId, row.Kind, row.Format, row.CreatedAt,
            clock.GetUtcNow(), (tail?.ChainNumber ?? 0) + 1, tail?.ContentHash, texts.Salt, texts.Sections);
        var status = NoteStatusRule.OnceSigned(row.Kind, scope.Caller.Has(Roles.Associate));
        var hash = NoteSeal.Content(content);
        await db.Execute(
            UpdateSql,
            new
            {
                row.Id,
                Status = status,
                content.SignedAt,
                content.ChainNumber,
                content.PreviousHash,
                ContentHash = hash,
                row.Version,
                scope.Caller.AccountId,
            },
            cancellationToken).OrStale();
        if (row.Kind == NoteKind.Progress)
            await journal.Add(row.CoupleId, new SealedEntry(SealedAct.Note, row.Id, null, content.ChainNumber, hash, status == NoteStatus.AwaitingCosignature), cancellationToken);
        await outbox.Raise("note.signed", row.Id, cancellationToken);
        return await notes.Find(row.Id, cancellationToken);
    }

    private sealed record Tail
    {
        public int ChainNumber { get; init; }

        public string ContentHash { get; init; } = "";
    }
}
