using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>Which engine and where, as configured.</summary>
public sealed record DatabaseOptions
{
    public const string EmbeddedDefault = "Data Source=data/counseldesk.db";

    /// <summary><c>sqlite</c> (embedded, the default) or <c>sqlserver</c>.</summary>
    public string Provider { get; init; } = "sqlite";

    public string ConnectionString { get; init; } = EmbeddedDefault;
}

/// <summary>The configured database: its dialect, its connections, and the gate before its one writer.</summary>
public sealed class Database : IDisposable
{
    // SQLite takes one writer at a time. Waiting here is fair and silent; waiting inside the engine is neither.
    private readonly SemaphoreSlim? _writer;
    private readonly string _connectionString;

    // SQLite counts its memory under one lock that every connection waits for. Nobody reads the count.
    static Database()
    {
        SQLitePCL.Batteries_V2.Init();
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public Database(DatabaseOptions options)
    {
        switch (options.Provider)
        {
            case "sqlite":
                Dialect = new SqliteDialect();
                _writer = new SemaphoreSlim(1, 1);
                var settings = Parse(options.ConnectionString);
                settings.DataSource = Path.GetFullPath(settings.DataSource);
                FilePath = settings.DataSource;
                _connectionString = settings.ConnectionString;
                break;
            case "sqlserver":
                Dialect = new SqlServerDialect();
                _connectionString = options.ConnectionString;
                break;
            default:
                throw new StartupFailure($"Database:Provider must be 'sqlite' or 'sqlserver'; it is '{options.Provider}'.");
        }
    }

    public IDialect Dialect { get; }

    /// <summary>The embedded database's file; null for SQL Server.</summary>
    public string? FilePath { get; }

    public async Task<DbConnection> Open(CancellationToken cancellationToken)
    {
        var connection = Dialect.Connect(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task<IDisposable?> WriterTurn(CancellationToken cancellationToken)
    {
        if (_writer is null)
            return null;
        await _writer.WaitAsync(cancellationToken);
        return new Turn(_writer);
    }

    /// <summary>
    /// A SQLite transaction takes the write lock at once, so that it can never fail halfway for want of it. On SQL Server
    /// readers do not wait for writers (READ_COMMITTED_SNAPSHOT), and what must exclude others takes a named lock.
    /// </summary>
    public async Task<DbTransaction> Begin(DbConnection connection, CancellationToken cancellationToken) =>
        connection is SqliteConnection embedded
            ? embedded.BeginTransaction(IsolationLevel.Serializable, deferred: false)
            : await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);

    public void Dispose() => _writer?.Dispose();

    private static SqliteConnectionStringBuilder Parse(string text)
    {
        try
        {
            var settings = new SqliteConnectionStringBuilder(text) { ForeignKeys = true, DefaultTimeout = 30, Pooling = true };
            if (settings.DataSource is not ("" or ":memory:"))
                return settings;
        }
        catch (ArgumentException)
        {
            // Falls through to the one line below; the text itself may hold a password, so it is not repeated.
        }

        throw new StartupFailure("ConnectionStrings:CounselDesk must name a file for the embedded database, such as 'Data Source=data/counseldesk.db'.");
    }

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}

/// <summary>The program cannot start; the message is one line that says what to do.</summary>
public sealed class StartupFailure(string message, Exception? cause = null) : Exception(message, cause);
