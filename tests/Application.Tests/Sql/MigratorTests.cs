using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Sql;

public sealed class MigratorTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("counseldesk-test-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private string FilePath => Path.Combine(_folder, "test.db");

    private Migrator With(params Migration[] migrations) => new(new Database(new DatabaseOptions { ConnectionString = $"Data Source={FilePath}" }), migrations);

    [Fact]
    public async Task Runs_each_migration_once()
    {
        Migration[] first = [new("0001_a.sql", "CREATE TABLE A (Id INT NOT NULL);")];
        Assert.Equal(1, await With(first).Migrate(Now, CancellationToken.None));
        Assert.Equal(0, await With(first).Migrate(Now, CancellationToken.None));
        Assert.Equal(1, await With([.. first, new("0002_b.sql", "CREATE TABLE B (Id INT NOT NULL);")]).Migrate(Now, CancellationToken.None));
    }

    [Fact]
    public async Task Runs_only_its_own_engines_files()
    {
        await With(new Migration("0001_a.sqlserver.sql", "THIS IS NOT SQL"), new Migration("0001_a.sqlite.sql", "CREATE TABLE A (Id INT NOT NULL);")).Migrate(Now, CancellationToken.None);
    }

    [Fact]
    public async Task Stops_at_a_migration_that_was_edited_after_it_ran()
    {
        await With(new Migration("0001_a.sql", "CREATE TABLE A (Id INT NOT NULL);")).Migrate(Now, CancellationToken.None);
        var failure = await Assert.ThrowsAsync<StartupFailure>(() =>
            With(new Migration("0001_a.sql", "CREATE TABLE A (Id BIGINT NOT NULL);")).Migrate(Now, CancellationToken.None));
        Assert.Contains("'0001_a.sql' was edited after it ran", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_other_line_ends_for_the_same_text()
    {
        await With(new Migration("0001_a.sql", "CREATE TABLE A (\nId INT NOT NULL);")).Migrate(Now, CancellationToken.None);
        Assert.Equal(0, await With(new Migration("0001_a.sql", "CREATE TABLE A (\r\nId INT NOT NULL);")).Migrate(Now, CancellationToken.None));
    }

    [Fact]
    public async Task Stops_at_a_schema_newer_than_the_program()
    {
        Migration first = new("0001_a.sql", "CREATE TABLE A (Id INT NOT NULL);");
        await With(first, new Migration("0002_b.sql", "CREATE TABLE B (Id INT NOT NULL);")).Migrate(Now, CancellationToken.None);
        var failure = await Assert.ThrowsAsync<StartupFailure>(() => With(first).Migrate(Now, CancellationToken.None));
        Assert.Contains("newer version", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rolls_a_failing_migration_back_and_leaves_no_half_made_database()
    {
        Migration first = new("0001_a.sql", "CREATE TABLE A (Id INT NOT NULL);\nGO\nCREATE TABLE A (Id INT NOT NULL);");
        await Assert.ThrowsAsync<StartupFailure>(() => With(first).Migrate(Now, CancellationToken.None));
        Assert.False(File.Exists(FilePath));

        Migration good = new("0001_a.sql", "CREATE TABLE A (Id INT NOT NULL);");
        await With(good).Migrate(Now, CancellationToken.None);
        await Assert.ThrowsAsync<StartupFailure>(() => With(good, new Migration("0002_b.sql", "CREATE TABLE B (Id INT NOT NULL);\nGO\nCREATE TABLE A (Id INT NOT NULL);")).Migrate(Now, CancellationToken.None));
        Assert.Equal(1, await With(good, new Migration("0002_b.sql", "CREATE TABLE B (Id INT NOT NULL);")).Migrate(Now, CancellationToken.None));
    }

    [Fact]
    public async Task Two_at_once_apply_each_migration_once()
    {
        Migration[] migrations = [.. Enumerable.Range(1, 20).Select(n => new Migration($"{n:0000}_t.sql", $"CREATE TABLE T{n} (Id INT NOT NULL);"))];
        var counts = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => With(migrations).Migrate(Now, CancellationToken.None))));
        Assert.Equal(20, counts.Sum());
        Assert.Equal(0, await With(migrations).Migrate(Now, CancellationToken.None));
    }

    [Fact]
    public async Task Looks_without_making_a_file()
    {
        Migration first = new("0001_a.sql", "CREATE TABLE A (Id INT NOT NULL);");
        Migration second = new("0002_b.sql", "CREATE TABLE B (Id INT NOT NULL);");
        var state = await With(first).Look(CancellationToken.None);
        Assert.True(state.IsNew);
        Assert.Equal([first], state.Missing);
        await Assert.ThrowsAsync<StartupFailure>(() => With(first).RequireCurrent(CancellationToken.None));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));

        await With(first).Migrate(Now, CancellationToken.None);
        await With(first).RequireCurrent(CancellationToken.None);
        Assert.Equal([second], (await With(first, second).Look(CancellationToken.None)).Missing);
    }

    [Fact]
    public async Task Tells_of_each_migration_as_it_is_done()
    {
        var told = new List<string>();
        await With(new Migration("0001_a.sql", "CREATE TABLE A (Id INT NOT NULL);"), new Migration("0002_b.sql", "CREATE TABLE B (Id INT NOT NULL);"))
            .Migrate(Now, CancellationToken.None, (migration, _) => told.Add(migration.Name));
        Assert.Equal(["0001_a.sql", "0002_b.sql"], told);
    }

    [Fact]
    public async Task A_file_of_which_a_part_was_migrated_stays_when_a_later_migration_fails()
    {
        Migration good = new("0001_a.sql", "CREATE TABLE A (Id INT NOT NULL);");
        var failure = await Assert.ThrowsAsync<StartupFailure>(() =>
            With(good, new Migration("0002_b.sql", "CREATE TABLE B (Id INT NOT NULL);\nGO\nCREATE TABLE A (Id INT NOT NULL);")).Migrate(Now, CancellationToken.None));
        Assert.Contains("'0002_b.sql' failed and was rolled back whole", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, await With(good).Migrate(Now, CancellationToken.None));
    }

    /// <summary>What a process killed within a migration leaves: its changes in the log, and no commit.</summary>
    [Fact]
    public async Task Goes_on_after_a_migration_that_was_cut_off_in_the_middle()
    {
        Migration first = new("0001_a.sql", "CREATE TABLE A (Id INT NOT NULL);");
        const string Rows = "WITH n AS (SELECT 1 AS Id UNION ALL SELECT n.Id + 1 FROM n WHERE n.Id < {0}) INSERT INTO B (Id) SELECT n.Id FROM n;";
        const string Table = "CREATE TABLE B (Id INT NOT NULL);\nGO\n";
        // A machine may be done before it could be cut off: the next try has more to do.
        var left = "";
        for (var rows = 3_000_000; left.Length == 0; rows *= 2)
        {
            Assert.InRange(rows, 0, 100_000_000);
            left = await CutOff(first, new Migration("0002_b.sql", Table + string.Format(System.Globalization.CultureInfo.InvariantCulture, Rows, rows)), $"cut{rows}") ?? "";
        }

        var migrator = new Migrator(
            new Database(new DatabaseOptions { ConnectionString = $"Data Source={left}" }), [first, new("0002_b.sql", Table + string.Format(System.Globalization.CultureInfo.InvariantCulture, Rows, 10))]);
        Assert.Equal(1, await migrator.Migrate(Now, CancellationToken.None));
        await using var connection = await new Database(new DatabaseOptions { ConnectionString = $"Data Source={left}" }).Open(CancellationToken.None);
        await using var count = connection.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM B";
        Assert.Equal(10L, await count.ExecuteScalarAsync());
    }

    /// <summary>A copy of the file from the middle of the second migration; null where that was over too soon.</summary>
    private async Task<string?> CutOff(Migration first, Migration second, string name)
    {
        var file = Path.Combine(_folder, name + ".db");
        Migrator To(params Migration[] migrations) => new(new Database(new DatabaseOptions { ConnectionString = $"Data Source={file}" }), migrations);
        await To(first).Migrate(Now, CancellationToken.None);
        var running = Task.Run(() => To(first, second).Migrate(Now, CancellationToken.None));
        var log = new FileInfo(file + "-wal");
        for (log.Refresh(); !(log.Exists && log.Length >= 8_000_000) && !running.IsCompleted; log.Refresh())
            await Task.Delay(1);
        var left = Path.Combine(_folder, name + "-left.db");
        var isInTime = false;
        try
        {
            File.Copy(file, left);
            File.Copy(file + "-wal", left + "-wal");
            isInTime = !running.IsCompleted;
        }
        catch (FileNotFoundException)
        {
            // The log goes with its last connection: the migration was over.
        }

        await running;
        return isInTime ? left : null;
    }

    [Theory]
    [InlineData("Server=db;Password=a;not-to-be-shown=1", "cannot be read")]
    [InlineData("Server=db;Connect Timeout=not-to-be-shown", "cannot be read")]
    [InlineData("Server=db;Password=not-to-be-shown", "must name a database")]
    [InlineData("Server=db;Database=Master;Password=not-to-be-shown", "must name a database")]
    public async Task Refuses_a_connection_string_for_SQL_Server_that_cannot_be_meant(string text, string why)
    {
        var options = new DatabaseOptions { Provider = "sqlserver", ConnectionString = text };
        foreach (var work in new Func<Migrator, Task>[] { migrator => migrator.Migrate(Now, CancellationToken.None), migrator => migrator.RequireCurrent(CancellationToken.None) })
        {
            var failure = await Assert.ThrowsAsync<StartupFailure>(async () =>
            {
                using var database = new Database(options);
                await work(new Migrator(database, options: options));
            });
            Assert.Contains(why, failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("not-to-be-shown", failure.ToString(), StringComparison.Ordinal);
        }
    }
}
