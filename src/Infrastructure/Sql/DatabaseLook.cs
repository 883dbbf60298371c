using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>A connection to look with: it makes neither a file nor a database.</summary>
internal static class DatabaseLook
{
    /// <summary>Null where there is no database yet.</summary>
    public static async Task<DbConnection?> Open(Database database, DatabaseOptions? options, CancellationToken cancellationToken)
    {
        if (database.FilePath is { } path)
            return File.Exists(path) ? EmbeddedFile.Look(path) : null;
        if (options is not null)
            SqlServerSetup.RequireNamedDatabase(options);
        try
        {
            return await database.Open(cancellationToken);
        }
        catch (SqlException fault) when (fault.Number == SqlServerSetup.NoSuchDatabase && options is not null)
        {
            // The same number also tells of a database that is there and closed to this login.
            if (await SqlServerSetup.Exists(options.ConnectionString, cancellationToken))
                throw;
            return null;
        }
    }
}
