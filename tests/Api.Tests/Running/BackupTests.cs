using System.Runtime.Versioning;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Running;

public sealed class BackupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Copies_what_is_committed_while_the_program_runs_and_writes()
    {
        await using var program = await TheProgram.Start(_folder);
        using var writing = new CancellationTokenSource();
        var writer = Task.Run(() => Write(writing.Token));
        try
        {
            for (var n = 0; n < 3; n++)
            {
                var file = _folder.Path($"backup-{n}.db");
                var ended = (await TheProgram.Run(_folder, "backup", file)).Well();
                Assert.Contains(_folder.Path("keys"), ended.Lines[1], StringComparison.Ordinal);

                // The two tables are written in one transaction: a copy of one moment has as many rows of each.
                using var copy = DatabaseState.Open(file);
                Assert.Equal(["ok"], DatabaseState.Texts(copy, "PRAGMA integrity_check"));
                Assert.Equal(["delete"], DatabaseState.Texts(copy, "PRAGMA journal_mode"));
                var counts = DatabaseState.Texts(copy, "SELECT COUNT(*) FROM Secrets WHERE Name LIKE 'w%' UNION ALL SELECT COUNT(*) FROM SchemaMigrations WHERE Name LIKE 'w%'");
                Assert.Equal(counts[0], counts[1]);
            }
        }
        finally
        {
            await writing.CancelAsync();
            Assert.True(await writer > 0);
        }

        Assert.DoesNotContain(FolderState.Names(_folder), name => name.Contains("partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replaces_a_file_only_when_told_to()
    {
        await Given();
        await File.WriteAllTextAsync(_folder.Path("kept"), "something else");
        (await Backup("kept")).Refused("backup", "--overwrite");
        Assert.Equal("something else", await File.ReadAllTextAsync(_folder.Path("kept")));
        (await TheProgram.Run(_folder, "backup", _folder.Path("kept"), "--overwrite")).Well();
        using var copy = DatabaseState.Open(_folder.Path("kept"));
        Assert.Equal(["ok"], DatabaseState.Texts(copy, "PRAGMA integrity_check"));
    }

    [UnixFact, UnsupportedOSPlatform("windows")]
    public async Task Lets_nobody_read_the_copy_who_may_not_read_the_database()
    {
        await Given();
        File.SetUnixFileMode(_folder.Path("data/test.db"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await Backup("copy.db")).Well();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Path("copy.db")));
    }

    [UnixFact]
    public async Task Refuses_in_one_line_and_leaves_all_as_it_was()
    {
        (await Backup("copy.db")).Refused("backup", "There is no database");
        await Given();
        Directory.CreateDirectory(_folder.Path("folder"));
        File.CreateSymbolicLink(_folder.Path("link.db"), _folder.Path("data/test.db"));
        var before = FolderState.Of(_folder);
        (await Backup("folder")).Refused("backup", "is a folder");
        (await Backup("nowhere/copy.db")).Refused("backup", "does not exist");
        (await Backup("data/test.db/copy.db")).Refused("backup", "does not exist");
        (await TheProgram.Run(_folder, "backup", _folder.Path("data/test.db"), "--overwrite")).Refused("backup", "is the database itself");
        (await TheProgram.Run(_folder, "backup", _folder.Path("link.db"), "--overwrite")).Refused("backup", "is the database itself");
        (await TheProgram.Run(_folder, "backup", "copy.db", "--Database:Provider=sqlserver", "--ConnectionStrings:CounselDesk=Server=db;Database=x;Password=not-to-be-shown"))
            .Refused("backup", "BACKUP DATABASE");
        Assert.Equal(before, FolderState.Of(_folder));
    }

    [UnixFact]
    public async Task A_full_disk_keeps_the_backup_that_was_there()
    {
        await Given();
        (await Backup("copy.db")).Well();
        var before = FolderState.Of(_folder);
        (await TheProgram.RunOnAFullDisk(_folder, 200, "backup", _folder.Path("copy.db"), "--overwrite")).Refused("backup", "Free space");
        Assert.Equal(before, FolderState.Of(_folder));
    }

    [Fact]
    public async Task Refuses_a_damaged_database()
    {
        await Given();
        var bytes = await File.ReadAllBytesAsync(_folder.Path("data/test.db"));
        for (var i = 60_000; i < 90_000; i++)
            bytes[i] = 7;
        await File.WriteAllBytesAsync(_folder.Path("data/test.db"), bytes);
        (await Backup("copy.db")).Refused("backup", "earlier backup");
        Assert.Equal(["data", "data/test.db"], FolderState.Names(_folder));
    }

    private Task<Ended> Backup(string file) => TheProgram.Run(_folder, "backup", _folder.Path(file));

    private async Task Given() => (await TheProgram.Run(_folder, "migrate")).Well();

    private int Write(CancellationToken until)
    {
        using var connection = DatabaseState.Open(_folder.Path("data/test.db"));
        var count = 0;
        for (; !until.IsCancellationRequested; count++)
        {
            DatabaseState.Texts(
                connection,
                $"""
                BEGIN IMMEDIATE;
                INSERT INTO Secrets (Name, ProtectedValue) VALUES ('w{count}', hex(randomblob(2000)));
                INSERT INTO SchemaMigrations (Name, Checksum, AppliedAt) VALUES ('w{count}', 'x', '2030-01-01T00:00:00.000Z');
                COMMIT;
                """);
        }

        return count;
    }
}
