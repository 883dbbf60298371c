using CounselDesk.Architecture.Tests.Common;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql.Plans;

/// <summary>Every index earns its keep: each one makes every insert slower and every backup longer.</summary>
internal static class IndexGate
{
    public const string Unused = "unused-index";
    public const string Covered = "covered-index";
    public const string Indexed = "indexed-reference";

    /// <param name="schema">Whose indexes.</param>
    /// <param name="used">Those that the statements' plans make use of.</param>
    /// <param name="kept">Those that stay all the same, each with its reason.</param>
    public static IReadOnlyList<Fault> Check(Schema schema, IReadOnlySet<string> used, IReadOnlyDictionary<string, string> kept)
    {
        var unused = schema.Keys.Where(key => !key.Unique && !used.Contains(key.Name)).ToList();
        return
        [
            .. unused.Where(key => !kept.ContainsKey(key.Name))
                .Select(key => new Fault(Unused, key.Name, $"No statement's plan uses it, and it is no rule: DROP it in a new pair of migrations, or list it with a reason.")),
            .. from key in schema.Keys
               where !key.Unique && key.Filter is null
               from wider in schema.Keys
               where wider != key && wider.Table == key.Table && wider.Filter is null && wider.Columns.Take(key.Columns.Count).SequenceEqual(key.Columns, StringComparer.Ordinal)
               select new Fault(Covered, key.Name, $"{wider.Name} begins with the same columns: one of the two is enough."),
            .. Faults.Stale("the indexes that are kept", kept.Keys, unused.Select(key => key.Name).ToHashSet(StringComparer.Ordinal)),
        ];
    }

    /// <summary>Where a statement deletes rows, the engine looks for what refers to them: by an index, or by reading all of it.</summary>
    public static IEnumerable<Fault> CheckDeletes(Schema schema, IEnumerable<Statement> statements) =>
        from statement in statements
        from table in Tsql.Parse(statement.Text).Script?.Batches.SelectMany(batch => batch.Statements).OfType<DeleteStatement>()
            .Select(delete => (delete.DeleteSpecification.Target as NamedTableReference)?.SchemaObject.BaseIdentifier.Value) ?? []
        from reference in schema.References
        where reference.Parent == table
            && !schema.Keys.Any(key => key.Table == reference.Table && key.Filter is null && key.Columns.Take(reference.Columns.Count).SequenceEqual(reference.Columns, StringComparer.Ordinal))
        select new Fault(Indexed, statement.Name, $"Deletes from {table}, and no index of {reference.Table} begins with {string.Join(", ", reference.Columns)} ({reference.Name}): the engines would read all of it for each row that goes. Keep the rows, or add the index.");
}
