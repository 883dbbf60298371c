using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Notes;

/// <summary>What is added to a signed note.</summary>
/// <param name="Kind">Addendum, correction, late-entry, or statement-of-disagreement.</param>
/// <param name="Text">What is added, at most 20 000 characters. It is signed as it is sent, and never changes.</param>
/// <param name="PartnerId">Of a statement of disagreement: the partner whose words they are. Of nothing else.</param>
public sealed record NewAddendum(AddendumKind Kind, string Text, Guid? PartnerId = null);

/// <summary>Also of a closed case: what a note says wrongly can be wrong for ever, or be said so.</summary>
[Access(Roles.Clinicians, Authors = Roles.Clinicians)]
public sealed record AddAddendumCommand(Guid NoteId, NewAddendum Body) : ICommand<Addendum>, ICaseRequest
{
    public CaseKey Case => CaseKey.Note(NoteId);
}

public sealed class AddAddendumValidator : AbstractValidator<AddAddendumCommand>
{
    public AddAddendumValidator()
    {
        RuleFor(x => x.Body.Kind).IsInEnum();
        RuleFor(x => x.Body.Text).NotEmpty().Prose(Limits.LongText);
        RuleFor(x => x.Body.PartnerId).NotNull().WithMessage("Name the partner whose statement it is.")
            .When(x => x.Body.Kind == AddendumKind.StatementOfDisagreement);
        RuleFor(x => x.Body.PartnerId).Null().WithMessage("Only a statement of disagreement is a partner's.")
            .When(x => x.Body.Kind != AddendumKind.StatementOfDisagreement);
    }
}

public sealed class AddAddendumHandler(
    IDb db, IIds ids, Notes notes, Addenda addenda, SealJournal journal, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<AddAddendumCommand, Addendum>
{
    private const string TailSql = """
        SELECT a.Number, a.ContentHash
        FROM NoteAddenda a
        WHERE a.PracticeId = @PracticeId AND a.NoteId = @NoteId
        ORDER BY a.Number DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string InsertSql = """
        INSERT INTO NoteAddenda (Id, PracticeId, Seq, CoupleId, NoteId, Number, Kind, PartnerId, AuthorId, Text, SignedAt, PreviousHash, ContentHash)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @NoteId, @Number, @Kind, @PartnerId, @AuthorId, @Text, @SignedAt, @PreviousHash, @ContentHash)
        """;

    public async Task<Addendum> Handle(AddAddendumCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var note = await notes.Row(request.NoteId, cancellationToken);
        scope.ResourceId = id;
        scope.SubjectId = request.Body.PartnerId ?? note.ClientId;
        Require(note, request.Body);

        await journal.Lock(note.CoupleId, cancellationToken);
        var tail = await db.Find<Tail>(TailSql, new { request.NoteId, Take = 1 }, cancellationToken);
        if (tail?.Number >= Addenda.Most)
            throw Refused.Conflict("too-many-addenda", $"A note takes at most {Addenda.Most} addenda: write another note.");

        var text = Addenda.Salted(request.Body.Text);
        var content = new SealedAddendum(
            id, note.Id, note.PracticeId, note.CoupleId, request.Body.PartnerId, scope.Caller.AccountId, request.Body.Kind,
            (tail?.Number ?? 0) + 1, clock.GetUtcNow(), tail?.ContentHash ?? note.ContentHash!, text.Salt, text.Text);
        var hash = NoteSeal.Addendum(content);
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                note.CoupleId,
                content.NoteId,
                content.Number,
                content.Kind,
                content.PartnerId,
                content.AuthorId,
                Text = addenda.Protect(id, text),
                content.SignedAt,
                content.PreviousHash,
                ContentHash = hash,
            },
            cancellationToken);
        await journal.Add(note.CoupleId, new SealedEntry(SealedAct.Addendum, note.Id, id, content.Number, hash), cancellationToken);
        await outbox.Raise("note.addendum-added", id, cancellationToken);
        return (await addenda.Of(note.Id, cancellationToken)).Single(one => one.Id == id);
    }

    private void Require(NoteRow note, NewAddendum body)
    {
        if (note.Kind == NoteKind.Psychotherapy)
            throw Refused.Rule("psychotherapy-note", "A psychotherapy note takes no addenda: write another note.");
        if (note.Status == NoteStatus.Draft)
            throw Refused.Conflict("note-not-signed", "The note is a draft: change its text.");
        if (note.Status == NoteStatus.Returned)
            throw Refused.Conflict("note-returned", "The note was returned and is no part of the record: change the draft that took its place.");
        if (note.Status == NoteStatus.AwaitingCosignature)
            throw Refused.Conflict("awaiting-cosignature", "The note awaits its co-signature: nothing is added to it until then.");
        if (body.PartnerId is not { } partner)
            return;
        scope.Case.RequirePartner(partner, "partnerId");
        if (note.ClientId is { } owner && owner != partner)
            throw Refused.Rule("other-partners-note", "The note lies in the other partner's compartment: this partner cannot know it.");
    }

    private sealed record Tail
    {
        public int Number { get; init; }

        public string ContentHash { get; init; } = "";
    }
}
