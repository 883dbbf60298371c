using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Notes;

/// <summary>A clinical note with its texts.</summary>
/// <param name="Id">The note.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="SessionId">The session it tells of, if one.</param>
/// <param name="Format">Which sections it has.</param>
/// <param name="Kind">Progress, or psychotherapy: its author's alone.</param>
/// <param name="Scope"><c>joint</c>, or the id of the partner in whose compartment it lies.</param>
/// <param name="Sections">The texts by section name, in the format's order; what is not written yet is empty.</param>
/// <param name="Status">Draft, awaiting-cosignature, signed, or returned: refused its co-signature, and no part of the record.</param>
/// <param name="AuthorId">Who writes and signs it.</param>
/// <param name="AuthorName">That person's name.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="UpdatedAt">When its text was last saved.</param>
/// <param name="SignedAt">When its author signed it; the text has not changed since.</param>
/// <param name="ContentHash">SHA-256 over what was signed and the hash of the case's signed note before it.</param>
/// <param name="CosignedBy">The supervisor who co-signed it.</param>
/// <param name="CosignedAt">When.</param>
/// <param name="CosignatureHash">The content hash, extended by the co-signature.</param>
/// <param name="Attended">
/// The partners who came to the session, frozen when the note was signed: a later change of the session does not change it. Null for
/// a draft, for a note of no session or of one that was not recorded as held, and for what was signed before this was part of it.
/// </param>
/// <param name="Replaces">The returned note whose place it takes.</param>
/// <param name="Return">For a returned note: by whom, when, and with what remarks.</param>
/// <param name="Addenda">What was added since it was signed, in order; its own text stays as it was.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record Note(
    Guid Id, Guid CoupleId, Guid? SessionId, NoteFormat Format, NoteKind Kind, string Scope, IReadOnlyDictionary<string, string> Sections,
    NoteStatus Status, Guid AuthorId, string AuthorName, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? SignedAt,
    string? ContentHash, Guid? CosignedBy, DateTimeOffset? CosignedAt, string? CosignatureHash, IReadOnlyList<Guid>? Attended, Guid? Replaces,
    NoteReturn? Return, IReadOnlyList<Addendum> Addenda, int Version) : IVersioned;

/// <summary>A note as the database gives it, and the statements' common part.</summary>
internal sealed record NoteRow
{
    // What was returned is between its author and the supervisor.
    private const string OfRecordSql = """
        SELECT n.Id, n.PracticeId, n.Seq, n.CoupleId, n.SessionId, n.ClientId, n.AuthorId, a.DisplayName AS AuthorName, a.SupervisorId AS AuthorSupervisorId,
          'Progress' AS Kind, n.Format, n.Status, n.Sections, n.CreatedAt, n.UpdatedAt, n.SignedAt, n.ChainNumber, n.ContentHash, n.CosignedBy, n.CosignedAt,
          n.CosignatureHash, n.ReplacesId, n.Version
        FROM Notes n
        JOIN Accounts a ON a.Id = n.AuthorId AND a.PracticeId = n.PracticeId
        WHERE n.PracticeId = @PracticeId AND (n.Status <> 'Returned' OR n.AuthorId = @AccountId OR a.SupervisorId = @AccountId) AND n.Id = @Id
        """;

    // A psychotherapy note is its author's alone, in every statement that reads one: not the supervisor's, and not in an emergency.
    private const string ApartSql = """
        SELECT p.Id, p.PracticeId, p.Seq, p.CoupleId, p.SessionId, p.ClientId, p.AuthorId, a.DisplayName AS AuthorName, NULL AS AuthorSupervisorId,
          'Psychotherapy' AS Kind, p.Format, p.Status, p.Sections, p.CreatedAt, p.UpdatedAt, p.SignedAt, p.ChainNumber, p.ContentHash, NULL AS CosignedBy, NULL AS CosignedAt,
          NULL AS CosignatureHash, NULL AS ReplacesId, p.Version
        FROM PsychotherapyNotes p
        JOIN Accounts a ON a.Id = p.AuthorId AND a.PracticeId = p.PracticeId
        WHERE p.PracticeId = @PracticeId AND p.AuthorId = @AccountId AND p.Id = @Id
        """;

    public const string FindSql = OfRecordSql + " UNION ALL " + ApartSql;

    public Guid Id { get; init; }

    public Guid PracticeId { get; init; }

    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? ClientId { get; init; }

    public Guid AuthorId { get; init; }

    public string AuthorName { get; init; } = "";

    public Guid? AuthorSupervisorId { get; init; }

    public NoteKind Kind { get; init; }

    public NoteFormat Format { get; init; }

    public NoteStatus Status { get; init; }

