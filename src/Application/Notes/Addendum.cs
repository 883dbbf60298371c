using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Notes;

/// <summary>What was added to a signed note. It is never changed or removed.</summary>
/// <param name="Id">The addendum.</param>
/// <param name="NoteId">The note it belongs to.</param>
/// <param name="Number">Its place among the note's addenda, from 1.</param>
/// <param name="Kind">What it is.</param>
/// <param name="PartnerId">Whose statement of disagreement it is; null for any other kind.</param>
/// <param name="Text">What was added.</param>
/// <param name="AuthorId">Who wrote and signed it; for a statement of disagreement, who entered it.</param>
/// <param name="AuthorName">That person's name.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="ContentHash">SHA-256 over what was signed and the hash of the addendum before it, or of the note.</param>
public sealed record Addendum(
    Guid Id, Guid NoteId, int Number, AddendumKind Kind, Guid? PartnerId, string Text, Guid AuthorId, string AuthorName,
    DateTimeOffset SignedAt, string ContentHash);

/// <summary>An addendum as the database gives it, and the statements' common part.</summary>
internal sealed record AddendumRow
{
    public const string SelectSql = """
        SELECT a.Id, a.PracticeId, a.CoupleId, a.NoteId, a.Number, a.Kind, a.PartnerId, a.AuthorId, p.DisplayName AS AuthorName, a.Text,
          a.SignedAt, a.PreviousHash, a.ContentHash
        FROM NoteAddenda a
        JOIN Accounts p ON p.Id = a.AuthorId AND p.PracticeId = a.PracticeId
        WHERE a.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public Guid PracticeId { get; init; }

    public Guid CoupleId { get; init; }

    public Guid NoteId { get; init; }

    public int Number { get; init; }

    public AddendumKind Kind { get; init; }

    public Guid? PartnerId { get; init; }

    public Guid AuthorId { get; init; }

    public string AuthorName { get; init; } = "";

    public string Text { get; init; } = "";

    public DateTimeOffset SignedAt { get; init; }

    public string PreviousHash { get; init; } = "";

    public string ContentHash { get; init; } = "";
}

/// <summary>What is encrypted of an addendum: its text, and the salt of its hash.</summary>
internal sealed record AddendumText(string Salt, string Text);

/// <summary>Finds what was added to a note that the caller may read, and keeps its text encrypted.</summary>
public sealed class Addenda(IDb db, ITextProtector protector)
{
    /// <summary>A note takes at most so many.</summary>
    public const int Most = 100;

    private const string OfNoteSql = AddendumRow.SelectSql + " AND a.NoteId = @NoteId ORDER BY a.Number OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY";

    /// <summary>In order. The caller has been let to the note.</summary>
    internal async Task<IReadOnlyList<Addendum>> Of(Guid noteId, CancellationToken cancellationToken)
    {
        var rows = await db.Query<AddendumRow>(OfNoteSql, new { NoteId = noteId, Take = Most }, cancellationToken);
        return [.. rows.Select(row => new Addendum(
            row.Id, row.NoteId, row.Number, row.Kind, row.PartnerId, Opened(row).Text, row.AuthorId, row.AuthorName, row.SignedAt, row.ContentHash))];
    }

    internal SealedAddendum Content(AddendumRow row)
    {
        var text = Opened(row);
        return new SealedAddendum(
            row.Id, row.NoteId, row.PracticeId, row.CoupleId, row.PartnerId, row.AuthorId, row.Kind, row.Number, row.SignedAt,
            row.PreviousHash, text.Salt, text.Text);
    }

    internal static AddendumText Salted(string text) => new(NoteSalt.New(), text);

    internal string Protect(Guid id, AddendumText text) => protector.Protect(Purpose(id), JsonSerializer.Serialize(text));

    private AddendumText Opened(AddendumRow row) => JsonSerializer.Deserialize<AddendumText>(protector.Unprotect(Purpose(row.Id), row.Text))!;

    private static string Purpose(Guid id) => $"note-addendum:{id}";
}
