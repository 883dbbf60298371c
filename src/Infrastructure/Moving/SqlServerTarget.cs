using System.Data;
using System.Data.Common;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Infrastructure.Moving;

/// <summary>A SQL Server database, filled by bulk copy.</summary>
public sealed class SqlServerTarget : IMoveTarget
{
    // Long, since a batch of texts or the check of a large table may take minutes on a small server; not for ever.
    private const int Seconds = 600;

    private const string ColumnsText = """
        SELECT c.COLUMN_NAME, c.DATA_TYPE, c.CHARACTER_MAXIMUM_LENGTH, c.IS_NULLABLE
        FROM INFORMATION_SCHEMA.COLUMNS c
        WHERE c.TABLE_SCHEMA = SCHEMA_NAME() AND c.TABLE_NAME = @Table
        ORDER BY c.ORDINAL_POSITION
        """;

    private readonly string _connectionString;
    private readonly SqlConnection _connection;

    public SqlServerTarget(string connectionString)
    {
        _connectionString = connectionString;
        _connection = new SqlConnection(connectionString);
    }

    public string Place => $"the database '{_connection.Database}' on SQL Server '{_connection.DataSource}'";

    public async Task Open(CancellationToken cancellationToken)
    {
        try
        {
            await _connection.OpenAsync(cancellationToken);
        }
        catch (SqlException fault) when (fault.Number == SqlServerSetup.NoSuchDatabase)
        {
            if (!await SqlServerSetup.Create(_connectionString, cancellationToken))
                throw;
            await _connection.OpenAsync(cancellationToken);
        }
    }

    public async Task Migrate(IReadOnlyList<Migration> migrations, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var options = new DatabaseOptions { Provider = "sqlserver", ConnectionString = _connectionString };
        using var database = new Database(options);
        await new Migrator(database, migrations, options).Migrate(now, cancellationToken);
    }

    public async Task<DbTransaction> Begin(CancellationToken cancellationToken) =>
        await _connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);

    public DbCommand Command(string portable, DbTransaction? transaction) => Native(portable, transaction);

    public async Task<IReadOnlyList<MovedColumn>> Columns(string table, CancellationToken cancellationToken)
    {
        var columns = new List<MovedColumn>();
        await using var command = Native(ColumnsText, null);
        command.Parameters.Add(new SqlParameter("@Table", SqlDbType.NVarChar, 128) { Value = table });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            // -1 is MAX.
            var size = await rows.IsDBNullAsync(2, cancellationToken) || rows.GetInt32(2) < 0 ? "" : $"({rows.GetInt32(2)})";
            columns.Add(MovedColumn.Declared(table, rows.GetString(0), rows.GetString(1) + size, rows.GetString(3) is "NO"));
        }

        return columns;
    }

    /// <summary>
    /// The server orders an id by its last six bytes, then by the groups before them from the right, the first three with
    /// their bytes turned round. Rows that arrive in that order fill its pages one after the other, each written once.
    /// </summary>
    public string OrderOf(MovedColumn column)
    {
        var name = MovedTable.Quote(column.Name);
        return column.Kind != ColumnKind.Id
            ? name
            : string.Join(" || ", new[] { (25, 12), (20, 4), (17, 2), (15, 2), (12, 2), (10, 2), (7, 2), (5, 2), (3, 2), (1, 2) }.Select(part => $"substr({name}, {part.Item1}, {part.Item2})"));
    }

    public async Task Insert(MovedTable table, IReadOnlyList<object?[]> rows, DbTransaction transaction, CancellationToken cancellationToken)
    {
        using var batch = new DataTable();
        foreach (var column in table.Columns)
            batch.Columns.Add(column.Name, TypeOf(column.Kind));
        foreach (var row in rows)
            batch.Rows.Add([.. row.Select(value => value is DateOnly day ? day.ToDateTime(TimeOnly.MinValue) : value ?? DBNull.Value)]);

        // Without FireTriggers and CheckConstraints; and a null stays one where the column has a default.
        using var copy = new SqlBulkCopy(_connection, SqlBulkCopyOptions.KeepNulls | SqlBulkCopyOptions.TableLock, (SqlTransaction)transaction);
        copy.DestinationTableName = table.QuotedName;
        copy.BulkCopyTimeout = Seconds;
        foreach (var column in table.Columns)
            copy.ColumnMappings.Add(column.Name, column.Name);
        try
        {
            await copy.WriteToServerAsync(batch, cancellationToken);
        }
        catch (InvalidOperationException fault) when (fault.InnerException is not DbException)
        {
            // The driver's own check of a value against the server's column; its message repeats the value.
            throw new MoveFailure($"{table.Name} has a row that a column of the server does not take. {MoveFailure.GoesOn}", fault);
        }
    }

    public Task Empty(MovedTable table, DbTransaction transaction, CancellationToken cancellationToken) => Run(
        $"ALTER TABLE {table.QuotedName} DISABLE TRIGGER ALL; DELETE FROM {table.QuotedName}; ALTER TABLE {table.QuotedName} ENABLE TRIGGER ALL;", transaction, cancellationToken);

    public async Task CheckRules(IReadOnlyList<MovedTable> tables, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
            await Run($"ALTER TABLE {table.QuotedName} WITH CHECK CHECK CONSTRAINT ALL", null, cancellationToken);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static Type TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Id => typeof(Guid),
        ColumnKind.Instant => typeof(DateTimeOffset),
        ColumnKind.Day => typeof(DateTime),
        ColumnKind.Flag => typeof(bool),
        ColumnKind.Int => typeof(int),
        ColumnKind.Long => typeof(long),
        ColumnKind.Bytes => typeof(byte[]),
        _ => typeof(string),
    };

    private async Task Run(string text, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = Native(text, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private SqlCommand Native(string text, DbTransaction? transaction) => new(text, _connection, (SqlTransaction?)transaction) { CommandTimeout = Seconds };
}