    public string Sections { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    public int? ChainNumber { get; init; }

    public string? ContentHash { get; init; }

    public Guid? CosignedBy { get; init; }

    public DateTimeOffset? CosignedAt { get; init; }

    public string? CosignatureHash { get; init; }

    public Guid? ReplacesId { get; init; }

    public int Version { get; init; }

    public void RequireDraft()
    {
        if (Status != NoteStatus.Draft)
            throw Refused.Conflict("note-signed", "The note is signed: its text does not change any more.");
    }
}

/// <summary>What is encrypted of a note.</summary>
/// <param name="Salt">The salt of its hash.</param>
/// <param name="Sections">Its texts.</param>
/// <param name="Form">Once signed: the form of its hash.</param>
/// <param name="Attended">Once signed: who of the partners came to the session, where that was known.</param>
internal sealed record NoteTexts(string Salt, IReadOnlyDictionary<string, string> Sections, int Form = 1, IReadOnlyList<Guid>? Attended = null);

/// <summary>Finds notes that the caller may read, and keeps their texts encrypted, for the use cases of this folder.</summary>
public sealed class Notes(IDb db, RequestScope scope, ITextProtector protector, Addenda addenda, NoteReturns returns)
{
    internal Task<NoteRow> Row(Guid id, CancellationToken cancellationToken)
    {
        scope.ResourceId = id;
        return db.Find<NoteRow>(NoteRow.FindSql, new { Id = id, scope.Caller.AccountId }, cancellationToken).OrNotFound("note");
    }

    /// <summary>A note that the command is about to change as its author.</summary>
    internal async Task<NoteRow> OwnRow(Guid id, IVersionedCommand command, CancellationToken cancellationToken)
    {
        var row = await Row(id, cancellationToken);
        if (row.AuthorId != scope.Caller.AccountId)
            throw Refused.Forbidden("not-the-author", "Only its author changes, signs or discards a note.");
        command.RequireCurrent(row.Version);
        row.RequireDraft();
        return row;
    }

    /// <summary>A note that the command is about to co-sign or return as its author's supervisor.</summary>
    internal async Task<NoteRow> AwaitingRow(Guid id, IVersionedCommand command, CancellationToken cancellationToken)
    {
        var row = await Row(id, cancellationToken);
        if (row.AuthorId == scope.Caller.AccountId)
            throw Refused.Forbidden("own-note", "Nobody co-signs or returns a note of their own.");
        if (row.AuthorSupervisorId != scope.Caller.AccountId)
            throw Refused.Forbidden("not-the-supervisor", "Only its author's supervisor co-signs or returns a note.");
        command.RequireCurrent(row.Version);
        if (row.Status != NoteStatus.AwaitingCosignature)
            throw Refused.Conflict("not-awaiting-cosignature", "The note does not await a co-signature.");
        return row;
    }

    public async Task<Note> Find(Guid id, CancellationToken cancellationToken)
    {
        var row = await Row(id, cancellationToken);
        var texts = Texts(row);
        var added = row is { Status: NoteStatus.Signed, Kind: NoteKind.Progress } ? await addenda.Of(row.Id, cancellationToken) : [];
        var returned = row.Status == NoteStatus.Returned ? await returns.Of(row.Id, cancellationToken) : null;
        return new Note(
            row.Id, row.CoupleId, row.SessionId, row.Format, row.Kind, NoteScope.Text(row.ClientId),
            row.Format.Filled(texts.Sections),
            row.Status, row.AuthorId, row.AuthorName, row.CreatedAt, row.UpdatedAt, row.SignedAt, row.ContentHash, row.CosignedBy,
            row.CosignedAt, row.CosignatureHash, texts.Attended, row.ReplacesId, returned, added, row.Version);
    }

    internal NoteTexts Texts(NoteRow row) => Texts(row.Id, row.Sections);

    internal NoteTexts Texts(Guid noteId, string sections) => Read(protector.Unprotect(Purpose(noteId), sections));

    /// <summary>What is decrypted of a note, as it was written.</summary>
    internal string Opened(NoteRow row) => protector.Unprotect(Purpose(row.Id), row.Sections);

    internal static NoteTexts Read(string opened) => JsonSerializer.Deserialize<NoteTexts>(opened)!;

    internal string Protect(Guid noteId, IReadOnlyDictionary<string, string> sections) =>
        Protect(noteId, new NoteTexts(NoteSalt.New(), sections));

    internal string Protect(Guid noteId, NoteTexts texts) => protector.Protect(Purpose(noteId), JsonSerializer.Serialize(texts));

    private static string Purpose(Guid noteId) => $"note:{noteId}";
}
