using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql.Binding;

/// <summary>Finds the column that a name stands for, spelt exactly alike, and refuses names that could stand for another.</summary>
internal sealed class Names(Findings findings)
{
    public const string Resolves = "resolves";
    public const string Qualified = "qualified";

    public void Resolve(ColumnReferenceExpression column, Scope scope)
    {
        if (column.ColumnType != ColumnType.Regular)
            return;
        switch (column.MultiPartIdentifier.Identifiers.Select(part => part.Value).ToList())
        {
            case [var name]:
                ResolveBare(column, name, scope);
                break;
            case [var alias, var name]:
                ResolveQualified(column, alias, name, scope);
                break;
            default:
                findings.Add(Resolves, $"'{Tsql.Text(column)}': write alias.Column.");
                break;
        }
    }

    public void NoTable(string name) =>
        findings.Add(Resolves, $"There is no table {name}. The schema is what db/migrations make; names are spelt exactly alike.");

    public static string List(IEnumerable<string> names) => string.Join(", ", names);

    private void ResolveQualified(ColumnReferenceExpression column, string alias, string name, Scope scope)
    {
        for (Scope? at = scope; at is not null; at = at.Outer)
        {
            if (at.Sources.FirstOrDefault(source => source.Name == alias) is not { } source)
                continue;
            if (source.Columns.FirstOrDefault(known => known.Name == name) is { } found)
                findings.Columns[column] = (source, found);
            else if (!source.IsUnknown)
                findings.Add(Resolves, $"'{alias}.{name}': {source.Table?.Name ?? alias} has no column {name}; it has {List(source.Columns.Select(known => known.Name))}.");
            return;
        }

        findings.Add(Resolves, $"'{alias}.{name}': no table of this query is called {alias}.");
    }

    private void ResolveBare(ColumnReferenceExpression column, string name, Scope scope)
    {
        var inSight = 0;
        for (Scope? at = scope; at is not null; at = at.Outer)
            inSight += at.Sources.Count;
        for (Scope? at = scope; at is not null; at = at.Outer)
        {
            var owners = at.Sources.Where(source => source.Columns.Any(known => known.Name == name)).ToList();
            if (owners.Count > 1)
            {
                findings.Add(Resolves, $"'{name}' is ambiguous: {string.Join(" and ", owners.Select(owner => owner.Name))} both have it.");
                return;
            }

            if (owners is [var owner])
            {
                findings.Columns[column] = (owner, owner.Columns.First(known => known.Name == name));
                if (inSight > 1)
                    findings.Add(Qualified, $"'{name}' could be read as another table's column: write {owner.Name}.{name}.");
                return;
            }

            if (at.Sources.Any(source => source.IsUnknown))
                return;
        }

        findings.Add(Resolves, $"No table of this query has a column {name}.");
    }
}
