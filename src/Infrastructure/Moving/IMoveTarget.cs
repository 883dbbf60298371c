using System.Data.Common;
using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Infrastructure.Moving;

/// <summary>Where a practice moves to, and what its engine does in a way of its own. Everything else is <see cref="Mover"/>'s.</summary>
public interface IMoveTarget : IAsyncDisposable
{
    /// <summary>For people: which engine, where; no user and no password.</summary>
    string Place { get; }

    /// <summary>Opens the one connection that a move writes and reads by.</summary>
    Task Open(CancellationToken cancellationToken);

    /// <summary>Makes the tables, by the program's own migrator.</summary>
    Task Migrate(IReadOnlyList<Migration> migrations, DateTimeOffset now, CancellationToken cancellationToken);

    Task<DbTransaction> Begin(CancellationToken cancellationToken);

    /// <summary>A statement of portable T-SQL.</summary>
    DbCommand Command(string portable, DbTransaction? transaction);

    /// <summary>The table's columns; empty where there is no such table.</summary>
    Task<IReadOnlyList<MovedColumn>> Columns(string table, CancellationToken cancellationToken);

    /// <summary>What the source sorts a key's column by, so that rows arrive in the order of the target's index. In SQLite's SQL.</summary>
    string OrderOf(MovedColumn column);

    /// <summary>
    /// Inserts rows inside a transaction. Triggers do not fire, since a signed note could otherwise not arrive as one, and
    /// references are not checked: <see cref="CheckRules"/> does that when all is there.
    /// </summary>
    Task Insert(MovedTable table, IReadOnlyList<object?[]> rows, DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Deletes every row of a table inside a transaction, triggers aside.</summary>
    Task Empty(MovedTable table, DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Holds every row to every reference and rule, and has the engine trust them again.</summary>
    /// <exception cref="MoveFailure">A row breaks one.</exception>
    Task CheckRules(IReadOnlyList<MovedTable> tables, CancellationToken cancellationToken);
}
