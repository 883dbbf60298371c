using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CounselDesk.Application.Audit;
using CounselDesk.Application.Briefs;
using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Infrastructure.Moving;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Application.Tests.Moving;

public sealed class MoveTests(PracticeFiles practice) : MoveTest(practice)
{
    private const int Entries = 100_000;

    [Fact]
    public async Task Brings_every_row_of_every_table_and_leaves_the_source_as_it_was()
    {
        var tables = await Tables(Source);
        foreach (var table in tables)
            Assert.True(await Count(Source, table) > 0, $"{table} is empty: let a command of PracticeFiles fill it, so that moving it is proven.");
        var before = SHA256.HashData(await File.ReadAllBytesAsync(Source));

        var result = await Move();

        Assert.Equal(tables.Count - 1, result.Tables);
        Assert.Equal(result.Rows, result.Copied);
        await AssertMoved();
        Assert.Equal(before, SHA256.HashData(await File.ReadAllBytesAsync(Source)));
        Assert.False(File.Exists(Source + "-wal"));
    }

    [Fact]
    public async Task The_new_home_of_a_hundred_thousand_entries_serves_briefs_notes_and_audit_with_the_same_keys()
    {
        await AddEntries();
        var result = await Move(batchRows: new MoveOptions().BatchRows);
        Assert.True(result.Rows > Entries, $"{result.Rows} rows");
        await AssertMoved();

        var home = Directory.CreateDirectory(Path.Combine(Folder, "home")).FullName;
        File.Move(Target, Path.Combine(home, "test.db"));
        Directory.CreateDirectory(Path.Combine(home, "keys"));
        foreach (var key in Directory.GetFiles(Practice.Keys))
            File.Copy(key, Path.Combine(home, "keys", Path.GetFileName(key)));
        await using var desk = await TestDesk.OpenOn(home);
        desk.Clock.Now = desk.Clock.Now.AddHours(3);
        var brief = await desk.Send(Practice.Therapist, new GetBriefQuery(Practice.CoupleId));
        Assert.Equal("Second plan", brief.LastPlan?.Plan);
        Assert.NotNull(brief.LastSession);

        await AssertSealed(desk);
        var check = await desk.Send(Practice.Admin, new VerifyAuditQuery());
        Assert.Equal((true, null), (check.Intact, check.FirstFault));
        Assert.Equal(await desk.Rows<long>("SELECT MAX(e.Seq) FROM AuditEntries e WHERE e.PracticeId = @PracticeId AND e.Action <> 'verify-audit'", new { Practice.Admin.PracticeId }), [check.Entries]);
    }

    [Fact]
    public async Task What_is_signed_stays_locked_in_the_new_home()
    {
        await Move();
        foreach (var change in new[] { "UPDATE Notes SET Sections = 'x' WHERE Status = 'Signed'", "DELETE FROM Notes WHERE Status = 'Signed'", "INSERT INTO Notes SELECT * FROM Notes WHERE Status = 'Signed'" })
            await Assert.ThrowsAsync<SqliteException>(() => Run(Target, change));
        await AssertMoved();
    }

    [Fact]
    public async Task Takes_a_database_that_has_the_tables_already_and_a_source_that_ended_without_tidying_up()
    {
        // A second connection keeps the write-ahead log from being folded in, as a killed program would.
        await using (var open = new SqliteConnection($"Data Source={Source};Pooling=False"))
        {
            await open.OpenAsync();
            await using var reading = open.CreateCommand();
            reading.CommandText = "SELECT COUNT(*) FROM Practices";
            await reading.ExecuteScalarAsync();
            await Run(Source, "UPDATE Practices SET Name = 'In the log only'");
            File.Copy(Source, Source + ".kept");
            File.Copy(Source + "-wal", Source + ".kept-wal");
        }

        File.Move(Source + ".kept", Source, overwrite: true);
        File.Move(Source + ".kept-wal", Source + "-wal", overwrite: true);
        await using (var target = new EmbeddedTarget(Target))
        {
            await target.Open(CancellationToken.None);
            await target.Migrate(new MoveOptions().Migrations, new TestClock().Now, CancellationToken.None);
        }

        await Move();
        Assert.Equal(["In the log only"], await Texts(Target, "SELECT DISTINCT Name FROM Practices"));
        await AssertMoved();
    }

