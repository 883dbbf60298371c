using System.Data;
using System.Data.Common;
using System.Runtime.ExceptionServices;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>Which engine and where, as configured.</summary>
public sealed record DatabaseOptions
{
    public const string EmbeddedDefault = "Data Source=data/counseldesk.db";

    /// <summary><c>sqlite</c> (embedded, the default) or <c>sqlserver</c>.</summary>
    public string Provider { get; init; } = "sqlite";

    public string ConnectionString { get; init; } = EmbeddedDefault;

    /// <summary>SQL Server: where queries read, such as a secondary of an availability group. Null: where commands write.</summary>
    public string? ReadOnlyConnectionString { get; init; }

    /// <summary>SQL Server: the server itself shows each connection the rows of its caller's practice only.</summary>
    public bool RowLevelSecurity { get; init; }

    /// <summary>SQL Server 2022 and later: the seals of the audit are kept in an append-only ledger table as well.</summary>
    public bool Ledger { get; init; }
}

/// <summary>The configured database: its dialect, its connections, and the gate before its one writer.</summary>
public sealed class Database : IDisposable
{
    // SQLite takes one writer at a time. Waiting here is fair and silent; waiting inside the engine is neither.
    private readonly SemaphoreSlim? _writer;
    private readonly string _readOnlyConnectionString;

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
                ConnectionString = _readOnlyConnectionString = settings.ConnectionString;
                if (options.RowLevelSecurity || options.Ledger || options.ReadOnlyConnectionString is not null)
                    throw new StartupFailure("Database:RowLevelSecurity, Database:Ledger and ConnectionStrings:CounselDeskReadOnly are SQL Server's: take them out, or set Database:Provider to 'sqlserver'.");
                break;
            case "sqlserver":
                Dialect = new SqlServerDialect();
                ConnectionString = Server(options.ConnectionString, "CounselDesk", ApplicationIntent.ReadWrite, options);
                _readOnlyConnectionString = options.ReadOnlyConnectionString is { } replica
                    ? Server(replica, "CounselDeskReadOnly", ApplicationIntent.ReadOnly, options)
                    : ConnectionString;
                break;
            default:
                throw new StartupFailure($"Database:Provider must be 'sqlite' or 'sqlserver'; it is '{options.Provider}'.");
        }

        Options = options;
    }

    public DatabaseOptions Options { get; }

    public IDialect Dialect { get; }

    /// <summary>The embedded database's file; null for SQL Server.</summary>
    public string? FilePath { get; }

    /// <summary>Where commands write, whole: it may hold a password.</summary>
    public string ConnectionString { get; }

    /// <summary>A connection where commands write, still to be opened.</summary>
    public DbConnection Connect() => Dialect.Connect(ConnectionString);

    public Task<DbConnection> Open(CancellationToken cancellationToken) => Open(readsOnly: false, cancellationToken);

    public async Task<DbConnection> Open(bool readsOnly, CancellationToken cancellationToken)
    {
        var connection = Dialect.Connect(readsOnly ? _readOnlyConnectionString : ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (AggregateException given) when (given.InnerException is DbException)
        {
            // The driver's retry wraps what it met on the way; the last says what is the matter now.
            await connection.DisposeAsync();
            ExceptionDispatchInfo.Throw(given.Flatten().InnerExceptions[^1]);
            throw;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Tells a server that guards rows itself whose rows this connection may see. A pooled connection comes back from
    /// its last user with nothing told, and so sees no case at all until it is.
    /// </summary>
    public async ValueTask Admit(DbConnection connection, DbTransaction? transaction, Guid practiceId, CancellationToken cancellationToken)
    {
        if (Options.RowLevelSecurity)
            await Sql.RowLevelSecurity.Admit(connection, transaction, practiceId, cancellationToken);
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

    private static string Server(string text, string name, ApplicationIntent intent, DatabaseOptions options)
    {
        try
        {
            var settings = new SqlConnectionStringBuilder(text);
            if (intent == ApplicationIntent.ReadOnly)
                settings.ApplicationIntent = intent;
            // The driver would mend a connection that broke between two statements, but not tell it again whose rows it may see.
            if (options.RowLevelSecurity)
                settings.ConnectRetryCount = 0;
            // Else the pool would answer the next attempts for five seconds out of its memory of the first.
            settings.PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock;
            if (settings.DataSource.Length > 0)
                return settings.ConnectionString;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException)
        {
            // As above: the text may hold a password.
        }

        throw new StartupFailure($"ConnectionStrings:{name} cannot be read as SQL Server's. One looks like 'Server=host;Database=CounselDesk;User Id=…;Password=…'; put a value with semicolons in double quotes.");
    }

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}

/// <summary>The program cannot start; the message is one line that says what to do.</summary>
public sealed class StartupFailure(string message, Exception? cause = null) : Exception(message, cause);
