using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Architecture.Tests.Sql.Binding;

namespace CounselDesk.Architecture.Tests.Sql.Sending;

/// <summary>Compares the columns that a statement puts out with what its rows are read into.</summary>
internal sealed class RowCheck(string where, Sent sent, SendingLists lists, HashSet<string> needed)
{
    public const string Shape = "row-shape";
    public const string Kind = "row-type";
    public const string Null = "row-null";

    public IEnumerable<Fault> Check(Findings findings)
    {
        if (sent.Row is not { } row)
        {
            if (findings.Output is not null)
                yield return new Fault(Shape, where, "Executes a SELECT: nobody reads its rows.");
            yield break;
        }

        if (findings.Output is not { } output)
        {
            yield return new Fault(Shape, where, "Reads the rows of a statement that has none.");
            yield break;
        }

        if (row.Value is { } value)
        {
            if (output is not [var only])
                yield return new Fault(Shape, where, $"Puts out {output.Count} columns, and {row.Name} is one value.");
            else if (Compare($"The column {only.Name}", only, value, mayBeNoRow: sent.IsOneRow && value.IsReference) is { } fault)
                yield return fault;
            yield break;
        }

        if (!row.IsMadeEmpty)
            yield return new Fault(Shape, where, $"{row.Name} is made with parameters, which SQLite's numbers do not fit: give it properties with init.");
        foreach (var column in output)
        {
            if (row.Members.FirstOrDefault(member => member.Name == column.Name) is not { } member)
                yield return new Fault(Shape, where, $"The column {column.Name} has no property of {row.Name}: nobody reads it.");
            else if (Compare($"{row.Name}.{member.Name}", column, member.Type, mayBeNoRow: false) is { } fault)
                yield return fault;
        }

        foreach (var member in row.Members.Where(member => output.All(column => column.Name != member.Name) && !IsLeftOut(row, member)))
            yield return new Fault(Shape, where, $"{row.Name}.{member.Name} has no column: it would keep its default unseen.");
    }

    private Fault? Compare(string what, Out column, Carried type, bool mayBeNoRow)
    {
        if (type.IsList)
            return new Fault(Kind, where, $"{what} is {type.CSharp}: a column holds one value.");
        if (column.Type.Family != Family.Unknown && !Fits(column.Type.Family, type.Family))
            return new Fault(Kind, where, $"{what} is {type.CSharp}, and its column holds {column.Type.Family}.");
        if (column.Type.Family == Family.Unknown)
            return new Fault(Sendings.Undetermined, where, $"{what} is {type.CSharp}, and the gate cannot tell what its column holds.");
        if (column.Type.IsBig && !type.IsBig && type.Family == Family.Whole)
            return new Fault(Kind, where, $"{what} is {type.CSharp}, and its column is BIGINT: read it as long.");
        if (column.Type.IsNullable && !type.IsNullable && !mayBeNoRow && !IsNeverNull(column))
            return new Fault(Null, where, $"{what} is {type.CSharp}, and its column may be NULL, which would become a default unseen.");
        return null;
    }

    private bool IsNeverNull(Out column)
    {
        var key = $"{sent.Statement.Name} {column.Name}";
        return lists.NeverNull.ContainsKey(key) && Needs(key);
    }

    private bool IsLeftOut(RowType row, Member member)
    {
        var key = $"{sent.Statement.Name[..sent.Statement.Name.LastIndexOf('.')]} {row.Name}";
        return lists.LeftOut.TryGetValue(key, out var properties) && properties.Split(' ').Contains(member.Name, StringComparer.Ordinal) && Needs($"{key}.{member.Name}");
    }

    private bool Needs(string key)
    {
        needed.Add(key);
        return true;
    }

    // A flag that the statement reckons, by IIF or COUNT, is a number to both engines.
    private static bool Fits(Family column, Family type) => column == type || (column, type) is (Family.Whole, Family.Flag);
}
