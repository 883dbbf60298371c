using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>The embedded database as a file: opened apart from the pool, looked at without a trace, flushed and moved.</summary>
internal static class EmbeddedFile
{
    /// <summary>Opens an existing file, for a connection that ends with its use.</summary>
    public static SqliteConnection Open(string path, SqliteOpenMode mode, int patienceSeconds = 30) =>
        Open(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, DefaultTimeout = patienceSeconds });

    /// <summary>
    /// Opens an existing file to read. Where nobody has it open it is read as immutable, since even a reader would
    /// otherwise leave a log and an index beside it.
    /// </summary>
    public static SqliteConnection Look(string path) => File.Exists(path + "-wal")
        ? Open(path, SqliteOpenMode.ReadOnly)
        : Open(new SqliteConnectionStringBuilder { DataSource = new Uri(Path.GetFullPath(path)).AbsoluteUri + "?immutable=1", Mode = SqliteOpenMode.ReadOnly });

    /// <summary>Removes a file in which nothing was ever committed, unless somebody else is about to use it.</summary>
    public static void DiscardIfEmpty(string path)
    {
        if (!File.Exists(path))
            return;
        try
        {
            // A pooled connection would go on writing to the file that has no name any more.
            SqliteConnection.ClearAllPools();
            using var connection = Open(path, SqliteOpenMode.ReadWrite, patienceSeconds: 1);
            using var alone = connection.BeginTransaction(deferred: false);
            if (Number(connection, "SELECT COUNT(*) FROM sqlite_master") == 0)
                Delete(path);
        }
        catch (Exception fault) when (DatabaseFaults.IsOfDatabase(fault))
        {
            // An empty file does no harm: the next start fills it.
        }
    }

    /// <summary>Removes the file with its log and index.</summary>
    public static void Delete(string path)
    {
        foreach (var part in Parts(path))
            File.Delete(part);
    }

    public static IEnumerable<string> Parts(string path) => new[] { path, path + "-wal", path + "-shm", path + "-journal" }.Where(File.Exists);

    /// <summary>Whether two paths lead to one file, links followed.</summary>
    public static bool IsSame(string one, string other)
    {
        static string Target(string path) => (File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) : null)?.FullName ?? Path.GetFullPath(path);
        return string.Equals(Target(one), Target(other), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
    }

    public static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static IReadOnlyList<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
            texts.Add(rows.GetString(0));
        return texts;
    }

    private static SqliteConnection Open(SqliteConnectionStringBuilder settings)
    {
        settings.Pooling = false;
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
