using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>What an embedded database holds, for telling whether a copy is whole.</summary>
public sealed record EmbeddedContents(IReadOnlyDictionary<string, long> Rows, IReadOnlyList<string> Schema)
{
    public long AllRows => Rows.Values.Sum();

    public bool IsSameAs(EmbeddedContents other) =>
        Schema.SequenceEqual(other.Schema, StringComparer.Ordinal)
        && Rows.Count == other.Rows.Count
        && Rows.All(table => other.Rows.TryGetValue(table.Key, out var count) && count == table.Value);

    internal static EmbeddedContents Of(SqliteConnection connection) => new(
        EmbeddedFile.Texts(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            .ToDictionary(table => table, table => EmbeddedFile.Number(connection, $"SELECT COUNT(*) FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\""), StringComparer.Ordinal),
        [
            .. EmbeddedFile.Texts(connection, "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master ORDER BY 1"),
            .. EmbeddedFile.Texts(connection, "SELECT Name || ' ' || Checksum FROM SchemaMigrations ORDER BY 1"),
        ]);
}

/// <summary>A copy of an embedded database as of one moment, in a single file, flushed to the disk and read back.</summary>
internal static class EmbeddedCopy
{
    /// <summary>
    /// The source may be in use meanwhile. What stands at <paramref name="to"/> is replaced; nothing is left there if it
    /// fails. The accounts that may read <paramref name="like"/> may read the copy, and nobody else.
    /// </summary>
    public static EmbeddedContents Make(SqliteConnection source, string to, string like)
    {
        EmbeddedFile.Delete(to);
        try
        {
            Disk.Create(to, like);
            // The counts and the copy see the same snapshot; writers go on beside it.
            using var snapshot = source.BeginTransaction(deferred: true);
            var contents = EmbeddedContents.Of(source);
            using (var copy = EmbeddedFile.Open(to, SqliteOpenMode.ReadWriteCreate))
            {
                source.BackupDatabase(copy);
                // So that it is one file, and can be read where nothing can be written.
                EmbeddedFile.Run(copy, "PRAGMA journal_mode = DELETE");
            }

            Disk.Flush(to);
            var fault = Read(to, out var copied) ?? (copied!.IsSameAs(contents) ? null : "reads back otherwise than it was written");
            return fault is null
                ? contents
                : throw new StartupFailure($"The copy {fault}: what was copied is damaged, or the disk is. Keep what was copied, and bring an earlier backup back with 'restore FILE'; nothing was changed.");
        }
        catch
        {
            EmbeddedFile.Delete(to);
            throw;
        }
    }

    /// <summary>Reads a whole file, and answers what is wrong with it; null where nothing is.</summary>
    public static string? Read(string file, out EmbeddedContents? contents)
    {
        contents = null;
        using var connection = EmbeddedFile.Look(file);
        try
        {
            if (EmbeddedFile.Number(connection, "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('SchemaMigrations', 'Secrets')") != 2)
                return "is not a CounselDesk database";
            if (EmbeddedFile.Texts(connection, "PRAGMA integrity_check") is not ["ok"])
                return "fails SQLite's integrity check";
            contents = EmbeddedContents.Of(connection);
            return null;
        }
        catch (SqliteException fault) when (DatabaseFaults.IsDamage(fault))
        {
            return "is not a CounselDesk database, or is damaged";
        }
    }
}
