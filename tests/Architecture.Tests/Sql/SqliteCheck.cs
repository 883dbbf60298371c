using System.Text.RegularExpressions;
using CounselDesk.Application.Common;
using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Architecture.Tests.Sql;

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
    public IReadOnlyList<string> Plan(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + _database.Dialect.Translate(Tsql.Plain(sql));
        foreach (var name in Tsql.Parameters(sql))
            command.Parameters.AddWithValue(name, DBNull.Value);
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read())
            lines.Add(rows.GetString(3));
        return lines;
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

internal static partial class SqliteCheck
{
    public const string Compiles = "compiles-on-sqlite";
    public const string Scans = "full-scan";
    public const string Wide = "wide-search";

    /// <summary>Compiles the statement, and finds tables that it would read from end to end.</summary>
    public static IEnumerable<Fault> Check(MigratedSqlite sqlite, string where, string sql, IReadOnlySet<string> storedNames)
    {
        IReadOnlyList<string> plan;
        string? error = null;
        try
        {
            plan = sqlite.Plan(sql);
        }
        catch (SqliteException fault)
        {
            plan = [];
            error = fault.Message;
        }

        if (error is not null)
            yield return new Fault(Compiles, where, error);
        // An optional filter cannot choose its index, and the branches of a union may each look elsewhere.
        var isOfOneCase = !sql.Contains("@CoupleId IS NULL", StringComparison.Ordinal) && !sql.Contains("UNION", StringComparison.Ordinal);
        foreach (var line in plan)
        {
            if (Scan().Match(line) is { Success: true } scan && storedNames.Contains(scan.Groups["name"].Value))
                yield return new Fault(Scans, where, $"Reads all of {scan.Groups["name"].Value} ('{line}'): filter by the columns that an index begins with, add an index, or list it with a reason.");
            if (isOfOneCase && Search().Match(line) is { Success: true } search && sql.Contains($"{search.Groups["name"].Value}.CoupleId = @CoupleId", StringComparison.Ordinal)
                && !search.Groups["columns"].Value.Contains("CoupleId=?", StringComparison.Ordinal))
                yield return new Fault(Wide, where, $"Asks for one case but reads more ('{line}'): give {search.Groups["name"].Value} an index on CoupleId, PracticeId and what it is ordered by.");
        }
    }

    // A search by anything but the table's own key.
    [GeneratedRegex(@"^SEARCH (?<name>\w+) USING (?:COVERING )?INDEX (?!sqlite_autoindex)\w+ \((?<columns>[^)]*)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Search();

    [GeneratedRegex(@"^(?:SCAN (?<name>\w+)|SEARCH (?<name>\w+) USING AUTOMATIC\b)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scan();
}
