using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Notes;

/// <summary>Also of a closed case: what was written before must not stay unsigned for ever.</summary>
[Access(Roles.Clinicians, Authors = Roles.Clinicians)]
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
        WHERE n.PracticeId = @PracticeId AND n.CoupleId = @CoupleId AND n.ChainNumber IS NOT NULL
        ORDER BY n.ChainNumber DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // Psychotherapy notes are a chain of their own per author, so that nothing of them shows in the record's.
    private const string ApartTailSql = """
        SELECT p.ChainNumber, p.ContentHash
        FROM PsychotherapyNotes p
        WHERE p.PracticeId = @PracticeId AND p.CoupleId = @CoupleId AND p.AuthorId = @AccountId AND p.ChainNumber IS NOT NULL
        ORDER BY p.ChainNumber DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // Known only once the session was held.
    private const string AttendedSql = """
        SELECT s.AttendedA, s.AttendedB
        FROM Sessions s
        WHERE s.Id = @SessionId AND s.CoupleId = @CoupleId AND s.PracticeId = @PracticeId AND s.Status = 'Held'
        """;

    private const string UpdateSql = """
        UPDATE Notes SET Status = @Status, Sections = @Sections, SignedAt = @SignedAt, ChainNumber = @ChainNumber, PreviousHash = @PreviousHash,
          ContentHash = @ContentHash, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'Draft' AND AuthorId = @AccountId
        """;

    private const string UpdateApartSql = """
        UPDATE PsychotherapyNotes SET Status = @Status, Sections = @Sections, SignedAt = @SignedAt, ChainNumber = @ChainNumber, PreviousHash = @PreviousHash,
          ContentHash = @ContentHash, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'Draft' AND AuthorId = @AccountId
        """;

    public async Task<Note> Handle(SignNoteCommand request, CancellationToken cancellationToken)
    {
        var row = await notes.OwnRow(request.NoteId, request, cancellationToken);
        var draft = notes.Texts(row);
        if (row.Format.Missing(draft.Sections) is { Count: > 0 } missing)
            throw Refused.Rule("section-empty", $"Every section needs a text before the note is signed; empty: {string.Join(", ", missing)}.");

        await journal.Lock(row.CoupleId, cancellationToken);
        var isApart = row.Kind == NoteKind.Psychotherapy;
        var tail = isApart
            ? await db.Find<Tail>(ApartTailSql, new { row.CoupleId, scope.Caller.AccountId, Take = 1 }, cancellationToken)
            : await db.Find<Tail>(TailSql, new { row.CoupleId, Take = 1 }, cancellationToken);
        var texts = draft with { Form = NoteSeal.Form, Attended = await Attended(row, cancellationToken) };
        var content = new SealedContent(
            row.Id, row.PracticeId, row.CoupleId, row.SessionId, row.ClientId, row.AuthorId, row.Kind, row.Format, row.CreatedAt,
            clock.GetUtcNow(), (tail?.ChainNumber ?? 0) + 1, tail?.ContentHash, texts.Salt, texts.Sections, texts.Form,
            texts.Attended, row.ReplacesId);
        var status = NoteStatusRule.OnceSigned(row.Kind, scope.Caller.Has(Roles.Associate));
        var hash = NoteSeal.Content(content);
        await db.Execute(
            isApart ? UpdateApartSql : UpdateSql,
            new
            {
                row.Id,
                Status = status,
                Sections = notes.Protect(row.Id, texts),
                content.SignedAt,
                content.ChainNumber,
                content.PreviousHash,
                ContentHash = hash,
                row.Version,
                scope.Caller.AccountId,
            },
            cancellationToken).OrStale();
        await journal.Add(
            row.CoupleId,
            new SealedEntry(
                isApart ? SealedAct.PsychotherapyNote : SealedAct.Note, row.Id, null, content.ChainNumber, hash,
                status == NoteStatus.AwaitingCosignature, isApart ? row.AuthorId : null),
            cancellationToken);
        if (!isApart)
            await outbox.Raise("note.signed", row.Id, cancellationToken);
        return await notes.Find(row.Id, cancellationToken);
    }

    private async Task<IReadOnlyList<Guid>?> Attended(NoteRow row, CancellationToken cancellationToken)
    {
        if (row.SessionId is not { } sessionId)
            return null;
        var came = await db.Find<Attendance>(AttendedSql, new { SessionId = sessionId, row.CoupleId }, cancellationToken);
        return came is null
            ? null
            : [.. new[] { (Id: (Guid?)scope.Case.PartnerAId, Came: came.AttendedA), (Id: scope.Case.PartnerBId, Came: came.AttendedB) }.Where(one => one.Came is true).Select(one => one.Id).OfType<Guid>()];
    }

    private sealed record Attendance
    {
        public bool? AttendedA { get; init; }

        public bool? AttendedB { get; init; }
    }

    private sealed record Tail
    {
        public int ChainNumber { get; init; }

        public string ContentHash { get; init; } = "";
    }
}
