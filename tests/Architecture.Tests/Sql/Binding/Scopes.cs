using CounselDesk.Architecture.Tests.Common;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql.Binding;

/// <summary>What a value is, as far as comparing, storing and reading it goes. <c>IsBig</c> tells BIGINT from INT.</summary>
internal readonly record struct SqlType(Family Family, bool IsBig, bool IsNullable)
{
    public static readonly SqlType Unknown = new(Family.Unknown, IsBig: false, IsNullable: true);

    public static SqlType Of(Column column) => new(column.Family, column.Type.StartsWith("BIGINT", StringComparison.OrdinalIgnoreCase), column.Nullable);
}

/// <summary>A column that a query puts out, or that one of its sources has.</summary>
internal sealed record Out(string Name, SqlType Type);

/// <summary>A table of a query: stored (then <c>Table</c> says which), or made by the statement itself.</summary>
internal sealed class Source(string name, Table? table, IReadOnlyList<Out> columns)
{
    public string Name => name;

    public Table? Table => table;

    public IReadOnlyList<Out> Columns => columns;

    public bool IsUnknown { get; init; }

    /// <summary>The right side of a LEFT JOIN: its columns may all be NULL.</summary>
    public bool IsOptional { get; set; }
}

/// <summary>
/// An equality of a condition. A side without a source is a value that is fixed while the query runs. <c>Only</c> holds
/// the sources it says something of, where it stands in a LEFT JOIN's ON.
/// </summary>
internal sealed record Tie(Source? A, string AColumn, Source? B, string BColumn, IReadOnlySet<Source>? Only);

/// <summary>A column inside a calculation, where a condition compares it: no index can look that up.</summary>
internal sealed record Wrapped(Source Source, string Column, string Text);

internal sealed class Scope(Scope? outer)
{
    public Scope? Outer => outer;

    public List<Source> Sources { get; } = [];

    /// <summary>Which sources' practices are equal; a missing source is <c>@PracticeId</c>.</summary>
    public List<(Source? A, Source? B, IReadOnlySet<Source>? Only)> Practices { get; } = [];

    public List<Tie> Ties { get; } = [];

    public List<Wrapped> Wrapped { get; } = [];

    /// <summary>Columns that the WHERE clause lets through only when they are not NULL.</summary>
    public HashSet<(Source Source, string Column)> NotNull { get; } = [];

    /// <summary>The columns of each source that one value is looked up by.</summary>
    public IReadOnlySet<(Source Source, string Column)> Fixed()
    {
        var known = new HashSet<(Source, string)>();
        bool IsKnown(Source? source, string column) => source is null || known.Contains((source, column));
        bool Fix(Source? source, string column, Tie tie) =>
            source is not null && (tie.Only is null || tie.Only.Contains(source)) && known.Add((source, column));

        var moved = true;
        while (moved)
        {
            moved = false;
            foreach (var tie in Ties)
            {
                moved |= IsKnown(tie.B, tie.BColumn) && Fix(tie.A, tie.AColumn, tie);
                moved |= IsKnown(tie.A, tie.AColumn) && Fix(tie.B, tie.BColumn, tie);
            }
        }

        return known;
    }
}

/// <summary>Where a parameter stands: the kind of value beside it, and the column, if it is one.</summary>
/// <param name="Name">With its @.</param>
/// <param name="Type">What stands beside it.</param>
/// <param name="Beside">That, as it is written.</param>
/// <param name="Column">The stored column beside it.</param>
/// <param name="IsStored">The parameter's value, and nothing else, goes into the column.</param>
internal sealed record ParameterUse(string Name, SqlType Type, string Beside, Column? Column, bool IsStored);

/// <summary>A stored table as a statement reads it: under which name, and by which columns it looks one value up.</summary>
internal sealed record StoredSource(string Name, Table Table, IReadOnlySet<string> Fixed, IReadOnlyList<Wrapped> Wrapped);

/// <summary>What is found out about one statement while it is bound.</summary>
internal sealed class Findings(string where)
{
    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public Dictionary<ColumnReferenceExpression, (Source Source, Out Column)> Columns { get; } = new(ReferenceEqualityComparer.Instance);

    public Dictionary<ScalarSubquery, SqlType> Subqueries { get; } = new(ReferenceEqualityComparer.Instance);

    public List<ParameterUse> Parameters { get; } = [];

    public List<StoredSource> Sources { get; } = [];

    /// <summary>What the outermost query puts out; null for a statement that changes rows.</summary>
    public IReadOnlyList<Out>? Output { get; set; }

    /// <summary>Asks for the first rows only, by FETCH NEXT.</summary>
    public bool TakesSome { get; set; }

    /// <summary>Names under which stored tables are read; what a query plan calls them.</summary>
    public HashSet<string> StoredNames { get; } = new(StringComparer.Ordinal);

    public void Add(string rule, string advice)
    {
        var fault = new Fault(rule, where, advice);
        if (!_faults.Contains(fault))
            _faults.Add(fault);
    }

    /// <summary>Does the work and forgets what was wrong with it.</summary>
    public T Quietly<T>(Func<T> work)
    {
        var count = _faults.Count;
        var result = work();
        _faults.RemoveRange(count, _faults.Count - count);
        return result;
    }
}
