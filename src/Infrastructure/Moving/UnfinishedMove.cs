using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Infrastructure.Moving;

/// <summary>Keeps the program from starting on a database that a move has filled only in part.</summary>
public static class UnfinishedMove
{
    /// <exception cref="StartupFailure">A move into this database is not finished.</exception>
    public static async Task Refuse(Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.Open(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = database.FilePath is null
            ? $"SELECT COUNT(*) FROM sys.tables t WHERE t.name = '{MoveJournal.Table}'"
            : $"SELECT COUNT(*) FROM sqlite_master t WHERE t.name = '{MoveJournal.Table}'";
        if (Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture) > 0)
            throw new StartupFailure("A move into this database is not finished. Run the same 'move' again, which goes on where it was, and start when it has said that both sides agree.");
    }
}
