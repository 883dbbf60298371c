using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Notes;

/// <summary>A supervisor's refusal to co-sign a note. Its author and that author's supervisor read it.</summary>
/// <param name="ReturnedBy">The supervisor.</param>
/// <param name="ReturnedByName">That person's name.</param>
/// <param name="ReturnedAt">When.</param>
/// <param name="Remarks">What is to be done about it.</param>
/// <param name="ReplacementId">The draft with the same texts that the author got; not there any more if they discarded it.</param>
/// <param name="ContentHash">SHA-256 over the remarks and the note's hash.</param>
public sealed record NoteReturn(
    Guid ReturnedBy, string ReturnedByName, DateTimeOffset ReturnedAt, string Remarks, Guid ReplacementId, string ContentHash);

/// <summary>A return as the database gives it, and the statements' common part.</summary>
internal sealed record NoteReturnRow
{
    public const string SelectSql = """
        SELECT r.NoteId, r.ReturnedBy, p.DisplayName AS ReturnedByName, r.ReturnedAt, r.Remarks, r.ReplacementId, r.ContentHash,
          n.ContentHash AS NoteHash
        FROM NoteReturns r
        JOIN Notes n ON n.Id = r.NoteId AND n.PracticeId = r.PracticeId
        JOIN Accounts p ON p.Id = r.ReturnedBy AND p.PracticeId = r.PracticeId
        WHERE r.PracticeId = @PracticeId
        """;

    public Guid NoteId { get; init; }

    public Guid ReturnedBy { get; init; }

    public string ReturnedByName { get; init; } = "";

    public DateTimeOffset ReturnedAt { get; init; }

    public string Remarks { get; init; } = "";

    public Guid ReplacementId { get; init; }

    public string ContentHash { get; init; } = "";

    public string? NoteHash { get; init; }
}

/// <summary>What is encrypted of a return: the remarks, and the salt of their hash.</summary>
internal sealed record ReturnText(string Salt, string Remarks);

/// <summary>Finds the return of a note that the caller may read, and keeps its remarks encrypted.</summary>
public sealed class NoteReturns(IDb db, ITextProtector protector)
{
    private const string OfNoteSql = NoteReturnRow.SelectSql + " AND r.NoteId = @NoteId";

    internal async Task<NoteReturn?> Of(Guid noteId, CancellationToken cancellationToken)
    {
        var row = await db.Find<NoteReturnRow>(OfNoteSql, new { NoteId = noteId }, cancellationToken);
        return row is null
            ? null
            : new NoteReturn(row.ReturnedBy, row.ReturnedByName, row.ReturnedAt, Opened(row).Remarks, row.ReplacementId, row.ContentHash);
    }

    internal SealedReturn Content(NoteReturnRow row)
    {
        var text = Opened(row);
        return new SealedReturn(row.NoteId, row.NoteHash ?? "", row.ReturnedBy, row.ReturnedAt, row.ReplacementId, text.Salt, text.Remarks);
    }

    internal static ReturnText Salted(string remarks) => new(NoteSalt.New(), remarks);

    internal string Protect(Guid noteId, ReturnText text) => protector.Protect(Purpose(noteId), JsonSerializer.Serialize(text));

    private ReturnText Opened(NoteReturnRow row) => JsonSerializer.Deserialize<ReturnText>(protector.Unprotect(Purpose(row.NoteId), row.Remarks))!;

    private static string Purpose(Guid noteId) => $"note-return:{noteId}";
}
