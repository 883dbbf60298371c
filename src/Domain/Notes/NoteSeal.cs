using System.Security.Cryptography;
using System.Text;

namespace CounselDesk.Domain.Notes;

/// <summary>Everything that a signature stands for. The hash over it changes with any of it.</summary>
/// <param name="NoteId">The note.</param>
/// <param name="PracticeId">The practice.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="SessionId">The session it tells of, if one.</param>
/// <param name="ClientId">The partner in whose compartment it lies; null for the joint one.</param>
/// <param name="AuthorId">Who wrote and signed it.</param>
/// <param name="Kind">Progress or psychotherapy.</param>
/// <param name="Format">Which sections it has.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="ChainNumber">Its place in its chain, from 1.</param>
/// <param name="PreviousHash">The content hash of the note before it in the chain; null for the first.</param>
/// <param name="Salt">Random, kept encrypted with the text, so that the hash does not let a short text be guessed.</param>
/// <param name="Sections">The texts by section name.</param>
/// <param name="Form">Which form of the hash it was signed by: the first knows neither attendance nor what was replaced.</param>
/// <param name="Attended">Who of the partners came to the session; null where that was not known.</param>
/// <param name="ReplacesId">The returned note whose place it takes.</param>
public sealed record SealedContent(
    Guid NoteId, Guid PracticeId, Guid CoupleId, Guid? SessionId, Guid? ClientId, Guid AuthorId, NoteKind Kind, NoteFormat Format,
    DateTimeOffset CreatedAt, DateTimeOffset SignedAt, int ChainNumber, string? PreviousHash, string Salt,
    IReadOnlyDictionary<string, string> Sections, int Form = 1, IReadOnlyList<Guid>? Attended = null, Guid? ReplacesId = null);

/// <summary>Everything that a supervisor's refusal to co-sign stands for.</summary>
/// <param name="NoteId">The note that was returned.</param>
/// <param name="NoteHash">Its content hash.</param>
/// <param name="ReturnedBy">The supervisor.</param>
/// <param name="ReturnedAt">When.</param>
/// <param name="ReplacementId">The draft that the author got for it.</param>
/// <param name="Salt">Random, kept encrypted with the remarks.</param>
/// <param name="Remarks">What is to be done about it.</param>
public sealed record SealedReturn(
    Guid NoteId, string NoteHash, Guid ReturnedBy, DateTimeOffset ReturnedAt, Guid ReplacementId, string Salt, string Remarks);

/// <summary>Everything that the signature under an addendum stands for.</summary>
/// <param name="AddendumId">The addendum.</param>
/// <param name="NoteId">The note it is added to.</param>
/// <param name="PracticeId">The practice.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="PartnerId">Whose statement of disagreement it is; null for any other kind.</param>
/// <param name="AuthorId">Who wrote and signed it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Number">Its place among the note's addenda, from 1.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="PreviousHash">The content hash of the addendum before it; of the note, for the first.</param>
/// <param name="Salt">Random, kept encrypted with the text.</param>
/// <param name="Text">The text.</param>
public sealed record SealedAddendum(
    Guid AddendumId, Guid NoteId, Guid PracticeId, Guid CoupleId, Guid? PartnerId, Guid AuthorId, AddendumKind Kind, int Number,
    DateTimeOffset SignedAt, string PreviousHash, string Salt, string Text);

/// <summary>The hashes that make a case's signed notes a chain.</summary>
public static class NoteSeal
{
    // A new form gets a new name, so that notes sealed by this one can be verified for ever.
    private const string FirstContentForm = "counseldesk-note-1";
    private const string ContentForm = "counseldesk-note-2";
    private const string CosignatureForm = "counseldesk-cosignature-1";
    private const string AddendumForm = "counseldesk-addendum-1";
    private const string ReturnForm = "counseldesk-return-1";

    /// <summary>The form that notes are signed by now.</summary>
    public const int Form = 2;

    /// <summary>SHA-256 in lower-case hexadecimal over the canonical form of what was signed.</summary>
    public static string Content(SealedContent note)
    {
        List<string?> fields =
        [
            note.Form == 1 ? FirstContentForm : ContentForm, Text(note.NoteId), Text(note.PracticeId), Text(note.CoupleId), Text(note.SessionId), Text(note.ClientId),
            Text(note.AuthorId), note.Kind.ToString(), note.Format.ToString(), Text(note.CreatedAt), Text(note.SignedAt),
            note.ChainNumber.ToString(System.Globalization.CultureInfo.InvariantCulture), note.PreviousHash, note.Salt,
        ];
        if (note.Form > 1)
        {
            fields.Add(note.Attended is null ? null : string.Join(',', note.Attended.Select(id => Text(id)).Order(StringComparer.Ordinal)));
            fields.Add(Text(note.ReplacesId));
        }

        foreach (var name in note.Format.Sections())
        {
            fields.Add(name);
            fields.Add(note.Sections.GetValueOrDefault(name));
        }

        return Hash(fields);
    }

    /// <summary>Extends the content hash by who co-signed it, and when.</summary>
    public static string Cosignature(string contentHash, Guid cosignerId, DateTimeOffset cosignedAt) =>
        Hash([CosignatureForm, contentHash, Text(cosignerId), Text(cosignedAt)]);

    /// <summary>SHA-256 in lower-case hexadecimal over the canonical form of what was added.</summary>
    public static string Addendum(SealedAddendum addendum) => Hash(
    [
        AddendumForm, Text(addendum.AddendumId), Text(addendum.NoteId), Text(addendum.PracticeId), Text(addendum.CoupleId),
        Text(addendum.PartnerId), Text(addendum.AuthorId), addendum.Kind.ToString(),
        addendum.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), Text(addendum.SignedAt), addendum.PreviousHash,
        addendum.Salt, addendum.Text,
    ]);

    /// <summary>SHA-256 in lower-case hexadecimal over the canonical form of a note's return.</summary>
    public static string Return(SealedReturn returned) => Hash(
    [
        ReturnForm, Text(returned.NoteId), returned.NoteHash, Text(returned.ReturnedBy), Text(returned.ReturnedAt),
        Text(returned.ReplacementId), returned.Salt, returned.Remarks,
    ]);

    // Each field is led by its length, so that no two lists of fields have one form.
    private static string Hash(IEnumerable<string?> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in fields)
        {
            var bytes = field is null ? [] : Encoding.UTF8.GetBytes(field);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, field is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string? Text(Guid? id) => id?.ToString("D");

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
