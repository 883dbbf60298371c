using System.Data;
using System.Data.Common;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Moving;

/// <summary>Another embedded file.</summary>
public sealed class EmbeddedTarget : IMoveTarget
{
    private static readonly SqliteDialect Dialect = new();
    private readonly string _file;
    private readonly SqliteConnection _connection;

    public EmbeddedTarget(string file)
    {
        _file = file;
        // References are checked when all is there, as on the server; a row may refer to a later one of its own table.
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = false, Pooling = false, DefaultTimeout = 5 }.ConnectionString);
    }

    public string Place => $"the file '{_file}'";

    public Task Open(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        return _connection.OpenAsync(cancellationToken);
    }

    public async Task Migrate(IReadOnlyList<Migration> migrations, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var database = new Database(new DatabaseOptions { Provider = "sqlite", ConnectionString = $"Data Source={_file}" });
        await new Migrator(database, migrations).Migrate(now, cancellationToken);

        // What the migrator gave back to the pool would keep the file open after the move.
        await using var pooled = (SqliteConnection)await database.Open(cancellationToken);
        SqliteConnection.ClearPool(pooled);
    }

    public Task<DbTransaction> Begin(CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(_connection.BeginTransaction(IsolationLevel.Serializable, deferred: false));

    public DbCommand Command(string portable, DbTransaction? transaction) => Native(Dialect.Translate(portable), transaction);

    public async Task<IReadOnlyList<MovedColumn>> Columns(string table, CancellationToken cancellationToken)
    {
        var columns = new List<MovedColumn>();
        await using var command = Native($"PRAGMA table_info({MovedTable.Quote(table)})", null);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            columns.Add(MovedColumn.Declared(table, rows.GetString(1), rows.GetString(2), rows.GetBoolean(3)));
        return columns;
    }

    public string OrderOf(MovedColumn column) => MovedTable.Quote(column.Name);

    public Task Insert(MovedTable table, IReadOnlyList<object?[]> rows, DbTransaction transaction, CancellationToken cancellationToken) =>
        WithoutTriggers(
            table,
            transaction,
            async () =>
            {
                await using var insert = Native(
                    $"INSERT INTO {table.QuotedName} ({table.ColumnList}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"@p{i}"))})", transaction);
                foreach (var i in Enumerable.Range(0, table.Columns.Count))
                    insert.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
                foreach (var row in rows)
                {
                    for (var i = 0; i < row.Length; i++)
                    {
                        // A parameter keeps the type of its last value.
                        insert.Parameters[i].ResetSqliteType();
                        Dialect.Bind(insert.Parameters[i], typeof(object), row[i]);
                    }

                    await insert.ExecuteNonQueryAsync(cancellationToken);
                }
            },
            cancellationToken);

    public Task Empty(MovedTable table, DbTransaction transaction, CancellationToken cancellationToken) =>
        WithoutTriggers(table, transaction, () => Run($"DELETE FROM {table.QuotedName}", transaction, cancellationToken), cancellationToken);

    public async Task CheckRules(IReadOnlyList<MovedTable> tables, CancellationToken cancellationToken)
    {
        if (await EmbeddedSource.BrokenReference(_connection, cancellationToken) is { } broken)
            throw new MoveFailure($"{Place}: {broken}. Begin again with --restart.");
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>SQLite cannot disable a trigger. Dropped and made again in one transaction, it is there whenever anybody looks.</summary>
    private async Task WithoutTriggers(MovedTable table, DbTransaction transaction, Func<Task> work, CancellationToken cancellationToken)
    {
        var triggers = new List<(string Name, string Text)>();
        await using (var command = Native("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = @Table COLLATE NOCASE", transaction))
        {
            command.Parameters.AddWithValue("@Table", table.Name);
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
                triggers.Add((rows.GetString(0), rows.GetString(1)));
        }

        foreach (var trigger in triggers)
            await Run($"DROP TRIGGER {MovedTable.Quote(trigger.Name)}", transaction, cancellationToken);
        await work();
        foreach (var trigger in triggers)
            await Run(trigger.Text, transaction, cancellationToken);
    }

    private async Task Run(string text, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = Native(text, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private SqliteCommand Native(string text, DbTransaction? transaction)
    {
        var command = _connection.CreateCommand();
        command.Transaction = (SqliteTransaction?)transaction;
        command.CommandText = text;
        return command;
    }
}
