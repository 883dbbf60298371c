using CounselDesk.Infrastructure.Moving;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Application.Tests.Moving;

public sealed class RefusedMoveTests(PracticeFiles practice) : MoveTest(practice)
{
    [Theory]
    [InlineData("UPDATE Clients SET Version = 'canary' WHERE rowid = 2", "Clients.Version must be a whole number from -2147483648 to 2147483647", "Id ")]
    [InlineData("UPDATE Clients SET Version = 2147483648 WHERE rowid = 2", "Clients.Version must be a whole number from -2147483648 to 2147483647", "Id ")]
    [InlineData("UPDATE Clients SET BirthDate = '1.1.canary' WHERE rowid = 2", "Clients.BirthDate must be a day", "Id ")]
    [InlineData("UPDATE Clients SET SafeContactVoicemail = 2 WHERE rowid = 2", "Clients.SafeContactVoicemail must be 0 or 1", "Id ")]
    [InlineData("UPDATE Clients SET Pronouns = x'00' WHERE rowid = 2", "Clients.Pronouns must be a text", "Id ")]
    [InlineData("UPDATE AuditEntries SET At = '2026-03-02T15:00:00.0001Z' WHERE Seq = 3", "AuditEntries.At must be an instant in UTC with milliseconds", ", Seq 3")]
    [InlineData("UPDATE Outbox SET Seq = 1.5 WHERE rowid = 1", "Outbox.Seq must be a whole number", "rowid 1")]
    [InlineData("UPDATE Screenings SET Id = 'canary' WHERE rowid = 2", "Screenings.Id must be an id", "rowid 2")]
    [InlineData("UPDATE RefreshTokens SET IssuedAt = 'canary' WHERE rowid = 1", "RefreshTokens.IssuedAt must be an instant in UTC with milliseconds", "rowid 1")]
    public async Task A_row_that_does_not_fit_stops_it_before_anything_is_written(string change, string rule, string key)
    {
        Assert.Equal(1, await Run(Source, change));
        var message = await Failure(() => Move());
        Assert.Contains(rule, message, StringComparison.Ordinal);
        Assert.Contains(key, message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", message, StringComparison.Ordinal);
        foreach (var table in (await Tables(Target)).Where(table => table != "SchemaMigrations"))
            Assert.Equal(0, await Count(Target, table));
        Assert.DoesNotContain("MoveProgress", await Tables(Target));
    }

    [Fact]
    public async Task A_source_that_is_open_elsewhere()
    {
        await using var open = new SqliteConnection($"Data Source={Source};Pooling=False");
        await open.OpenAsync();
        await using var reading = open.CreateCommand();
        reading.CommandText = "SELECT COUNT(*) FROM Practices";
        await reading.ExecuteScalarAsync();
        Assert.Contains("source.db' is in use by another program. Stop CounselDesk", await Failure(() => Move()), StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Nobody_can_open_the_source_while_it_moves()
    {
        Exception? refusal = null;
        void Write()
        {
            using var other = new SqliteConnection($"Data Source={Source};Pooling=False;Default Timeout=1");
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "UPDATE Practices SET Name = 'x'";
            command.ExecuteNonQuery();
        }

        await Move(new Watcher { StopsAfter = 3, OnStop = () => refusal = Record.Exception(Write) });
        Assert.Equal(5, Assert.IsType<SqliteException>(refusal).SqliteErrorCode);
        await AssertMoved();
    }

    [Fact]
    public async Task A_source_that_is_not_there()
    {
        File.Delete(Source);
        var failure = await Assert.ThrowsAsync<MoveFailure>(() => EmbeddedSource.Open(Path.Combine(Folder, "nowhere.db"), CancellationToken.None));
        Assert.Contains("nowhere.db'. Name the one to move by ConnectionStrings:CounselDesk", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Folder, "nowhere.db")));
    }

    [Fact]
    public async Task A_source_that_is_no_database()
    {
        await File.WriteAllTextAsync(Source, "A letter, by mistake. ".PadRight(5000, 'x'));
        Assert.Contains("is no SQLite database", await Failure(() => Move()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DROP TABLE SchemaMigrations", "is no database of this program")]
    [InlineData("DELETE FROM SchemaMigrations WHERE Name LIKE '0007%'", "has an older schema than the program. Bring it up to date with 'migrate'")]
    [InlineData("INSERT INTO SchemaMigrations VALUES ('9999_later.sql', 'x', '2026-03-02T15:00:00.000Z')", "was made by a newer version")]
    [InlineData("UPDATE SchemaMigrations SET Checksum = 'x' WHERE Name LIKE '0007%'", "was made by a newer version")]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM Clients WHERE rowid = 1", "refers to none of Clients")]
    public async Task A_source_of_another_schema_or_in_disorder(string change, string said)
    {
        await Run(Source, change);
        Assert.Contains(said, await Failure(() => Move()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_with_rows_of_its_own_which_stays_as_it_is()
    {
        await Move();
        var before = await Texts(Target, "SELECT Name || AppliedAt FROM SchemaMigrations");
        await Run(Target, "DELETE FROM SchemaMigrations WHERE Name LIKE '0007%'");
        Assert.Contains("target.db' has rows of its own in AuditEntries", await Failure(() => Move()), StringComparison.Ordinal);
        Assert.Contains("rows of its own", await Failure(() => Move(restart: true)), StringComparison.Ordinal);
        Assert.Equal(before.Count - 1, await Count(Target, "SchemaMigrations"));
    }

    [Fact]
    public async Task A_target_of_a_newer_schema()
    {
        await using (var target = new EmbeddedTarget(Target))
        {
            await target.Open(CancellationToken.None);
            await target.Migrate([.. Migrator.BuiltIn, new Migration("9999_later.sql", "CREATE TABLE Later (Id INT NOT NULL)")], DateTimeOffset.UnixEpoch, CancellationToken.None);
        }

        Assert.Contains("newer version", await Failure(() => Move()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_cannot_be_opened() =>
        Assert.Contains("cannot be opened or written", await Failure(() => MoveTo(new EmbeddedTarget(Folder))), StringComparison.Ordinal);

    [Fact]
    public async Task A_target_that_is_the_source_by_another_way()
    {
        var link = Directory.CreateSymbolicLink(Path.Combine(Folder, "link"), Folder);
        Assert.Contains("is in use by another program", await Failure(() => MoveTo(new EmbeddedTarget(Path.Combine(link.FullName, Path.GetFileName(Source))))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, "in use by another program")]
    [InlineData(8, "Check the folder and its rights")]
    [InlineData(10, "the disk reports a fault")]
    [InlineData(13, "has no room left on its disk")]
    [InlineData(26, "no SQLite database")]
    [InlineData(999, "error 999")]
    public void Each_fault_of_a_file_has_its_line_without_the_engines_own_words(int code, string said)
    {
        var message = MoveFailure.Of(new SqliteException("canary", code), "the file 'x'").Message;
        Assert.StartsWith("The file 'x' ", message, StringComparison.Ordinal);
        Assert.Contains(said, message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", message, StringComparison.Ordinal);
    }
}
