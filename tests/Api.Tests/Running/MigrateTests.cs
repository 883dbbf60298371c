using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Running;

public sealed class MigrateTests : IDisposable
{
    private const string CountSql = "SELECT COUNT(*) FROM SchemaMigrations";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Applies_what_is_missing_once_and_names_it()
    {
        var first = (await TheProgram.Run(_folder, "migrate")).Well();
        Assert.StartsWith("applied 0001_practices_and_people.sql in ", first.Lines[0], StringComparison.Ordinal);
        Assert.Equal(first.Lines.Count - 1, int.Parse(Sql(CountSql).Single()));
        Assert.Equal(["data", "data/test.db"], FolderState.Names(_folder));

        Assert.Equal(["Nothing to apply: the schema is this program's."], (await TheProgram.Run(_folder, "migrate")).Well().Lines);
    }

    [Fact]
    public async Task Prints_a_script_that_makes_the_same_schema_and_changes_nothing()
    {
        var script = (await TheProgram.Run(_folder, "migrate", "--dry-run")).Well().Output;
        Assert.Empty(FolderState.Names(_folder));

        Directory.CreateDirectory(_folder.Path("data"));
        using (var connection = DatabaseState.Make(_folder.Path("data/test.db")))
            DatabaseState.Texts(connection, script);
        var scripted = Sql("SELECT type || name || COALESCE(sql, '') FROM sqlite_master ORDER BY 1");
        Assert.StartsWith("Nothing to apply", (await TheProgram.Run(_folder, "migrate")).Well().Output, StringComparison.Ordinal);

        File.Delete(_folder.Path("data/test.db"));
        (await TheProgram.Run(_folder, "migrate")).Well();
        Assert.Equal(Sql("SELECT type || name || COALESCE(sql, '') FROM sqlite_master ORDER BY 1"), scripted);
        var before = FolderState.Of(_folder);
        Assert.StartsWith("-- Nothing to apply", (await TheProgram.Run(_folder, "migrate", "--dry-run")).Well().Output, StringComparison.Ordinal);
        Assert.Equal(before, FolderState.Of(_folder));
    }

    [Fact]
    public async Task A_start_that_may_not_migrate_says_who_may_and_makes_no_database()
    {
        (await TheProgram.Run(_folder, "--Database:MigrateAtStart=false")).Refused("start", "Run the command 'migrate'");
        Assert.False(Directory.Exists(_folder.Path("data")));
        (await TheProgram.Run(_folder, "--Database:MigrateAtStart=perhaps")).Refused("start", "Database:MigrateAtStart must be true or false");

        (await TheProgram.Run(_folder, "migrate")).Well();
        await using var program = await TheProgram.Start(_folder, "--Database:MigrateAtStart=false");
    }

    [Fact]
    public async Task Two_at_once_on_a_new_file_both_succeed()
    {
        var both = await Task.WhenAll(TheProgram.Run(_folder, "migrate"), TheProgram.Run(_folder, "migrate"));
        var applied = both.SelectMany(one => one.Well().Lines).Where(line => line.StartsWith("applied ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).ToList();
        Assert.Equal(applied.Distinct(StringComparer.Ordinal).Count(), applied.Count);
        Assert.Equal(Sql("SELECT Name FROM SchemaMigrations ORDER BY Name"), applied.Order(StringComparer.Ordinal));
        Assert.Equal(["ok"], Sql("PRAGMA integrity_check"));
    }

    /// <summary>As soon as the log has grown to a size, it is killed; the sizes are spread over the whole run.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(300_000)]
    public async Task Killed_in_the_middle_it_leaves_whole_migrations_and_the_next_start_goes_on(int bytes)
    {
        var log = new FileInfo(_folder.Path("data/test.db-wal"));
        await using (var program = TheProgram.Begin(_folder, "migrate"))
        {
            while (!program.HasEnded && !IsGrown())
                Thread.SpinWait(50);
            await program.Kill();
        }

        Assert.Equal(["ok"], Sql("PRAGMA integrity_check"));
        await using (var program = await TheProgram.Start(_folder))
            await program.Kill();
        Assert.Equal(["ok"], Sql("PRAGMA integrity_check"));
        Assert.StartsWith("Nothing to apply", (await TheProgram.Run(_folder, "migrate")).Well().Output, StringComparison.Ordinal);

        bool IsGrown()
        {
            log.Refresh();
            return log.Exists && log.Length >= bytes;
        }
    }

    [UnixFact]
    public async Task A_full_disk_rolls_the_migration_back_and_the_next_run_goes_on()
    {
        (await TheProgram.RunOnAFullDisk(_folder, 60, "migrate")).Refused("migrate", "Free space");
        Assert.Equal(["data"], FolderState.Names(_folder));

        var stopped = await TheProgram.RunOnAFullDisk(_folder, 300, "migrate");
        Assert.Equal(1, stopped.Code);
        Assert.Contains("was rolled back whole", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("Free space", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(stopped.Lines.Count, int.Parse(Sql(CountSql).Single()));
        Assert.Equal(["ok"], Sql("PRAGMA integrity_check"));
        (await TheProgram.Run(_folder, "migrate")).Well();
    }

    private IReadOnlyList<string> Sql(string sql)
    {
        using var connection = DatabaseState.Open(_folder.Path("data/test.db"));
        return DatabaseState.Texts(connection, sql);
    }
}
