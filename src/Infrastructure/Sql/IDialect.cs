using System.Data.Common;

namespace CounselDesk.Infrastructure.Sql;

/// <summary>What differs between the two engines. Everything else is one portable T-SQL text.</summary>
public interface IDialect
{
    /// <summary>The name in the names of migrations that only this engine runs.</summary>
    string Name { get; }

    DbConnection Connect(string connectionString);

    /// <summary>The statement as this engine spells it.</summary>
    string Translate(string sql);

    /// <summary>Holds a named lock until the transaction ends.</summary>
    Task Lock(DbConnection connection, DbTransaction transaction, string name, CancellationToken cancellationToken);

    /// <summary>Sixteen bytes that grow from left to right, as an id that this engine orders so.</summary>
    Guid Arrange(ReadOnlySpan<byte> growing);

    /// <summary>One value as this engine's driver takes it; the declared type says what a null is a null of.</summary>
    void Bind(DbParameter parameter, Type type, object? value);

    /// <summary>Lets the driver send a read again after a failure that left nothing behind. Never asked for a write.</summary>
    void RetryRead(DbCommand command);

    /// <summary>What a driver's failure means to whoever asked; null where it is the program's own fault.</summary>
    Trouble? Explain(DbException fault);

    /// <summary>The engine's own number of a failure.</summary>
    int NumberOf(DbException fault);
}

/// <summary>Failures that are nobody's fault in the program, on either engine.</summary>
public enum Trouble
{
    /// <summary>Chosen as a deadlock's victim, or a lock that was not to be had in time: all was rolled back.</summary>
    Busy,

    /// <summary>No answer within the command's time.</summary>
    TimedOut,

    /// <summary>A unique key is there already.</summary>
    Taken,

    /// <summary>A text is longer than its column.</summary>
    TooLong,

    /// <summary>No room to write.</summary>
    Full,

    /// <summary>The connection was lost or cannot be made.</summary>
    Unreachable,
}
