using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Notes;

/// <summary>Why a note is not co-signed.</summary>
/// <param name="Remarks">What is to be done about it, at most 20 000 characters. They are kept for ever.</param>
public sealed record ReturnRemarks(string Remarks);

/// <summary>Also of a closed case, as a co-signature is.</summary>
[Access(Roles.Supervisor)]
public sealed record ReturnNoteCommand(Guid NoteId, int? Version, ReturnRemarks Body) : ICommand<Note>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Note(NoteId);
}

public sealed class ReturnNoteValidator : AbstractValidator<ReturnNoteCommand>
{
    public ReturnNoteValidator() => RuleFor(x => x.Body.Remarks).NotEmpty().Prose(Limits.LongText);
}

public sealed class ReturnNoteHandler(
    IDb db, IIds ids, Notes notes, NoteReturns returns, SealJournal journal, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<ReturnNoteCommand, Note>
{
    private const string InsertSql = """
        INSERT INTO NoteReturns (NoteId, PracticeId, CoupleId, ReturnedBy, ReturnedAt, Remarks, ReplacementId, ContentHash)
        VALUES (@NoteId, @PracticeId, @CoupleId, @ReturnedBy, @ReturnedAt, @Remarks, @ReplacementId, @ContentHash)
        """;

    private const string UpdateSql = """
        UPDATE Notes SET Status = 'Returned', Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'AwaitingCosignature'
        """;

    private const string DraftSql = """
        INSERT INTO Notes (Id, PracticeId, Seq, CoupleId, SessionId, ClientId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, ReplacesId, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @SessionId, @ClientId, @AuthorId, @Format, 'Draft', @Sections, @Now, @Now, @ReplacesId, 1)
        """;

    public async Task<Note> Handle(ReturnNoteCommand request, CancellationToken cancellationToken)
    {
        var row = await notes.AwaitingRow(request.NoteId, request, cancellationToken);
        var text = NoteReturns.Salted(request.Body.Remarks);
        var content = new SealedReturn(row.Id, row.ContentHash!, scope.Caller.AccountId, clock.GetUtcNow(), ids.New(), text.Salt, text.Remarks);
        var hash = NoteSeal.Return(content);
        await journal.Lock(row.CoupleId, cancellationToken);
        await db.Execute(
            InsertSql,
            new
            {
                content.NoteId,
                row.CoupleId,
                content.ReturnedBy,
                content.ReturnedAt,
                Remarks = returns.Protect(row.Id, text),
                content.ReplacementId,
                ContentHash = hash,
            },
            cancellationToken);
        await db.Execute(UpdateSql, new { row.Id, row.Version }, cancellationToken).OrStale();
        await journal.Add(row.CoupleId, new SealedEntry(SealedAct.Return, row.Id, null, row.ChainNumber!.Value, hash), cancellationToken);
        await Replace(row, content, cancellationToken);
        await outbox.Raise("note.returned", row.Id, cancellationToken);
        return await notes.Find(row.Id, cancellationToken);
    }

    // The author goes on from the same texts, under a salt of their own: what was signed stays as it is.
    private Task<int> Replace(NoteRow row, SealedReturn content, CancellationToken cancellationToken) => db.Execute(
        DraftSql,
        new
        {
            Id = content.ReplacementId,
            Seq = ids.NextSequence(),
            row.CoupleId,
            row.SessionId,
            row.ClientId,
            row.AuthorId,
            row.Format,
            Sections = notes.Protect(content.ReplacementId, notes.Texts(row).Sections),
            Now = content.ReturnedAt,
            ReplacesId = row.Id,
        },
        cancellationToken);
}
