using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Infrastructure.Moving;

/// <summary>What <c>--to</c> names: a SQL Server database, or another embedded file.</summary>
public static class MoveAddress
{
    private const string Forms = "Give a SQL Server database, such as \"Server=HOST;Database=NAME;User Id=…;Password=…\", or another embedded file, such as \"Data Source=FILE\".";

    /// <exception cref="MoveFailure">It is neither, or it is the source itself. The text is not repeated: it may hold a password.</exception>
    public static IMoveTarget Target(string? to, string sourceFile)
    {
        if (string.IsNullOrWhiteSpace(to))
            throw new MoveFailure($"--to says where to move, and is missing. {Forms}");

        // Both call a file or a server "Data Source"; only a server's has a database.
        if (Server(to) is { } server && server.InitialCatalog is not "")
            return new SqlServerTarget(server.ConnectionString);
        if (File(to) is not { } file)
            throw new MoveFailure(Server(to) is null ? $"--to is no connection string. {Forms}" : $"--to names no database of the server. {Forms}");
        if (string.Equals(Real(file), Real(sourceFile), StringComparison.Ordinal))
            throw new MoveFailure("--to names the file that is to be moved. Give another one.");
        return new EmbeddedTarget(file);
    }

    private static SqlConnectionStringBuilder? Server(string text)
    {
        try
        {
            return new SqlConnectionStringBuilder(text);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static string? File(string text)
    {
        try
        {
            var settings = new SqliteConnectionStringBuilder(text);
            var isFile = settings is { DataSource: not ("" or ":memory:"), Mode: SqliteOpenMode.ReadWriteCreate or SqliteOpenMode.ReadWrite };
            return isFile && !settings.DataSource.StartsWith("file:", StringComparison.Ordinal) ? Path.GetFullPath(settings.DataSource) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Real(string file) =>
        System.IO.File.Exists(file) && new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : file;
}
