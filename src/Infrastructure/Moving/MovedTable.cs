using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace CounselDesk.Infrastructure.Moving;

/// <summary>A table of the embedded file, as its own schema tells.</summary>
public sealed record SourceTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Key, IReadOnlyList<string> References)
{
    /// <summary>Tables after those that they refer to. What refers in a circle comes last: constraints are checked when all is there.</summary>
    public static IReadOnlyList<SourceTable> InOrderOfReference(IEnumerable<SourceTable> tables)
    {
        var waiting = tables.OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var ordered = new List<SourceTable>();
        while (waiting.Count > 0)
        {
            var ready = waiting.Where(table => !waiting.Exists(other => other != table && table.References.Contains(other.Name, StringComparer.OrdinalIgnoreCase))).ToList();
            ordered.AddRange(ready.Count > 0 ? ready : waiting);
            waiting.RemoveAll(ordered.Contains);
        }

        return ordered;
    }
}

/// <summary>A table to move: the source's columns with the target's types.</summary>
public sealed record MovedTable(string Name, IReadOnlyList<MovedColumn> Columns, IReadOnlyList<MovedColumn> Key)
{
    public string QuotedName => Quote(Name);

    public string ColumnList => string.Join(", ", Columns.Select(column => Quote(column.Name)));

    /// <summary>Square brackets are understood by both engines.</summary>
    public static string Quote(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";

    /// <summary>The rows that a command selects, its columns first and in this table's order.</summary>
    /// <exception cref="UnfitRow">A value does not fit its column.</exception>
    public async IAsyncEnumerable<object?[]> Rows(DbCommand command, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[Columns.Count];
            for (var i = 0; i < row.Length; i++)
            {
                if (!Columns[i].TryRead(reader.GetValue(i), out row[i], out var rule))
                    throw new UnfitRow($"{Name}.{Columns[i].Name} {rule}, which the row with {KeyOf(reader)} does not keep");
            }

            yield return row;
        }
    }

    /// <summary>Ids and numbers only: a text may be somebody's name. Without them, SQLite's own number of the row.</summary>
    private string KeyOf(DbDataReader reader)
    {
        var parts = new List<string>();
        foreach (var column in Key)
        {
            if (column.Kind is ColumnKind.Id or ColumnKind.Int or ColumnKind.Long && column.TryRead(reader[column.Name], out var value, out _))
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{column.Name} {value}"));
        }

        if (parts.Count < Math.Max(1, Key.Count) && reader.FieldCount > Columns.Count)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"rowid {reader.GetInt64(Columns.Count)}"));
        return string.Join(", ", parts);
    }
}

/// <summary>A row holds what its column does not take; the message names table, column, rule and key, never the value.</summary>
public sealed class UnfitRow(string message) : Exception(message);
