using System.Data.Common;
using System.Globalization;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Tests.Shared;

/// <summary>
/// A database of a test's own, on the engine that this run is for: an embedded file, or a database made for it and
/// dropped after on the SQL Server that <c>COUNSELDESK_TEST_SQLSERVER</c> names. If that one cannot be reached, the
/// test fails.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>The environment variable; its connection string's login must be allowed to create databases.</summary>
    public const string Setting = "COUNSELDESK_TEST_SQLSERVER";

    /// <summary>Why a test of SQL Server itself was skipped; one text, so that a summary says it once.</summary>
    public const string NotAsked = $"This run was on the embedded engine only. For SQL Server, set {Setting} to a connection string whose login may create databases.";

    private static readonly string? Server = Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } server ? server : null;
    private static int _count;

    private TestDatabase(string provider, string connectionString)
    {
        Provider = provider;
        ConnectionString = connectionString;
    }

    public static bool IsSqlServer => Server is not null;

    public string Provider { get; }

    public string ConnectionString { get; }

    /// <param name="folder">Where an embedded file goes; whoever made the folder removes it.</param>
    public static Task<TestDatabase> Make(string folder) => Server is null ? Task.FromResult(Embedded(folder)) : OnServer(Server);

    /// <summary>An embedded file whatever the run is for, for what only that engine does.</summary>
    public static TestDatabase Embedded(string folder) => new("sqlite", $"Data Source={Path.Combine(folder, "test.db")}");

    /// <summary>A connection without the program: what whoever has the database itself could do.</summary>
    public DbConnection Open()
    {
        DbConnection connection = string.Equals(Provider, "sqlite", StringComparison.Ordinal)
            ? new SqliteDialect().Connect($"{ConnectionString};Pooling=False")
            : new SqlConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>The first column of each row, as text.</summary>
    public IReadOnlyList<string> Texts(string sql)
    {
        using var connection = Open();
        return Texts(connection, sql);
    }

    public static IReadOnlyList<string> Texts(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        var texts = new List<string>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
            texts.Add(Convert.ToString(rows.GetValue(0), CultureInfo.InvariantCulture)!);
        return texts;
    }

    public async ValueTask DisposeAsync()
    {
        if (string.Equals(Provider, "sqlite", StringComparison.Ordinal))
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            return;
        }

        // The program's pools, too, whose strings differ; those of other tests' databases only open anew.
        SqlConnection.ClearAllPools();
        var name = new SqlConnectionStringBuilder(ConnectionString).InitialCatalog;
        // The sessions of a cleared pool take a moment to end.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Run(Server!, $"DROP DATABASE [{name}]");
                return;
            }
            catch (SqlException) when (attempt < 20)
            {
                await Task.Delay(250);
            }
        }
    }

    private static async Task<TestDatabase> OnServer(string server)
    {
        // The string's own database, if it names one, gives the beginning of the names.
        var settings = new SqlConnectionStringBuilder(server);
        var name = $"{(settings.InitialCatalog.Length > 0 ? settings.InitialCatalog : "CounselDeskTest")}_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await Run(server, $"CREATE DATABASE [{name}]");
        settings.InitialCatalog = name;
        return new TestDatabase("sqlserver", settings.ConnectionString);
    }

    private static async Task Run(string server, string sql)
    {
        await using var connection = new SqlConnection(new SqlConnectionStringBuilder(server) { InitialCatalog = "master" }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
