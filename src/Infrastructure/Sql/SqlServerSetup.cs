using Microsoft.Data.SqlClient;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>What SQL Server needs around migrations: a database, snapshot reads, the right to change it, and nobody else at it.</summary>
internal static class SqlServerSetup
{
    /// <summary>Cannot open the database: it does not exist, or not for this login.</summary>
    public const int NoSuchDatabase = 4060;

    private const int ExistsAlready = 1801;
    private const int LockSeconds = 120;

    private const string ExistsSql = "SELECT DB_ID(@Name)";
    private const string SnapshotReadsSql = "SELECT d.is_read_committed_snapshot_on FROM sys.databases d WHERE d.database_id = DB_ID()";

    private const string MayChangeSql = """
        SELECT CASE WHEN HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'CREATE TABLE') = 1
          AND HAS_PERMS_BY_NAME(SCHEMA_NAME(), 'SCHEMA', 'ALTER') = 1 THEN 1 ELSE 0 END
        """;

    // An error then takes the whole transaction with it, even where the engine would go on.
    private const string StrictSql = "SET XACT_ABORT ON";

    private const string LockSql = """
        DECLARE @Answer INT;
        EXEC @Answer = sp_getapplock @Resource = 'CounselDesk.Migrate', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 120000;
        SELECT @Answer;
        """;

    private const string ReleaseSql = "EXEC sp_releaseapplock @Resource = 'CounselDesk.Migrate', @LockOwner = 'Session'";

    /// <summary>
    /// A connection string that names no database of its own is refused before anything is sent. Its text is never
    /// repeated: a stray semicolon makes a part of a password look like a keyword.
    /// </summary>
    public static void RequireNamedDatabase(DatabaseOptions options)
    {
        if (!string.Equals(options.Provider, "sqlserver", StringComparison.Ordinal))
            return;
        if (NameIn(options.ConnectionString).ToUpperInvariant() is "" or "MASTER" or "MODEL" or "MSDB" or "TEMPDB")
            throw new StartupFailure("ConnectionStrings:CounselDesk must name a database of the program's own, such as 'Database=CounselDesk'.");
    }

    public static async Task<bool> Exists(string connectionString, CancellationToken cancellationToken)
    {
        await using var master = await Master(connectionString, cancellationToken);
        return await Exists(master, NameIn(connectionString), cancellationToken);
    }

    /// <summary>Makes the database that the connection string names; answers false where it exists and is only closed to the login.</summary>
    public static async Task<bool> Create(string connectionString, CancellationToken cancellationToken)
    {
        var name = NameIn(connectionString);
        await using var master = await Master(connectionString, cancellationToken);
        if (await Exists(master, name, cancellationToken))
            return false;
        try
        {
            await Run(master, CreationOf(name), cancellationToken);
            await Ask(master, SnapshotReadsOf(Quoted(name)), cancellationToken);
        }
        catch (SqlException fault) when (fault.Number == ExistsAlready)
        {
            // Another process made it in this moment.
        }

        // The pool remembers for some seconds that it could not connect.
        SqlConnection.ClearAllPools();
        return true;
    }

    public static string CreationOf(string name) => $"CREATE DATABASE {Quoted(name)}";

    /// <summary>Asks for snapshot reads. Without NO_WAIT it would wait for every other connection to end.</summary>
    /// <param name="database">A quoted name, or CURRENT.</param>
    public static string SnapshotReadsOf(string database) => $"ALTER DATABASE {database} SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT";

    public static string Quoted(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";

    public static string NameIn(string connectionString) => new SqlConnectionStringBuilder(connectionString).InitialCatalog;

    /// <summary>Whether a statement reads the last committed rows instead of waiting for whoever writes them.</summary>
    public static async Task<bool> HasSnapshotReads(SqlConnection connection, CancellationToken cancellationToken) =>
        await Scalar(connection, SnapshotReadsSql, cancellationToken) is true;

    /// <summary>
    /// Waits until nobody else migrates, and holds that until disposed. A login that may not change the schema is told
    /// so before anything is tried. A new database is asked to give snapshot reads.
    /// </summary>
    public static async Task<IAsyncDisposable> Prepare(SqlConnection connection, SchemaState state, string lacks, CancellationToken cancellationToken)
    {
        if (await Scalar(connection, MayChangeSql, cancellationToken) is not 1)
            throw new StartupFailure($"{lacks}, and this login may not change the schema. Run the command 'migrate' with a login that may.");
        if (state.IsNew && !await HasSnapshotReads(connection, cancellationToken))
            await Ask(connection, SnapshotReadsOf("CURRENT"), cancellationToken);
        await Run(connection, StrictSql, cancellationToken);
        if (await Scalar(connection, LockSql, cancellationToken) is not (0 or 1))
            throw new StartupFailure("Another process has been migrating this database for two minutes. Wait until it ends, and start again.");
        return new Alone(connection);
    }

    private static async Task Ask(SqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        try
        {
            await Run(connection, sql, cancellationToken);
        }
        catch (SqlException)
        {
            // Not allowed, or others are connected. The program runs without; every start, 'migrate' and 'check' then
            // say what an administrator should do.
        }
    }

    private static async Task<SqlConnection> Master(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(new SqlConnectionStringBuilder(connectionString) { InitialCatalog = "master", Pooling = false }.ConnectionString);
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

    private static async Task<bool> Exists(SqlConnection master, string name, CancellationToken cancellationToken)
    {
        await using var command = new SqlCommand(ExistsSql, master);
        command.Parameters.Add("@Name", System.Data.SqlDbType.NVarChar, 128).Value = name;
        return await command.ExecuteScalarAsync(cancellationToken) is not (null or DBNull);
    }

    private static async Task<object?> Scalar(SqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new SqlCommand(sql, connection) { CommandTimeout = LockSeconds + 30 };
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task Run(SqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new SqlCommand(sql, connection) { CommandTimeout = LockSeconds + 30 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class Alone(SqlConnection connection) : IAsyncDisposable
    {
        // The pool would keep the session, and with it the lock, until the connection is next used.
        public async ValueTask DisposeAsync()
        {
            if (connection.State == System.Data.ConnectionState.Open)
                await Run(connection, ReleaseSql, CancellationToken.None);
        }
    }
}
