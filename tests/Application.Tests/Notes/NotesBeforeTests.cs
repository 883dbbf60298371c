using System.Data.Common;
using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Application.Tests.Notes;

/// <summary>A database from when psychotherapy notes lay among the others, which the program brings up to its schema.</summary>
public sealed class NotesBeforeTests : IAsyncLifetime
{
    private const string Columns =
        "Id, PracticeId, Seq, CoupleId, SessionId, ClientId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, SignedAt, ChainNumber, PreviousHash, ContentHash";

    private readonly string _folder = Directory.CreateTempSubdirectory("counseldesk-test-").FullName;
    private readonly List<Guid> _apart = [];
    private IReadOnlyList<string> _before = [];
    private GivenPractice _practice = null!;
    private GivenCouple _given = null!;
    private Note _ofRecord = null!;
    private TestDesk _desk = null!;

    private string File => Path.Combine(_folder, "test.db");

    public async Task InitializeAsync()
    {
        await using (var now = await TestDesk.OpenEmbedded())
        {
            _practice = await GivenPractice.Open(now);
            _given = await _practice.Couple();
            _ofRecord = await now.Signed(_practice.Therapist, _given);
            await now.Add(_practice.Therapist, _ofRecord);
            await now.Signed(_practice.Therapist, _given, GivenNotes.Full("Second"));
            await now.Draft(_practice.Therapist, _given);
            await SetBack(now);
        }

        _before = await Rows($"SELECT Kind, {Columns}, Version FROM Notes");
        _desk = await TestDesk.OpenOn(_folder);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Every_row_is_as_it_was_in_the_one_table_or_the_other()
    {
        Assert.Equal(6, _before.Count);
        var after = await Rows($"SELECT 'Progress', {Columns}, Version FROM Notes UNION ALL SELECT 'Psychotherapy', {Columns}, Version FROM PsychotherapyNotes");
        Assert.Equal(_before.Order(StringComparer.Ordinal), after.Order(StringComparer.Ordinal));
        Assert.Equal(3, (await Rows("SELECT Id FROM PsychotherapyNotes")).Count);
        Assert.Empty(await Rows("SELECT * FROM pragma_foreign_key_check"));
        Assert.Empty(await Rows($"SELECT Seq FROM Outbox WHERE ResourceId = '{Text(_apart[0])}'"));
    }

    [Fact]
    public async Task Their_hashes_hold_and_their_author_alone_reads_them()
    {
        var check = await _desk.Send(_practice.Therapist, new VerifyNotesQuery(_given.Id));
        Assert.Equal((true, 2, 1, true, 2, 2), (check.Intact, check.Notes, check.Addenda, check.Own!.Intact, check.Own.Notes, check.Own.Unwitnessed));
        var read = await _desk.Send(_practice.Therapist, new GetNoteQuery(_apart[0]));
        Assert.Equal((NoteKind.Psychotherapy, NoteStatus.Signed, "1", null), (read.Kind, read.Status, read.Sections["narrative"], read.Attended));
        Assert.Single((await _desk.Send(_practice.Therapist, new GetNoteQuery(_ofRecord.Id))).Addenda);
        await _desk.EmergencyAccess(_practice.OtherTherapist, _given);
        await _desk.Send(_practice.OtherTherapist, new GetNoteQuery(_apart[0])).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task The_chains_go_on_from_them()
    {
        await _desk.Send(_practice.Therapist, new SignNoteCommand(_apart[2], 1));
        await _desk.Signed(_practice.Therapist, _given, GivenNotes.Psychotherapy());
        await _desk.Signed(_practice.Therapist, _given);
        var check = await _desk.Send(_practice.Therapist, new VerifyNotesQuery(_given.Id));
        Assert.Equal((true, 3, true, 4, 2), (check.Intact, check.Notes, check.Own!.Intact, check.Own.Notes, check.Own.Unwitnessed));
        Assert.Equal([1L, 2L, 3L, 4L], await _desk.Rows<long>("SELECT ChainNumber FROM PsychotherapyNotes ORDER BY ChainNumber"));
    }

    [Theory]
    [InlineData("UPDATE Notes SET Sections = 'other' WHERE Status = 'Signed'")]
    [InlineData("DELETE FROM Notes WHERE Status = 'Signed'")]
    [InlineData("REPLACE INTO Notes SELECT * FROM Notes")]
    [InlineData("UPDATE PsychotherapyNotes SET Sections = 'other' WHERE Status = 'Signed'")]
    [InlineData("DELETE FROM PsychotherapyNotes WHERE Status = 'Signed'")]
    [InlineData("REPLACE INTO PsychotherapyNotes SELECT * FROM PsychotherapyNotes")]
    public async Task They_are_locked_again(string sql) => await Assert.ThrowsAnyAsync<DbException>(() => _desk.Tamper(sql));

    /// <summary>The same practice in the schema before, with psychotherapy notes as they were signed then.</summary>
    private async Task SetBack(TestDesk now)
    {
        var from = now.Get<Database>().FilePath!;
        Directory.CreateDirectory(Path.Combine(_folder, "keys"));
        foreach (var key in Directory.GetFiles(Path.Combine(Path.GetDirectoryName(from)!, "keys")))
            System.IO.File.Copy(key, Path.Combine(_folder, "keys", Path.GetFileName(key)));
        using (var database = new Database(new DatabaseOptions { ConnectionString = $"Data Source={File};Pooling=False" }))
        {
            var before = Migrator.BuiltIn.Where(migration => string.CompareOrdinal(migration.Name, "0015") < 0);
            await new Migrator(database, [.. before]).Migrate(now.Clock.Now, CancellationToken.None);
        }

        var triggers = await Rows("SELECT sql FROM sqlite_master WHERE type = 'trigger'");
        await Run(string.Join(';', (await Rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")).Select(name => $"DROP TRIGGER {name}")));
        var script = new List<string> { $"ATTACH '{from}' AS Later", "PRAGMA foreign_keys = OFF" };
        foreach (var table in await Rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('SchemaMigrations', 'Notes', 'Assignments') AND name NOT LIKE 'sqlite_%'"))
        {
            var columns = string.Join(", ", await Rows($"SELECT name FROM pragma_table_info('{table}')"));
            script.Add($"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM Later.{table}");
        }

        script.Add($"INSERT INTO main.Notes (Kind, {Columns}, Version) SELECT 'Progress', {Columns}, Version FROM Later.Notes");
        script.AddRange(Apart(now));
        await Run(string.Join(";\n", script));
        await Run(string.Join(";\n", triggers));
    }

    private IEnumerable<string> Apart(TestDesk now)
    {
        string? previous = null;
        for (var number = 1; number <= 3; number++)
        {
            var (id, at) = (now.Get<IIds>().New(), now.Clock.Now);
            _apart.Add(id);
            var texts = new Dictionary<string, string>(StringComparer.Ordinal) { ["narrative"] = $"{number}" };
            var sections = now.Get<ITextProtector>().Protect($"note:{id}", JsonSerializer.Serialize(new { Salt = "salt", Sections = texts }));
            var hash = NoteSeal.Content(new SealedContent(
                id, _practice.Id, _given.Id, null, null, _practice.Therapist.AccountId, NoteKind.Psychotherapy, NoteFormat.Narrative, at, at, number, previous, "salt", texts));
            var signature = number == 3 ? "NULL, NULL, NULL, NULL" : $"'{Text(at)}', {number}, {(previous is null ? "NULL" : $"'{previous}'")}, '{hash}'";
            yield return $"""
                INSERT INTO Notes (Kind, {Columns}, Version) VALUES ('Psychotherapy', '{Text(id)}', '{Text(_practice.Id)}', {number}, '{Text(_given.Id)}', NULL, NULL,
                  '{Text(_practice.Therapist.AccountId)}', 'Narrative', '{(number == 3 ? "Draft" : "Signed")}', '{sections}', '{Text(at)}', '{Text(at)}', {signature}, 1)
                """;
            yield return $"""
                INSERT INTO Outbox (Seq, PracticeId, EventType, CoupleId, ResourceId, At)
                VALUES ({number}, '{Text(_practice.Id)}', 'note.drafted', '{Text(_given.Id)}', '{Text(id)}', '{Text(at)}')
                """;
            previous = hash;
        }
    }

    private static string Text(Guid id) => id.ToString().ToUpperInvariant();

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private async Task Run(string script)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = script;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Each row as one text, whatever its columns are.</summary>
    private async Task<IReadOnlyList<string>> Rows(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync())
            found.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(column => rows.IsDBNull(column) ? "∅" : rows.GetString(column))));
        return found;
    }
}
