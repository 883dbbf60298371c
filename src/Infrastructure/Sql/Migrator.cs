using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>
/// Brings the schema up to this program's, each migration in a transaction of its own with its line in the journal.
/// One process migrates at a time, and a database that lacks nothing is only read. A migration that was edited after it
/// ran, or a schema newer than the program, stops the start. Given the options, it looks at SQL Server's connection
/// string first, and makes a database that is missing.
/// </summary>
public sealed class Migrator(Database database, IReadOnlyList<Migration>? migrations = null, DatabaseOptions? options = null)
{
    internal const string JournalSql = """
        CREATE TABLE SchemaMigrations (
          Name NVARCHAR(200) NOT NULL,
          Checksum NVARCHAR(64) NOT NULL,
          AppliedAt DATETIMEOFFSET(3) NOT NULL,
          CONSTRAINT PK_SchemaMigrations PRIMARY KEY CLUSTERED (Name)
        )
        """;

    private const string AppliedSql = "SELECT Name, Checksum FROM SchemaMigrations";
    private const string EnterSql = "INSERT INTO SchemaMigrations (Name, Checksum, AppliedAt) VALUES (@Name, @Checksum, @AppliedAt)";

    /// <summary>The migrations of db/migrations, in order; those of one engine only have its name in theirs.</summary>
    public static IReadOnlyList<Migration> BuiltIn { get; } = Migration.Embedded();

    /// <summary>Whether a start may migrate, or leaves that to the command: <c>Database:MigrateAtStart</c>.</summary>
    public static bool RunsAtStart(IConfiguration configuration) => configuration["Database:MigrateAtStart"] switch
    {
        null or "" => true,
        var text => bool.TryParse(text, out var may) ? may : throw new StartupFailure("Database:MigrateAtStart must be true or false."),
    };

    internal Database Database => database;

    internal IReadOnlyList<Migration> Wanted =>
    [
        .. (migrations ?? BuiltIn).Where(migration => migration.Engine is null || string.Equals(migration.Engine, database.Dialect.Name, StringComparison.Ordinal)),
    ];

    /// <summary>Applies what is missing, tells of each migration as it is done, and answers how many that were.</summary>
    public async Task<int> Migrate(DateTimeOffset now, CancellationToken cancellationToken, Action<Migration, TimeSpan>? applied = null)
    {
        var makesFile = database.FilePath is { } path && !File.Exists(path);
        var isDone = false;
        try
        {
            if (makesFile)
                Directory.CreateDirectory(Path.GetDirectoryName(database.FilePath!)!);
            var count = await Apply(now, applied, cancellationToken);
            isDone = true;
            return count;
        }
        catch (Exception fault) when (DatabaseFaults.IsOfDatabase(fault))
        {
            throw DatabaseFaults.Stop(database, fault);
        }
        finally
        {
            if (makesFile && !isDone)
                EmbeddedFile.DiscardIfEmpty(database.FilePath!);
        }
    }

    /// <summary>Stops the start unless the schema is this program's. Changes nothing, and makes no file.</summary>
    public async Task RequireCurrent(CancellationToken cancellationToken)
    {
        var missing = (await Look(cancellationToken)).RequireKnown().Missing;
        if (missing.Count > 0)
            throw new StartupFailure($"{Lacks(missing)}, and Database:MigrateAtStart is false. Run the command 'migrate'.");
    }

