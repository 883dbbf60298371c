using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Benchmarks;

/// <summary>Inserts into one table by one prepared statement, values bound as the application binds them.</summary>
internal sealed class BulkTable : IDisposable
{
    private static readonly SqliteDialect Dialect = new();
    private readonly SqliteCommand _insert;

    public BulkTable(SqliteConnection connection, SqliteTransaction transaction, string table, params string[] columns)
    {
        _insert = connection.CreateCommand();
        _insert.Transaction = transaction;
        _insert.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => "@" + column))})";
        foreach (var column in columns)
            _insert.Parameters.Add(new SqliteParameter { ParameterName = "@" + column });
    }

    public void Add(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            // A parameter keeps the type of its last value.
            _insert.Parameters[i].ResetSqliteType();
            Dialect.Bind(_insert.Parameters[i], typeof(object), values[i] is Enum word ? word.ToString() : values[i]);
        }

        _insert.ExecuteNonQuery();
    }

    public void Dispose() => _insert.Dispose();
}
