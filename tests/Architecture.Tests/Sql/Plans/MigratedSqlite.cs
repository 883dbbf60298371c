using CounselDesk.Architecture.Tests.Sql.Binding;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Architecture.Tests.Sql.Plans;

/// <summary>A SQLite database brought up by the program's own migrator, to compile statements on and to ask for their plans.</summary>
public sealed class MigratedSqlite : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("counseldesk-gate-").FullName;
    private readonly Database _database;
    private readonly SqliteConnection _connection;

    public MigratedSqlite()
        : this(null)
    {
    }

    internal MigratedSqlite(IReadOnlyList<Migration>? migrations)
    {
        _database = new Database(new DatabaseOptions { ConnectionString = $"Data Source={Path.Combine(_folder, "gate.db")};Pooling=False" });
        new Migrator(_database, migrations).Migrate(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), CancellationToken.None).GetAwaiter().GetResult();
        _connection = (SqliteConnection)_database.Open(CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>The plan's lines; throws where the statement does not compile.</summary>
    internal IReadOnlyList<string> Plan(string sql, IReadOnlyList<ParameterUse> parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + _database.Dialect.Translate(Tsql.Listed(sql));
        // A pattern that begins with letters is looked up in an index; with nothing bound that would not show.
        foreach (var name in Tsql.Parameters(sql))
            command.Parameters.AddWithValue(name, parameters.Any(use => use.Name == name && use.Type.Family == Family.Text) ? "ab%" : DBNull.Value);
        return Read(command, 3);
    }

    /// <summary>What a query answers, one line a row, its first columns parted by spaces.</summary>
    internal IReadOnlyList<string> Ask(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return Read(command, 0);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static List<string> Read(SqliteCommand command, int column)
    {
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read())
            lines.Add(rows.GetString(column));
        return lines;
    }
}