    /// <summary>Compares without changing anything, and without making a file.</summary>
    public async Task<SchemaState> Look(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await DatabaseLook.Open(database, options, cancellationToken);
            return connection is null ? SchemaState.Compare(null, Wanted) : await State(connection, null, cancellationToken);
        }
        catch (Exception fault) when (DatabaseFaults.IsOfDatabase(fault))
        {
            throw DatabaseFaults.Stop(database, fault);
        }
    }

    /// <summary>Whether the database answers and has every migration of this program.</summary>
    public async Task<bool> IsCurrent(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.Open(cancellationToken);
            return (await State(connection, null, cancellationToken)).Missing.Count == 0;
        }
        catch (DbException)
        {
            return false;
        }
    }

    internal async Task<SchemaState> State(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var exists = connection.CreateCommand();
        exists.Transaction = transaction;
        exists.CommandText = connection is SqliteConnection
            ? "SELECT COUNT(*) FROM sqlite_master WHERE name = 'SchemaMigrations'"
            : "SELECT COUNT(*) FROM sys.tables WHERE name = 'SchemaMigrations'";
        if (Convert.ToInt64(await exists.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) == 0)
            return SchemaState.Compare(null, Wanted);

        var journal = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var read = connection.CreateCommand();
        read.Transaction = transaction;
        read.CommandText = AppliedSql;
        await using var rows = await read.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            journal.Add(rows.GetString(0), rows.GetString(1));
        return SchemaState.Compare(journal, Wanted);
    }

    private async Task<int> Apply(DateTimeOffset now, Action<Migration, TimeSpan>? applied, CancellationToken cancellationToken)
    {
        using var turn = await database.WriterTurn(cancellationToken);
        await using var connection = await Connect(cancellationToken);
        if (connection is SqliteConnection)
        {
            // WAL lets readers go on beside the writer; full synchronous makes an acknowledged commit survive a power cut.
            await Run(connection, null, "PRAGMA journal_mode = WAL", cancellationToken);
            await Run(connection, null, "PRAGMA synchronous = FULL", cancellationToken);
        }

        var before = (await State(connection, null, cancellationToken)).RequireKnown();
        if (before.Missing.Count == 0)
            return 0;

        await using var alone = connection is SqlConnection server ? await SqlServerSetup.Prepare(server, before, Lacks(before.Missing), cancellationToken) : null;
        var count = 0;
        foreach (var migration in before.Missing)
        {
            var started = Stopwatch.GetTimestamp();
            if (!await Apply(connection, migration, now, cancellationToken))
                continue;
            count++;
            applied?.Invoke(migration, Stopwatch.GetElapsedTime(started));
        }

        if (database.FilePath is { } path && !File.Exists(path))
            throw new StartupFailure($"The database file '{path}' was removed while it was being made. Start again.");
        return count;
    }

    /// <summary>Answers false where another process has applied it meanwhile.</summary>
    private async Task<bool> Apply(DbConnection connection, Migration migration, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Begin(connection, cancellationToken);
        // Read again now that nobody else can write: two processes may have started at once.
        var state = (await State(connection, transaction, cancellationToken)).RequireKnown();
        if (!state.Missing.Contains(migration))
            return false;
        try
        {
            if (state.IsNew)
                await Run(connection, transaction, database.Dialect.Translate(JournalSql), cancellationToken);
            else if (database.Options.RowLevelSecurity)
                await Run(connection, transaction, RowLevelSecurity.TakeDownSql, cancellationToken);
            foreach (var batch in migration.Batches)
                await Run(connection, transaction, database.Dialect.Translate(batch), cancellationToken);
            await Enter(connection, transaction, migration, now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (DbException fault)
        {
            throw new StartupFailure($"Migration '{migration.Name}' failed and was rolled back whole; those before it stay, and nothing else was changed. {DatabaseFaults.Line(fault, database.FilePath)}", fault);
        }
    }

    private async Task<DbConnection> Connect(CancellationToken cancellationToken)
    {
        if (options is not null)
            SqlServerSetup.RequireNamedDatabase(options);
        try
        {
            return await database.Open(cancellationToken);
        }
        catch (SqlException fault) when (fault.Number == SqlServerSetup.NoSuchDatabase && options is not null)
        {
            if (!await SqlServerSetup.Create(options.ConnectionString, cancellationToken))
                throw;
            return await database.Open(cancellationToken);
        }
    }

    private async Task Enter(DbConnection connection, DbTransaction transaction, Migration migration, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = EnterSql;
        foreach (var (name, value) in new (string, object)[] { ("@Name", migration.Name), ("@Checksum", migration.Checksum), ("@AppliedAt", now) })
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            database.Dialect.Bind(parameter, value.GetType(), value);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task Run(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Lacks(IReadOnlyList<Migration> missing) =>
        $"The database lacks {missing.Count} of this program's migrations, the first is '{missing[0].Name}'";
}
