using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Architecture.Tests.Sql.Binding;
using CounselDesk.Architecture.Tests.Sql.Plans;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>The written exceptions, each with its reason.</summary>
internal sealed record StatementLists
{
    /// <summary>Statements that may look beyond one practice; their names say AnyPractice.</summary>
    public IReadOnlyDictionary<string, string> AnyPractice { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Statements that may read a whole table.</summary>
    public IReadOnlyDictionary<string, string> FullScans { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Texts for one engine only, which no other check can judge.</summary>
    public IReadOnlyDictionary<string, string> OneEngine { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Statements that may read all that a practice, or more than a case or a person, has in a table.</summary>
    public IReadOnlyDictionary<string, string> PracticeSearches { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Statements that may sort more than they give.</summary>
    public IReadOnlyDictionary<string, string> PagedSorts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Holds every statement of the program to what both engines understand, and to the caller's practice.</summary>
internal sealed class StatementGate(Schema schema, PlanGate plans, StatementLists lists)
{
    public const string Parses = "parses";
    public const string AnyPracticeListed = "any-practice";

    private static readonly string[] PartNames = ["SelectSql", "PartSql"];

    /// <summary>Names of constants that begin a statement without ending it.</summary>
    public static bool IsPartName(string constant) => PartNames.Any(ending => constant.EndsWith(ending, StringComparison.Ordinal));

    public IReadOnlyList<Fault> Check(IReadOnlyCollection<Statement> statements)
    {
        var whole = statements.Where(statement => Tsql.Parse(statement.Text).Errors.Count == 0).ToList();
        var found = new List<Fault>();
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            if (lists.OneEngine.ContainsKey(statement.Name))
            {
                needed.Add(statement.Name);
                continue;
            }

            // A part of a statement, held in a constant of its own, is judged where it is put to use.
            var mayBePart = !whole.Contains(statement) || IsPartName(statement.Name);
            var isPart = mayBePart && whole.Any(other => other != statement && other.Text.Contains(statement.Text, StringComparison.Ordinal));
            if (!isPart)
                found.AddRange(Check(statement, needed));
        }

        found.AddRange(Faults.Stale("the statement lists", lists.AnyPractice.Keys.Concat(lists.FullScans.Keys).Concat(lists.OneEngine.Keys).Concat(lists.PracticeSearches.Keys).Concat(lists.PagedSorts.Keys), needed));
        return found;
    }

    private IEnumerable<Fault> Check(Statement statement, HashSet<string> needed)
    {
        var words = PortableWords.InText(statement.Name, statement.Text).ToList();
        var (script, errors) = Tsql.Parse(statement.Text);
        if (errors.Count > 0)
            return words.Count > 0 ? words : errors.Select(error => new Fault(Parses, statement.Name, $"T-SQL's parser refuses it, {error} If it is a part of a statement, build the statement as another const …Sql from it."));
        if (script?.Batches.SelectMany(batch => batch.Statements).ToList() is not [var tree])
            return [.. words, new Fault(Parses, statement.Name, "Holds more than one statement: give each its own constant.")];
        // The journal's own table is made by the migrator, as a migration would.
        if (tree is CreateTableStatement)
            return [.. words, .. MigrationGate.Check(statement.Name, statement.Text)];

        // What only one engine has is not worth binding: first make it portable.
        if (words.Count == 0)
            words.AddRange(PortableWords.InTree(statement.Name, tree));
        if (words.Count > 0)
            return words;

        var findings = Binder.Bind(schema, statement.Name, tree);
        var bound = findings.Faults;
        var onSqlite = plans.Check(statement.Name, statement.Text, findings).ToLookup(fault => fault.Rule, StringComparer.Ordinal);

        // What the binder cannot resolve SQLite cannot either, and what has no WHERE reads everything: one finding says it better than two.
        var explained = bound.Select(fault => fault.Rule).ToHashSet(StringComparer.Ordinal);
        var isUnbound = explained.Overlaps([Names.Resolves, Binder.Insert, Queries.Shape]);
        return
        [
            .. bound.Where(fault => fault.Rule != Binding.Isolation.Rule),
            .. Isolation(statement, [.. bound.Where(fault => fault.Rule == Binding.Isolation.Rule)], needed),
            .. Unless(lists.FullScans, statement, [.. onSqlite[PlanGate.Scans].Where(_ => !explained.Contains(Binder.HasWhere))], needed),
            .. Unless(lists.PracticeSearches, statement, [.. onSqlite[PlanGate.Wide], .. onSqlite[PlanGate.PracticeWide]], needed),
            .. Unless(lists.PagedSorts, statement, [.. onSqlite[PlanGate.PagedSort]], needed),
            .. onSqlite[PlanGate.Wrapped],
            .. onSqlite[PlanGate.Compiles].Where(_ => !isUnbound),
        ];
    }

    private IEnumerable<Fault> Isolation(Statement statement, List<Fault> isolation, HashSet<string> needed)
    {
        var isNamed = statement.Name.Split('.')[^1].Contains("AnyPractice", StringComparison.Ordinal);
        if (isNamed && !lists.AnyPractice.ContainsKey(statement.Name))
            return [new Fault(AnyPracticeListed, statement.Name, "Is named AnyPractice but not on the list of statements that may be: hold it to @PracticeId, or list it with a reason.")];
        if (!isNamed && lists.AnyPractice.ContainsKey(statement.Name))
            return [new Fault(AnyPracticeListed, statement.Name, "May look beyond one practice: say so in its name, …AnyPractice…Sql.")];
        return Unless(lists.AnyPractice, statement, isolation, needed);
    }

    private static IReadOnlyCollection<Fault> Unless(IReadOnlyDictionary<string, string> list, Statement statement, List<Fault> faults, HashSet<string> needed)
    {
        if (faults.Count == 0 || !list.ContainsKey(statement.Name))
            return faults;
        needed.Add(statement.Name);
        return [];
    }
}
