using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using CounselDesk.Tests.Shared;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Api.Tests.Common;

/// <summary>Row counts and checksums of all that a refused request must leave as it was.</summary>
public static class DatabaseState
{
    // What may move although nothing was changed: the audit, remembered answers, sign-ins, and the clock's work.
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

    public static IReadOnlyList<string> Texts(DbConnection connection, string sql) => TestDatabase.Texts(connection, sql);

    public static IReadOnlyDictionary<string, string> Of(TestApi api)
    {
        using var connection = api.Database.Open();
        return Tables(connection).Where(table => !Moving.Contains(table) && !table.StartsWith("QRTZ_", StringComparison.Ordinal)).ToDictionary(table => table, table => Digest(connection, table), StringComparer.Ordinal);
    }

    /// <summary>Every value of every table, for searching.</summary>
    public static string Everything(TestApi api)
    {
        using var connection = api.Database.Open();
        var text = new StringBuilder();
        foreach (var table in Tables(connection))
            Read(connection, table, (_, value) => text.Append(value).Append('\n'));
        return text.ToString();
    }

    /// <summary>The tables that hold a text anywhere, by name.</summary>
    public static IReadOnlyList<string> TablesHolding(TestApi api, string text)
    {
        using var connection = api.Database.Open();
        return
        [
            .. Tables(connection).Where(table =>
            {
                var isHeld = false;
                Read(connection, table, (_, value) => isHeld |= Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!.Contains(text, StringComparison.OrdinalIgnoreCase));
                return isHeld;
            }).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The tables that differ.</summary>
    public static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        after.Where(table => !string.Equals(before.GetValueOrDefault(table.Key), table.Value, StringComparison.Ordinal)).Select(table => $"the table {table.Key} changed");

    private static IReadOnlyList<string> Tables(DbConnection connection) => Texts(
        connection,
        TestDatabase.IsSqlServer ? "SELECT name FROM sys.tables" : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");

    private static string Digest(DbConnection connection, string table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = Read(connection, table, (column, value) =>
        {
            if (!MovingColumns.Contains($"{table}.{column}"))
                hash.AppendData(Encoding.UTF8.GetBytes($"{value}\u001f"));
        });
        return $"{count} {Convert.ToHexString(hash.GetHashAndReset())}";
    }

    private static int Read(DbConnection connection, string table, Action<string, object> take)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\" ORDER BY 1, 2";
        using var rows = command.ExecuteReader();
        var count = 0;
        for (; rows.Read(); count++)
        {
            for (var i = 0; i < rows.FieldCount; i++)
                take(rows.GetName(i), rows.GetValue(i) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : rows.GetValue(i));
        }

        return count;
    }
}
