using System.Data;
using System.Security.Cryptography;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Notes;

/// <summary>
/// Recomputes every hash of a case's signed notes, co-signatures and addenda. An administrator may ask too, who answers for
/// the record and reads none of it: the answer has ids, places and kinds of fault, and no text.
/// </summary>
[Access(Roles.Clinicians, AnyCase = Roles.Admin)]
public sealed record VerifyNotesQuery(Guid CoupleId) : IQuery<NoteChainCheck>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class VerifyNotesHandler(IDb db, Notes notes, NoteReturns returns, Addenda addenda, SealJournal journal, RequestScope scope) : IRequestHandler<VerifyNotesQuery, NoteChainCheck>
{
    private const string NotesSql = """
        SELECT n.Id, n.PracticeId, n.CoupleId, n.SessionId, n.ClientId, n.AuthorId, 'Progress' AS Kind, n.Format, n.Status, n.Sections, n.CreatedAt,
          n.SignedAt, n.ChainNumber, n.PreviousHash, n.ContentHash, n.CosignedBy, n.CosignedAt, n.CosignatureHash, n.ReplacesId
        FROM Notes n
        WHERE n.PracticeId = @PracticeId AND n.CoupleId = @CoupleId AND n.ChainNumber IS NOT NULL
        ORDER BY n.ChainNumber
        """;

    private const string ApartSql = """
        SELECT p.Id, p.PracticeId, p.CoupleId, p.SessionId, p.ClientId, p.AuthorId, p.Format, p.Sections, p.CreatedAt, p.SignedAt, p.ChainNumber,
          p.PreviousHash, p.ContentHash
        FROM PsychotherapyNotes p
        WHERE p.PracticeId = @PracticeId AND p.CoupleId = @CoupleId AND p.AuthorId = @AccountId AND p.ChainNumber IS NOT NULL
        ORDER BY p.ChainNumber
        """;

    private const string ReturnsSql = NoteReturnRow.SelectSql + " AND r.CoupleId = @CoupleId ORDER BY r.ReturnedAt";

    private const string AddendaSql = AddendumRow.SelectSql + " AND a.CoupleId = @CoupleId ORDER BY a.Seq";

    // Somebody may sign while this reads: then what was found is looked at again.
    private const int MostReadings = 3;

    public async Task<NoteChainCheck> Handle(VerifyNotesQuery request, CancellationToken cancellationToken)
    {
        for (var reading = 1; ; reading++)
        {
            // The journal first: whatever it tells of is there by the time the notes are read.
            var told = await journal.Read(request.CoupleId, cancellationToken);
            var check = await Walk(request.CoupleId, told, cancellationToken);
            if (check is { Intact: true, Own: null or { Intact: true } } || reading == MostReadings || (await journal.Read(request.CoupleId, cancellationToken)).Entries.Count == told.Entries.Count)
                return check;
        }
    }

    private async Task<NoteChainCheck> Walk(Guid coupleId, SealReading told, CancellationToken cancellationToken)
    {
        var walk = new NoteWalk(told);
        var sawNotes = await Each(db.Stream<SignedNoteRow>(NotesSql, new { CoupleId = coupleId }, cancellationToken), note => walk.Take(note, Hash(note)));
        if (!sawNotes)
            walk.Unreadable(NotePart.Note);
        var sawReturns = await Each(db.Stream<NoteReturnRow>(ReturnsSql, new { CoupleId = coupleId }, cancellationToken), returned => walk.Take(returned, Hash(returned)));
        if (!sawReturns)
            walk.Unreadable(NotePart.Return);
        var sawAddenda = await Each(db.Stream<AddendumRow>(AddendaSql, new { CoupleId = coupleId }, cancellationToken), addendum => walk.Take(addendum, Hash(addendum)));
        if (!sawAddenda)
            walk.Unreadable(NotePart.Addendum);
        return walk.End(sawNotes, sawReturns, sawAddenda) with { Own = await Own(coupleId, told, cancellationToken) };
    }

    private async Task<OwnNotesCheck?> Own(Guid coupleId, SealReading told, CancellationToken cancellationToken)
    {
        var author = scope.Caller.AccountId;
        var walk = new NoteWalk(told, author);
        var saw = await Each(
            db.Stream<SignedApartRow>(ApartSql, new { CoupleId = coupleId, AccountId = author }, cancellationToken),
            row =>
            {
                var note = new SignedNoteRow(row);
                walk.Take(note, Hash(note));
            });
        if (!saw)
            walk.Unreadable(NotePart.Note);
        var check = walk.End(saw, sawReturns: true, sawAddenda: true);
        return check is { Notes: 0, Intact: true } ? null : new OwnNotesCheck(check.Intact, check.Notes, check.Unwitnessed, check.Faults, check.HasMore);
    }

    /// <summary>False if a row is not even of its columns' kinds, which nothing that this program wrote is.</summary>
    private static async Task<bool> Each<T>(IAsyncEnumerable<T> rows, Action<T> take)
    {
        await using var row = rows.GetAsyncEnumerator();
        while (true)
        {
            try
            {
                if (!await row.MoveNextAsync())
                    return true;
            }
            catch (Exception fault) when (fault is DataException or FormatException or ArgumentException)
            {
                return false;
            }

            take(row.Current);
        }
    }

    private string? Hash(SignedNoteRow note)
    {
        try
        {
            return NoteSeal.Content(note.Content(notes.Texts(note.Id, note.Sections)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private string? Hash(NoteReturnRow returned)
    {
        try
        {
            return NoteSeal.Return(returns.Content(returned));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private string? Hash(AddendumRow addendum)
    {
        try
        {
            return NoteSeal.Addendum(addenda.Content(addendum));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
