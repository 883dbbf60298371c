using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Running;

public sealed class RestoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Brings_the_backup_back_and_keeps_what_was_there_to_go_back_to()
    {
        await GivenABackup();
        Sql("CREATE TABLE Later (Id INT)");

        var ended = (await Restore("backup.db")).Well();
        var kept = Assert.Single(Directory.GetFiles(_folder.Path("data"), "test.db.before-restore-*"));
        Assert.Contains($"restore '{kept}'", ended.Output, StringComparison.Ordinal);
        Assert.Equal(["data/test.db", $"data/{Path.GetFileName(kept)}"], FolderState.Names(_folder, "data"));
        Assert.Equal(["0"], Sql("SELECT COUNT(*) FROM sqlite_master WHERE name = 'Later'"));

        (await TheProgram.Run(_folder, "restore", kept)).Well();
        Assert.Equal(["1"], Sql("SELECT COUNT(*) FROM sqlite_master WHERE name = 'Later'"));
        await using var program = await TheProgram.Start(_folder);
    }

    [Fact]
    public async Task Takes_in_what_a_killed_program_left_in_its_log_before_it_keeps_it()
    {
        await GivenABackup();
        Sql("CREATE TABLE Later (Id INT)");
        await using (var program = await TheProgram.Start(_folder))
            await program.Kill();
        Assert.True(File.Exists(_folder.Path("data/test.db-wal")));
        (await Restore("backup.db")).Well();
        Assert.Equal(2, Directory.GetFiles(_folder.Path("data")).Length);
        var kept = Assert.Single(Directory.GetFiles(_folder.Path("data"), "test.db.before-restore-*"));
        using var connection = DatabaseState.Open(kept);
        Assert.Equal(["1"], DatabaseState.Texts(connection, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'Later'"));
    }

    [Fact]
    public async Task Refuses_while_a_program_has_the_database_open_even_an_idle_one()
    {
        await GivenABackup();
        await using (var program = await TheProgram.Start(_folder))
        {
            (await Restore("backup.db")).Refused("restore", "Stop CounselDesk");
            using var http = new HttpClient { BaseAddress = program.Address };
            Assert.True((await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode);
            await program.Kill();
        }

        Assert.DoesNotContain(FolderState.Names(_folder), name => name.Contains("restor", StringComparison.Ordinal));
        (await Restore("backup.db")).Well();
    }

    [Fact]
    public async Task Refuses_what_is_no_good_backup_and_leaves_all_as_it_was()
    {
        await GivenABackup();
        await File.WriteAllTextAsync(_folder.Path("diary.db"), string.Concat(Enumerable.Repeat("Dear diary, this is no database. ", 200)));
        using (var other = DatabaseState.Make(_folder.Path("other.db")))
            DatabaseState.Texts(other, "CREATE TABLE Songs (Id INT)");
        var bytes = await File.ReadAllBytesAsync(_folder.Path("backup.db"));
        for (var i = 60_000; i < 90_000; i++)
            bytes[i] = 7;
        await File.WriteAllBytesAsync(_folder.Path("damaged.db"), bytes);
        Altered("newer.db", "INSERT INTO SchemaMigrations (Name, Checksum, AppliedAt) VALUES ('9999_from_the_future.sql', 'x', '2030-01-01T00:00:00.000Z')");
        Altered("edited.db", "UPDATE SchemaMigrations SET Checksum = 'edited' WHERE Name LIKE '0002%'");
        Altered("secrets.db", "UPDATE Secrets SET ProtectedValue = 'CfDJ8' WHERE Name = 'audit-key'");
        var before = FolderState.Of(_folder);

        (await Restore("nowhere.db")).Refused("restore", "There is no backup");
        (await Restore("data/test.db")).Refused("restore", "is the database itself");
        (await Restore("data")).Refused("restore", "There is no backup");
        (await Restore("diary.db")).Refused("restore", "not a CounselDesk database");
        (await Restore("other.db")).Refused("restore", "not a CounselDesk database");
        (await Restore("damaged.db")).Refused("restore", "Use another backup");
        (await Restore("newer.db")).Refused("restore", "newer version");
        (await Restore("edited.db")).Refused("restore", "edited after it ran");
        (await Restore("secrets.db")).Refused("restore", "Keys:Path");
        (await TheProgram.Run(_folder, "restore", _folder.Path("backup.db"), $"--Keys:Path={_folder.Path("no-keys")}")).Refused("restore", "Keys:Path");
        (await TheProgram.Run(_folder, "restore", "backup.db", "--Database:Provider=sqlserver", "--ConnectionStrings:CounselDesk=Server=db;Database=x")).Refused("restore", "RESTORE DATABASE");
        Assert.Equal(before, FolderState.Of(_folder));
    }

    [UnixFact]
    public async Task A_full_disk_leaves_the_database_as_it_was()
    {
        await GivenABackup();
        var before = FolderState.Of(_folder);
        (await TheProgram.RunOnAFullDisk(_folder, 200, "restore", _folder.Path("backup.db"))).Refused("restore", "Free space");
        Assert.Equal(before, FolderState.Of(_folder));
    }

    [Fact]
    public async Task A_lost_or_damaged_database_is_no_hindrance_and_the_damaged_one_is_kept()
    {
        await GivenABackup();
        File.Delete(_folder.Path("data/test.db"));
        await File.WriteAllTextAsync(_folder.Path("data/test.db-wal"), "a log of what is lost");
        Assert.Contains("There was no database before", (await Restore("backup.db")).Well().Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Path("data/test.db-wal")));
        Assert.Equal("a log of what is lost", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder.Path("data"), "*-wal"))));

        var text = string.Concat(Enumerable.Repeat("Dear diary, this is no database. ", 200));
        await File.WriteAllTextAsync(_folder.Path("data/test.db"), text);
        await File.WriteAllTextAsync(_folder.Path("data/test.db-wal"), "a log of something");
        (await Restore("backup.db")).Well();
        var kept = Assert.Single(Directory.GetFiles(_folder.Path("data"), "test.db.before-restore-*Z"));
        Assert.Equal(text, await File.ReadAllTextAsync(kept));
        Assert.False(File.Exists(_folder.Path("data/test.db-wal")));
        await using var program = await TheProgram.Start(_folder);
    }

    [Fact]
    public async Task Tells_of_a_backup_from_an_older_version_which_the_next_start_brings_up()
    {
        await GivenABackup();
        Altered("older.db", "DROP TABLE Responses; DELETE FROM SchemaMigrations WHERE Name = '0007_progress.sql'");
        Assert.Contains("1 migrations are still to apply", (await Restore("older.db")).Well().Output, StringComparison.Ordinal);
        await using var program = await TheProgram.Start(_folder);
    }

    /// <summary>At every moment of a restore the database's place holds one of the two, whole.</summary>
    [Fact]
    public async Task Killed_at_any_moment_it_leaves_one_of_the_two_whole()
    {
        await GivenABackup();
        Sql("CREATE TABLE Later (Id INT)");
        for (var wait = 0; wait < 8; wait++)
        {
            await using (var program = TheProgram.Begin(_folder, "restore", _folder.Path("backup.db")))
            {
                while (!program.HasEnded && !Directory.GetFiles(_folder.Path("data"), "*restor*").Any())
                    await Task.Delay(1);
                await Task.Delay(wait * 5);
                await program.Kill();
            }

            Assert.Equal(["ok"], Sql("PRAGMA integrity_check"));
            if (Sql("SELECT COUNT(*) FROM sqlite_master WHERE name = 'Later'") is ["0"])
            {
                var kept = Directory.GetFiles(_folder.Path("data"), "test.db.before-restore-*");
                using var connection = DatabaseState.Open(Assert.Single(kept));
                Assert.Equal(["1"], DatabaseState.Texts(connection, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'Later'"));
                return;
            }
        }
    }

    private Task<Ended> Restore(string file) => TheProgram.Run(_folder, "restore", _folder.Path(file));

    /// <summary>A database with secrets, stopped, and a backup of it.</summary>
    private async Task GivenABackup()
    {
        await using (var program = await TheProgram.Start(_folder))
            await program.Kill();
        (await TheProgram.Run(_folder, "backup", _folder.Path("backup.db"))).Well();
    }

    private void Altered(string name, string sql)
    {
        File.Copy(_folder.Path("backup.db"), _folder.Path(name));
        using var connection = DatabaseState.Open(_folder.Path(name));
        DatabaseState.Texts(connection, sql);
    }

    private IReadOnlyList<string> Sql(string sql)
    {
        using var connection = DatabaseState.Open(_folder.Path("data/test.db"));
        return DatabaseState.Texts(connection, sql);
    }
}
