using System.Data.Common;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>One file of db/migrations.</summary>
public sealed record Migration(string Name, string Text)
{
    /// <summary>SHA-256 of the text, line ends aside.</summary>
    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text.ReplaceLineEndings("\n"))));
}

/// <summary>
/// Brings the schema up to this program's, each migration in a transaction of its own with its line in the journal.
/// A migration that was edited after it ran, or a schema newer than the program, stops the start.
/// </summary>
public sealed partial class Migrator(Database database, IReadOnlyList<Migration>? migrations = null)
{
    private const string JournalSql = """
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
    public static IReadOnlyList<Migration> BuiltIn { get; } = Read();

    private IReadOnlyList<Migration> Wanted =>
    [
        .. (migrations ?? BuiltIn).Where(migration => EngineOf(migration.Name) is var engine
            && (engine is null || string.Equals(engine, database.Dialect.Name, StringComparison.Ordinal))),
    ];

    /// <summary>Applies what is missing, and answers how many migrations that were.</summary>
    public async Task<int> Migrate(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isNew = database.FilePath is { } path && !File.Exists(path);
        try
        {
            if (isNew)
                Directory.CreateDirectory(Path.GetDirectoryName(database.FilePath!)!);
            return await Apply(now, cancellationToken);
        }
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException)
        {
            if (isNew)
                Discard(database.FilePath!);
            throw new StartupFailure(
                database.FilePath is { } file
                    ? $"The database file '{file}' cannot be opened or written ({OneLine(fault)}). Make its folder writable, or set ConnectionStrings:CounselDesk to another file."
                    : $"The SQL Server database cannot be reached ({OneLine(fault)}). Check ConnectionStrings:CounselDesk, that the server runs, and the login's rights.",
                fault);
        }
        catch (StartupFailure) when (isNew)
        {
            Discard(database.FilePath!);
            throw;
        }
    }

    /// <summary>Whether the database answers and has every migration of this program.</summary>
    public async Task<bool> IsCurrent(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.Open(cancellationToken);
            var applied = await Read(connection, cancellationToken);
            return Wanted.All(migration => applied.ContainsKey(migration.Name));
        }
        catch (DbException)
        {
            return false;
        }
    }

    private async Task<int> Apply(DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var turn = await database.WriterTurn(cancellationToken);
        await using var connection = await database.Open(cancellationToken);
        if (connection is SqliteConnection)
        {
            // WAL lets readers go on beside the writer; full synchronous makes an acknowledged commit survive a power cut.
            await Run(connection, null, "PRAGMA journal_mode = WAL", cancellationToken);
            await Run(connection, null, "PRAGMA synchronous = FULL", cancellationToken);
        }

        var applied = await Applied(connection, cancellationToken);
        var wanted = Wanted;
        foreach (var (name, checksum) in applied)
        {
            var known = wanted.FirstOrDefault(migration => string.Equals(migration.Name, name, StringComparison.Ordinal))
                ?? throw new StartupFailure($"The database has migration '{name}', which this program does not know: it was made by a newer version. Start that version, or restore a backup.");
            if (!string.Equals(known.Checksum, checksum, StringComparison.Ordinal))
                throw new StartupFailure($"Migration '{name}' was edited after it ran. Put the file back as it was, and make the change in a new migration.");
        }

        var count = 0;
        foreach (var migration in wanted.Where(migration => !applied.ContainsKey(migration.Name)))
        {
            await using var transaction = await database.Begin(connection, cancellationToken);
            try
            {
                foreach (var batch in Batches(migration.Text))
                    await Run(connection, transaction, database.Dialect.Translate(batch), cancellationToken);
                await Enter(connection, transaction, migration, now, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
            catch (DbException fault)
            {
                throw new StartupFailure($"Migration '{migration.Name}' failed and was rolled back ({OneLine(fault)}).", fault);
            }

            count++;
        }

        return count;
    }

    /// <summary>The statements between the GO lines.</summary>
    public static IEnumerable<string> Batches(string text) =>
        GoLine().Split(text).Select(batch => batch.Trim()).Where(batch => batch.Length > 0);

    private async Task<Dictionary<string, string>> Applied(DbConnection connection, CancellationToken cancellationToken)
    {
        var exists = connection is SqliteConnection
            ? "SELECT COUNT(*) FROM sqlite_master WHERE name = 'SchemaMigrations'"
            : "SELECT COUNT(*) FROM sys.tables WHERE name = 'SchemaMigrations'";
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = exists;
            if (Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture) == 0)
                await Run(connection, null, database.Dialect.Translate(JournalSql), cancellationToken);
        }

        return await Read(connection, cancellationToken);
    }

    private static async Task<Dictionary<string, string>> Read(DbConnection connection, CancellationToken cancellationToken)
    {
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var read = connection.CreateCommand();
        read.CommandText = AppliedSql;
        await using var rows = await read.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            applied.Add(rows.GetString(0), rows.GetString(1));
        return applied;
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

    private static void Discard(string file)
    {
        SqliteConnection.ClearAllPools();
        foreach (var part in new[] { file, file + "-wal", file + "-shm" }.Where(File.Exists))
            File.Delete(part);
    }

    private static string OneLine(Exception fault) => fault.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');

    private static string? EngineOf(string name) => name.Split('.') is [_, var engine, "sql"] ? engine : null;

    private static IReadOnlyList<Migration> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith("migrations/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
                    return new Migration(name["migrations/".Length..], reader.ReadToEnd());
                }),
        ];
    }

    [GeneratedRegex(@"^\s*GO\s*$", RegexOptions.Multiline, 1000)]
    private static partial Regex GoLine();
}