    /// <summary>Entries of one assignment, period after period, as the commands' own one.</summary>
    private async Task AddEntries()
    {
        var added = await Run(Source, string.Create(CultureInfo.InvariantCulture, $"""
            PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Entries}),
              entry AS (SELECT * FROM AssignmentLogs WHERE Answers IS NOT NULL LIMIT 1),
              made AS (SELECT i, printf('%012X', 1772000000000 + i) AS Time, hex(randomblob(16)) AS Random FROM n)
            INSERT INTO AssignmentLogs (Id, PracticeId, Seq, CoupleId, AssignmentId, ClientId, Period, DoneOn, Outcome, Helpful, Difficulty, Answers, Share, Barrier, EnteredBy, EnteredAt, Version)
            SELECT substr(m.Time, 1, 8) || '-' || substr(m.Time, 9) || '-7' || substr(m.Random, 1, 3) || '-8' || substr(m.Random, 4, 3) || '-' || substr(m.Random, 7, 12),
              e.PracticeId, m.i, e.CoupleId, e.AssignmentId, e.ClientId, 1000 + m.i, date('2026-01-01', '+' || (m.i % 300) || ' days'), 'Done', m.i % 11, NULL,
              e.Answers, e.Share, NULL, NULL, '2026-03-02T15:00:00.' || printf('%03d', m.i % 1000) || 'Z', 1
            FROM made m CROSS JOIN entry e
            """));
        Assert.Equal(Entries, added);
    }

    /// <summary>Takes each signed note's hash again from what the moved database holds.</summary>
    private static async Task AssertSealed(TestDesk desk)
    {
        var notes = await desk.Rows<SignedNote>("""
            SELECT n.Id, n.PracticeId, n.CoupleId, n.SessionId, n.ClientId, n.AuthorId, 'Progress' AS Kind, n.Format, n.Sections, n.CreatedAt, n.SignedAt,
              n.ChainNumber, n.PreviousHash, n.ContentHash, n.CosignedBy, n.CosignedAt, n.CosignatureHash, n.ReplacesId
            FROM Notes n WHERE n.SignedAt IS NOT NULL
            UNION ALL
            SELECT p.Id, p.PracticeId, p.CoupleId, p.SessionId, p.ClientId, p.AuthorId, 'Psychotherapy' AS Kind, p.Format, p.Sections, p.CreatedAt, p.SignedAt,
              p.ChainNumber, p.PreviousHash, p.ContentHash, NULL, NULL, NULL, NULL
            FROM PsychotherapyNotes p WHERE p.SignedAt IS NOT NULL
            """);
        Assert.Equal(5, notes.Count);
        foreach (var note in notes)
        {
            var texts = JsonSerializer.Deserialize<SealedTexts>(desk.Get<ITextProtector>().Unprotect($"note:{note.Id}", note.Sections))!;
            Assert.Equal(note.ContentHash, NoteSeal.Content(new SealedContent(
                note.Id, note.PracticeId, note.CoupleId, note.SessionId, note.ClientId, note.AuthorId, note.Kind, note.Format, note.CreatedAt, note.SignedAt,
                note.ChainNumber, note.PreviousHash, texts.Salt, texts.Sections, texts.Form, texts.Attended, note.ReplacesId)));
            if (note.CosignedBy is { } cosigner)
                Assert.Equal(note.CosignatureHash, NoteSeal.Cosignature(note.ContentHash, cosigner, note.CosignedAt!.Value));
        }

        Assert.Single(notes, note => note.CosignedBy is not null);
    }

    private sealed record SealedTexts(string Salt, IReadOnlyDictionary<string, string> Sections, int Form, IReadOnlyList<Guid>? Attended);

    private sealed record SignedNote
    {
        public Guid Id { get; init; }

        public Guid PracticeId { get; init; }

        public Guid CoupleId { get; init; }

        public Guid? SessionId { get; init; }

        public Guid? ClientId { get; init; }

        public Guid AuthorId { get; init; }

        public NoteKind Kind { get; init; }

        public NoteFormat Format { get; init; }

        public string Sections { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset SignedAt { get; init; }

        public int ChainNumber { get; init; }

        public string? PreviousHash { get; init; }

        public string ContentHash { get; init; } = "";

        public Guid? ReplacesId { get; init; }

        public Guid? CosignedBy { get; init; }

        public DateTimeOffset? CosignedAt { get; init; }

        public string? CosignatureHash { get; init; }
    }
}
