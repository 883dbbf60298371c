using System.Data;

namespace CounselDesk.Application.Tests.Wire;

public enum RequestKind
{
    Login,

    /// <summary>Plain text without parameters.</summary>
    Batch,

    /// <summary>A text with parameters, by sp_executesql.</summary>
    Statement,

    /// <summary>A procedure called by its name.</summary>
    Procedure,
    Begin,
    Commit,
    Rollback,
    Savepoint,

    /// <summary>The rows that follow an <c>insert bulk</c>.</summary>
    BulkLoad,

    /// <summary>The client wants no more of what it asked for.</summary>
    Attention,
}

/// <summary>One thing that a client said, as the fake server understood it.</summary>
/// <param name="Connection">Counted from 1 in the order in which they came; a pooled connection keeps its number.</param>
public sealed record Request(int Connection, RequestKind Kind)
{
    /// <summary>The text of a batch or statement; for a bulk load that of the <c>insert bulk</c> before it.</summary>
    public string Sql { get; init; } = "";

    /// <summary>The name of the procedure called, or of the savepoint.</summary>
    public string Name { get; init; } = "";

    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>The connection was rented again: the server is to forget what was set on it.</summary>
    public bool Resets { get; init; }

    /// <summary>The transaction that the request belongs to; 0 is none.</summary>
    public long Transaction { get; init; }

    /// <summary>What a transaction was begun with.</summary>
    public IsolationLevel? Isolation { get; init; }

    public Login? Login { get; init; }

    public BulkLoad? Bulk { get; init; }

    /// <summary>The parameter of that name, with its at-sign.</summary>
    public Parameter this[string name] =>
        Parameters.SingleOrDefault(parameter => string.Equals(parameter.Name, name, StringComparison.Ordinal))
        ?? throw new WireFault($"There is no parameter {name} in: {Sql}{Name}");

    public bool Says(string fragment) => Sql.Contains(fragment, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A parameter as it was sent.</summary>
/// <param name="Type">As declared to sp_executesql, or as sent with a procedure's name: <c>nvarchar(4000)</c>.</param>
/// <param name="Value">
/// The type's own .NET form: DateOnly for a date, TimeOnly for a time, otherwise as SqlClient would read it. Null is NULL.
/// </param>
public sealed record Parameter(string Name, string Type, object? Value, bool IsOutput);

/// <summary>What a login says, but for the password, which is not kept.</summary>
/// <param name="ReadOnlyIntent"><c>ApplicationIntent=ReadOnly</c>: a secondary replica will do.</param>
/// <param name="Recovers">A broken connection is being put back by the client, unseen by its user.</param>
public sealed record Login(string User, string Database, string Application, string Host, bool ReadOnlyIntent, bool Recovers)
{
    internal int PacketSize { get; init; }

    /// <summary>The client can put a broken connection back.</summary>
    internal bool CanRecover { get; init; }
}

/// <summary>Rows as a bulk copy sent them, in the columns that it named.</summary>
public sealed record BulkLoad(IReadOnlyList<BulkColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);

public sealed record BulkColumn(string Name, string Type);

/// <summary>The fake server did not understand, or was not told what to answer. The test must fail by it.</summary>
public sealed class WireFault(string message, Exception? cause = null) : Exception(message, cause);
