using System.Globalization;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Moving;

/// <summary>
/// The embedded file that is moved, held for this process alone from opening to disposal: whoever still had it open could
/// write what the move would miss. It is only ever read.
/// </summary>
public sealed class EmbeddedSource : IAsyncDisposable
{
    private readonly SqliteConnection _connection;

    private EmbeddedSource(SqliteConnection connection, string file) => (_connection, File) = (connection, file);

    public string File { get; }

    public string Place => $"the file '{File}'";

    /// <exception cref="MoveFailure">There is no such file, or somebody has it open.</exception>
    public static async Task<EmbeddedSource> Open(string file, CancellationToken cancellationToken)
    {
        if (!System.IO.File.Exists(file))
            throw new MoveFailure($"There is no database file '{file}'. Name the one to move by ConnectionStrings:CounselDesk.");

        // Only a connection that may write can take the lock; what it may do with it is taken away again below.
        var source = new EmbeddedSource(
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 2 }.ConnectionString), file);
        try
        {
            await source._connection.OpenAsync(cancellationToken);
            // Keys are sorted in memory, not in a temporary file that would hold words of names in the clear.
            await source.Run("PRAGMA temp_store = MEMORY", cancellationToken);
            await source.Run("PRAGMA locking_mode = EXCLUSIVE", cancellationToken);
            await source.Run("BEGIN EXCLUSIVE", cancellationToken);
            await source.Run("PRAGMA query_only = ON", cancellationToken);
            return source;
        }
        catch (Exception fault)
        {
            await source.DisposeAsync();
            if (MoveFailure.Knows(fault))
                throw MoveFailure.Of(fault, source.Place);
            throw;
        }
    }

    /// <summary>Holds the file to exactly these migrations: the target gets no others.</summary>
    public async Task RequireSchema(IEnumerable<Migration> migrations, CancellationToken cancellationToken)
    {
        var wanted = migrations.Where(migration => !migration.Name.EndsWith(".sqlserver.sql", StringComparison.Ordinal))
            .Select(migration => (migration.Name, migration.Checksum)).ToHashSet();
        if ((await Tables("SchemaMigrations", cancellationToken)).Count == 0)
            throw new MoveFailure($"{Place} is no database of this program. Name the one to move by ConnectionStrings:CounselDesk.");
        var applied = new HashSet<(string, string)>();
        await using (var command = Command("SELECT Name, Checksum FROM SchemaMigrations"))
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
                applied.Add((rows.GetString(0), rows.GetString(1)));
        }

        if (!applied.IsSubsetOf(wanted))
            throw new MoveFailure($"{Place} was made by a newer version of the program. Move it with that version.");
        if (!applied.SetEquals(wanted))
            throw new MoveFailure($"{Place} has an older schema than the program. Bring it up to date with 'migrate', and move it then.");
    }

    /// <summary>Every table but the journal of migrations and the scheduler's, those that others refer to first.</summary>
    public async Task<IReadOnlyList<SourceTable>> Tables(CancellationToken cancellationToken)
    {
        var tables = new List<SourceTable>();
        foreach (var name in await Tables("%", cancellationToken))
        {
            // The journal is the target's own, and so is what the scheduler keeps of its processes.
            if (name is "SchemaMigrations" || name.StartsWith("QRTZ_", StringComparison.Ordinal))
                continue;
            var columns = await Read($"PRAGMA table_info({MovedTable.Quote(name)})", row => (Name: row.GetString(1), Key: row.GetInt32(5)), cancellationToken);
            var references = await Read($"PRAGMA foreign_key_list({MovedTable.Quote(name)})", row => row.GetString(2), cancellationToken);
            tables.Add(new SourceTable(
                name,
                [.. columns.Select(column => column.Name)],
                [.. columns.Where(column => column.Key > 0).OrderBy(column => column.Key).Select(column => column.Name)],
                references));
        }

        return SourceTable.InOrderOfReference(tables);
    }

    public async Task<long> Count(MovedTable table, CancellationToken cancellationToken)
    {
        await using var command = Command($"SELECT COUNT(*) FROM {table.QuotedName}");
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>Every row, in no particular order.</summary>
    public async IAsyncEnumerable<object?[]> Rows(MovedTable table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = Command($"SELECT {table.ColumnList}, rowid FROM {table.QuotedName}");
        await foreach (var row in table.Rows(command, cancellationToken))
            yield return row;
    }

    /// <summary>
    /// The rows after the first <paramref name="skipped"/> in an order that depends on the rows alone. Only keys are
    /// sorted; whole rows could be more than the memory holds.
    /// </summary>
    public async IAsyncEnumerable<object?[]> RowsInOrder(
        MovedTable table, string order, long skipped, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", table.Columns.Select(column => "t." + MovedTable.Quote(column.Name)));
        await using var command = Command($"""
            SELECT {columns}, t.rowid
            FROM (SELECT rowid AS Number FROM {table.QuotedName} ORDER BY {order} LIMIT -1 OFFSET {skipped.ToString(CultureInfo.InvariantCulture)}) k
            CROSS JOIN {table.QuotedName} t ON t.rowid = k.Number
            """);
        await foreach (var row in table.Rows(command, cancellationToken))
            yield return row;
    }

    /// <summary>The first reference to a row that is not there, as one line; null when every reference holds.</summary>
    public Task<string?> BrokenReference(CancellationToken cancellationToken) => BrokenReference(_connection, cancellationToken);

    internal static async Task<string?> BrokenReference(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA foreign_key_check";
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? $"{rows.GetString(0)} has a row (rowid {rows.GetInt64(1)}) that refers to none of {rows.GetString(2)}" : null;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private Task<List<string>> Tables(string like, CancellationToken cancellationToken) =>
        Read($"SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '{like}' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'", row => row.GetString(0), cancellationToken);

    private async Task<List<T>> Read<T>(string text, Func<SqliteDataReader, T> read, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        await using var command = Command(text);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            found.Add(read(rows));
        return found;
    }

    private SqliteCommand Command(string text)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    private async Task Run(string text, CancellationToken cancellationToken)
    {
        await using var command = Command(text);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
