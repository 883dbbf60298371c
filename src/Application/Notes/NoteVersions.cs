using CounselDesk.Application.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Notes;

/// <summary>Keeps what a draft said before it was saved again, encrypted, for its author alone.</summary>
public sealed class NoteVersions(IDb db, IIds ids, ITextProtector protector, Notes notes, RequestScope scope)
{
    /// <summary>A draft keeps so many; then the oldest goes.</summary>
    public const int Most = 100;

    /// <summary>A text that was saved less than this after the one kept last is not kept: programs save every few seconds.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    private const string Name = "note-versions";

    private const string NewestSql = """
        SELECT v.Number, v.SavedAt
        FROM NoteVersions v
        WHERE v.PracticeId = @PracticeId AND v.NoteId = @NoteId
        ORDER BY v.Number DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string InsertSql = """
        INSERT INTO NoteVersions (Id, NoteId, Number, PracticeId, SavedAt, Format, Sections)
        VALUES (@Id, @NoteId, @Number, @PracticeId, @SavedAt, @Format, @Sections)
        """;

    private const string ForgetSql = """
        DELETE FROM NoteVersions WHERE PracticeId = @PracticeId AND NoteId = @NoteId AND Number <= @Number
        """;

    private const string ListSql = """
        SELECT v.Id, v.Number, v.SavedAt, v.Format
        FROM NoteVersions v
        JOIN Notes n ON n.Id = v.NoteId AND n.PracticeId = v.PracticeId AND n.AuthorId = @AccountId
        WHERE v.PracticeId = @PracticeId AND v.NoteId = @NoteId AND v.Number < @Before
        ORDER BY v.Number DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string FindSql = """
        SELECT v.Id, v.Number, v.SavedAt, v.Format, v.Sections
        FROM NoteVersions v
        JOIN Notes n ON n.Id = v.NoteId AND n.PracticeId = v.PracticeId AND n.AuthorId = @AccountId
        WHERE v.PracticeId = @PracticeId AND v.NoteId = @NoteId AND v.Id = @Id
        """;

    /// <summary>Called before a draft is saved again, with the draft as it is.</summary>
    internal async Task Keep(NoteRow draft, CancellationToken cancellationToken)
    {
        var newest = await db.Find<NewestRow>(NewestSql, new { NoteId = draft.Id, Take = 1 }, cancellationToken);
        if (newest is not null && draft.UpdatedAt - newest.SavedAt < Apart)
            return;
        var (id, number) = (ids.New(), (newest?.Number ?? 0) + 1);
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                NoteId = draft.Id,
                Number = number,
                SavedAt = draft.UpdatedAt,
                draft.Format,
                Sections = protector.Protect(Purpose(draft.Id, id), notes.Opened(draft)),
            },
            cancellationToken);
        if (number > Most)
            await Forget(draft.Id, number - Most, cancellationToken);
    }

    /// <summary>Removes all that was kept of a draft that is about to be discarded.</summary>
    internal Task Discard(Guid noteId, CancellationToken cancellationToken) => Forget(noteId, int.MaxValue, cancellationToken);

    internal async Task<Page<NoteVersionEntry>> List(Guid noteId, PageRequest page, CancellationToken cancellationToken)
    {
        scope.ResourceId = noteId;
        var rows = await db.Query<EntryRow>(ListSql, new { NoteId = noteId, scope.Caller.AccountId, Before = (int)Math.Min(page.Before(Name), int.MaxValue), page.Take }, cancellationToken);
        return PageRequest.Cut(Name, page, rows, row => (long)row.Number).Map(row => new NoteVersionEntry(row.Id, row.Number, row.SavedAt, row.Format));
    }

    internal async Task<NoteVersion> Find(Guid noteId, Guid id, CancellationToken cancellationToken)
    {
        scope.ResourceId = id;
        var row = await db.Find<VersionRow>(FindSql, new { NoteId = noteId, scope.Caller.AccountId, Id = id }, cancellationToken).OrNotFound("version");
        return new NoteVersion(
            row.Id, noteId, row.Number, row.SavedAt, row.Format, row.Format.Filled(Notes.Read(protector.Unprotect(Purpose(noteId, row.Id), row.Sections)).Sections));
    }

    private Task<int> Forget(Guid noteId, int upTo, CancellationToken cancellationToken) =>
        db.Execute(ForgetSql, new { NoteId = noteId, Number = upTo }, cancellationToken);

    private static string Purpose(Guid noteId, Guid id) => $"note-version:{noteId}:{id}";

    private sealed record NewestRow
    {
        public int Number { get; init; }

        public DateTimeOffset SavedAt { get; init; }
    }

    private sealed record EntryRow
    {
        public Guid Id { get; init; }

        public int Number { get; init; }

        public DateTimeOffset SavedAt { get; init; }

        public NoteFormat Format { get; init; }
    }

    private sealed record VersionRow
    {
        public Guid Id { get; init; }

        public int Number { get; init; }

        public DateTimeOffset SavedAt { get; init; }

        public NoteFormat Format { get; init; }

        public string Sections { get; init; } = "";
    }
}
