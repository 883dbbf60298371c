using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.NoteSearch;

/// <summary>The notes of the record that the caller may read, newest first, and their texts. What was returned is no part of it.</summary>
public sealed class ReadableNotes(IDb db, RequestScope scope, Notes.Notes notes, Addenda addenda)
{
    // The wall of CaseFiles without emergencies, for all cases at once: the caller's own, and those of whom they supervise.
    private const string KeysSql = """
        SELECT n.Id, n.Seq
        FROM Couples c
        JOIN Notes n ON n.CoupleId = c.Id AND n.PracticeId = c.PracticeId
        WHERE c.PracticeId = @PracticeId AND c.TherapistId IN (
            SELECT t.Id FROM Accounts t
            WHERE t.PracticeId = @PracticeId AND t.ClientId IS NULL AND (t.Id = @AccountId OR (@Supervises = 1 AND t.SupervisorId = @AccountId)))
          AND n.Status <> 'Returned' AND n.Seq < @Before
        ORDER BY n.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string KeysOfCaseSql = """
        SELECT n.Id, n.Seq
        FROM Notes n
        WHERE n.PracticeId = @PracticeId AND n.CoupleId = @CoupleId AND n.Status <> 'Returned' AND n.Seq < @Before
        ORDER BY n.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string TextsSql = """
        SELECT n.Id, n.Seq, n.CoupleId, n.SessionId, n.ClientId, n.Format, n.Status, n.Sections, n.CreatedAt
        FROM Notes n
        WHERE n.PracticeId = @PracticeId AND n.Status <> 'Returned' AND n.Id IN @Ids
        """;

    private const string AddendaSql = AddendumRow.SelectSql + " AND a.NoteId IN @Ids ORDER BY a.Number";

    /// <summary>Which there are. The caller of a case has been let to it.</summary>
    internal async Task<IReadOnlyList<NoteKey>> NewestFirst(Guid? coupleId, long before, int take, CancellationToken cancellationToken) => coupleId is null
        ? await db.Query<NoteKey>(
            KeysSql, new { scope.Caller.AccountId, Supervises = scope.Caller.Has(Roles.Supervisor), Before = before, Take = take }, cancellationToken)
        : await db.Query<NoteKey>(KeysOfCaseSql, new { CoupleId = coupleId, Before = before, Take = take }, cancellationToken);

    /// <summary>Opened one after the other, as far as the caller goes on asking. A note that was discarded meanwhile is left out.</summary>
    internal async Task<IEnumerable<OpenedNote>> Open(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. keys.Select(key => key.Id)];
        var rows = (await db.Query<TextRow>(TextsSql, new { Ids = ids }, cancellationToken)).ToDictionary(row => row.Id);
        var added = (await db.Query<AddendumRow>(AddendaSql, new { Ids = ids }, cancellationToken)).ToLookup(row => row.NoteId);
        return keys.Select(key => rows.TryGetValue(key.Id, out var row) ? Open(row, [.. added[key.Id]]) : OpenedNote.Gone);
    }

    private OpenedNote Open(TextRow row, IReadOnlyList<AddendumRow> added)
    {
        var sections = notes.Texts(row.Id, row.Sections).Sections;
        List<(string? Section, Guid? AddendumId, string Text)> texts =
        [
            .. row.Format.Sections().Select(name => ((string?)name, (Guid?)null, sections.GetValueOrDefault(name, ""))),
            .. added.Select(addendum => ((string?)null, (Guid?)addendum.Id, addenda.Content(addendum).Text)),
        ];
        return new OpenedNote(row, texts);
    }

    internal sealed record NoteKey
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }
    }

    internal sealed record TextRow
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }

        public Guid CoupleId { get; init; }

        public Guid? SessionId { get; init; }

        public Guid? ClientId { get; init; }

        public NoteFormat Format { get; init; }

        public NoteStatus Status { get; init; }

        public string Sections { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }
    }

    /// <summary>A note with its sections' and addenda's texts, in that order.</summary>
    internal sealed class OpenedNote(TextRow row, IReadOnlyList<(string? Section, Guid? AddendumId, string Text)> texts)
    {
        /// <summary>What is left of a note that is not there any more: nothing to be found in.</summary>
        public static readonly OpenedNote Gone = new(new TextRow(), []);

        public IReadOnlyList<string> Texts { get; } = [.. texts.Select(text => text.Text)];

        public FoundNote Found(WordsFound hit) => new(
            row.Id, row.CoupleId, row.SessionId, row.Format, NoteScope.Text(row.ClientId), row.Status, row.CreatedAt,
            texts[hit.Place].Section, texts[hit.Place].AddendumId, hit.Excerpt);
    }
}
