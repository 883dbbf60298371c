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

public sealed class VerifyNotesHandler(IDb db, Notes notes, Addenda addenda, SealJournal journal) : IRequestHandler<VerifyNotesQuery, NoteChainCheck>
{
    private const string NotesSql = """
        SELECT n.Id, n.PracticeId, n.CoupleId, n.SessionId, n.ClientId, n.AuthorId, n.Kind, n.Format, n.Status, n.Sections, n.CreatedAt,
          n.SignedAt, n.ChainNumber, n.PreviousHash, n.ContentHash, n.CosignedBy, n.CosignedAt, n.CosignatureHash
        FROM Notes n
        WHERE n.PracticeId = @PracticeId AND n.CoupleId = @CoupleId AND n.Kind = 'Progress' AND n.ChainNumber IS NOT NULL
        ORDER BY n.ChainNumber
        """;

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
            if (check.Intact || reading == MostReadings || (await journal.Read(request.CoupleId, cancellationToken)).Entries.Count == told.Entries.Count)
                return check;
        }
    }

    private async Task<NoteChainCheck> Walk(Guid coupleId, SealReading told, CancellationToken cancellationToken)
    {
        var walk = new NoteWalk(told);
        var sawNotes = await Each(db.Stream<SignedNoteRow>(NotesSql, new { CoupleId = coupleId }, cancellationToken), note => walk.Take(note, Hash(note)));
        if (!sawNotes)
            walk.Unreadable(NotePart.Note);
        var sawAddenda = await Each(db.Stream<AddendumRow>(AddendaSql, new { CoupleId = coupleId }, cancellationToken), addendum => walk.Take(addendum, Hash(addendum)));
        if (!sawAddenda)
            walk.Unreadable(NotePart.Addendum);
        return walk.End(sawNotes, sawAddenda);
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
