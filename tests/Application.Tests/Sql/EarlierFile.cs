using CounselDesk.Application.Tests.Common;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Application.Tests.Sql;

/// <summary>An embedded file in the schema from before a migration, with what a desk has filled, as far as that schema has room for it.</summary>
internal sealed class EarlierFile(string folder)
{
    private string Path => System.IO.Path.Combine(folder, "test.db");

    /// <summary>Takes over the desk's keys too, so that its texts can be read.</summary>
    public async Task Fill(TestDesk now, string before)
    {
        var from = now.Get<Database>().FilePath!;
        Directory.CreateDirectory(System.IO.Path.Combine(folder, "keys"));
        foreach (var key in Directory.GetFiles(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(from)!, "keys")))
            File.Copy(key, System.IO.Path.Combine(folder, "keys", System.IO.Path.GetFileName(key)));
        using (var database = new Database(new DatabaseOptions { ConnectionString = $"Data Source={Path};Pooling=False" }))
        {
            var earlier = Migrator.BuiltIn.Where(migration => string.CompareOrdinal(migration.Name, before) < 0);
            await new Migrator(database, [.. earlier]).Migrate(now.Clock.Now, CancellationToken.None);
        }

        // What may not change may not be copied either while its triggers stand.
        var triggers = await Rows("SELECT sql FROM sqlite_master WHERE type = 'trigger'");
        var script = (await Rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")).Select(name => $"DROP TRIGGER {name}").ToList();
        script.AddRange([$"ATTACH '{from}' AS Later", "PRAGMA foreign_keys = OFF"]);
        foreach (var table in await Rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'SchemaMigrations' AND name NOT LIKE 'sqlite_%'"))
        {
            var columns = string.Join(", ", await Rows($"SELECT name FROM pragma_table_info('{table}')"));
            script.Add($"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM Later.{table}");
        }

        await Run(string.Join(";\n", script));
        await Run(string.Join(";\n", triggers));
    }

    public async Task Run(string script)
    {
        await using var connection = await Open();
        await using var command = connection.CreateCommand();
        command.CommandText = script;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Each row as one text, whatever its columns are.</summary>
    public async Task<IReadOnlyList<string>> Rows(string sql)
    {
        await using var connection = await Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync())
            found.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(column => rows.IsDBNull(column) ? "∅" : rows.GetString(column))));
        return found;
    }

    private async Task<SqliteConnection> Open()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
