using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Api.Tests.Common;

/// <summary>Row counts and checksums of all that a refused request must leave as it was.</summary>
public static class DatabaseState
{
    // What may move although nothing was changed: the audit, remembered answers, and sign-ins.
    private static readonly HashSet<string> Moving = new(StringComparer.Ordinal)
    {
        "AuditEntries", "AuditTails", "IdempotencyKeys", "SignIns", "RefreshTokens",
    };

    private static readonly HashSet<string> MovingColumns = new(StringComparer.Ordinal) { "Accounts.AccessFailedCount", "Accounts.LockoutEnd" };

    public static SqliteConnection Open(string file) => Open(file, SqliteOpenMode.ReadWrite);

    public static SqliteConnection Make(string file) => Open(file, SqliteOpenMode.ReadWriteCreate);

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    public static IReadOnlyDictionary<string, string> Of(TestApi api)
    {
        using var connection = Open(api.DatabaseFile);
        return Texts(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            .Where(table => !Moving.Contains(table))
            .ToDictionary(table => table, table => Digest(connection, table), StringComparer.Ordinal);
    }

    /// <summary>The tables that differ.</summary>
    public static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        after.Where(table => !string.Equals(before.GetValueOrDefault(table.Key), table.Value, StringComparison.Ordinal)).Select(table => $"the table {table.Key} changed");

    public static IReadOnlyList<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
            texts.Add(Convert.ToString(rows.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        return texts;
    }

    private static string Digest(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\" ORDER BY rowid";
        using var rows = command.ExecuteReader();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0;
        while (rows.Read())
        {
            count++;
            for (var i = 0; i < rows.FieldCount; i++)
            {
                if (!MovingColumns.Contains($"{table}.{rows.GetName(i)}"))
                    hash.AppendData(Encoding.UTF8.GetBytes($"{rows.GetValue(i)}\u001f"));
            }
        }

        return $"{count} {Convert.ToHexString(hash.GetHashAndReset())}";
    }
}
