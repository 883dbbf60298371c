using CounselDesk.Infrastructure.Sql;
using CounselDesk.Tests.Shared;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Application.Tests.Sql;

/// <summary>Migrating on SQL Server itself, where one is offered: on a database that each test makes, and drops after.</summary>
public sealed class SqlServerMigrationTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly Migration First = new("0001_a.sql", "CREATE TABLE A (Id INT NOT NULL);");

    private static int _count;
    private readonly string? _server = Environment.GetEnvironmentVariable(TestDatabase.Setting);
    private readonly string _name = $"CounselDesk]Test{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";

    private DatabaseOptions Options => new() { Provider = "sqlserver", ConnectionString = new SqlConnectionStringBuilder(_server) { InitialCatalog = _name }.ConnectionString };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (string.IsNullOrEmpty(_server))
            return;
        SqlConnection.ClearAllPools();
        var quoted = $"[{_name.Replace("]", "]]", StringComparison.Ordinal)}]";
        await Scalar(_server, $"IF DB_ID('{_name}') IS NOT NULL BEGIN ALTER DATABASE {quoted} SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE {quoted} END");
    }

    [SkippableFact]
    public async Task Makes_a_missing_database_with_snapshot_reads()
    {
        RequireServer();
        Assert.Contains("CREATE DATABASE [CounselDesk]]Test", await MigrationScript.For(With(First), Options, Now, CancellationToken.None), StringComparison.Ordinal);
        Assert.IsType<DBNull>(await Scalar(_server!, $"SELECT DB_ID('{_name}')"));

        Assert.Equal(1, await With(First).Migrate(Now, CancellationToken.None));
        Assert.Equal(true, await Scalar(Options.ConnectionString, "SELECT is_read_committed_snapshot_on FROM sys.databases WHERE database_id = DB_ID()"));
        Assert.Null(await DatabaseFindings.SnapshotReadsWarning(new Database(Options), CancellationToken.None));
        Assert.Equal(0, await With(First).Migrate(Now, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Two_at_once_apply_each_migration_once()
    {
        RequireServer();
        Migration[] migrations = [.. Enumerable.Range(1, 20).Select(n => new Migration($"{n:0000}_t.sql", $"CREATE TABLE T{n} (Id INT NOT NULL);"))];
        var counts = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => With(migrations).Migrate(Now, CancellationToken.None))));
        Assert.Equal(20, counts.Sum());
    }

    [SkippableFact]
    public async Task Rolls_a_failing_migration_back_whole()
    {
        RequireServer();
        var failure = await Assert.ThrowsAsync<StartupFailure>(() =>
            With(First, new Migration("0002_b.sql", "CREATE TABLE B (Id INT NOT NULL);\nGO\nINSERT INTO B (Id) VALUES (1 / 0);")).Migrate(Now, CancellationToken.None));
        Assert.Contains("'0002_b.sql' failed and was rolled back whole", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Scalar(Options.ConnectionString, "SELECT COUNT(*) FROM SchemaMigrations"));
        Assert.Equal(0, await Scalar(Options.ConnectionString, "SELECT COUNT(*) FROM sys.tables WHERE name = 'B'"));
        Assert.Equal(1, await With(First, new Migration("0002_b.sql", "CREATE TABLE B (Id INT NOT NULL);")).Migrate(Now, CancellationToken.None));
    }

    private void RequireServer() =>
        Skip.If(string.IsNullOrEmpty(_server), TestDatabase.NotAsked);

    private Migrator With(params Migration[] migrations) => new(new Database(Options), migrations, Options);

    private static async Task<object?> Scalar(string server, string sql)
    {
        await using var connection = new SqlConnection(server);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
