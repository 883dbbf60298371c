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
}
