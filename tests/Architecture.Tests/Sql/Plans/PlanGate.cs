using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Architecture.Tests.Sql.Binding;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Architecture.Tests.Sql.Plans;

/// <summary>
/// Compiles a statement on SQLite and judges its plan: what a table that grows is read by. The plans are those of a
/// database without statistics, since the program never asks SQLite to gather any.
/// </summary>
internal sealed class PlanGate(Schema schema, MigratedSqlite sqlite)
{
    public const string Compiles = "compiles-on-sqlite";
    public const string Scans = "full-scan";
    public const string Wide = "wide-search";
    public const string PracticeWide = "practice-search";
    public const string PagedSort = "paged-sort";
    public const string Wrapped = "wrapped-column";

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>The indexes that the plans of what was checked so far make use of.</summary>
    public IReadOnlySet<string> Used => _used;

    public IReadOnlyList<Fault> Check(string where, string sql, Findings findings)
    {
        IReadOnlyList<string> plan;
        try
        {
            plan = sqlite.Plan(sql, findings.Parameters);
        }
        catch (SqliteException fault)
        {
            return [new Fault(Compiles, where, fault.Message)];
        }

        // What SQLite looks after by itself, such as foreign keys, is under no name of the statement's.
        var steps = PlanStep.In(plan).Where(step => findings.StoredNames.Contains(step.Name)).ToList();
        _used.UnionWith(steps.Select(step => step.Index).OfType<string>());
        return
        [
            .. steps.Select(step => Judge(where, step, findings)).OfType<Fault>(),
            .. Sorts(where, plan, findings),
            .. findings.Sources.SelectMany(source => WrappedIn(where, source)),
        ];
    }

    private Fault? Judge(string where, PlanStep step, Findings findings)
    {
        if (step.IsScan)
            return new Fault(Scans, where, $"Reads all of {step.Name} ('{step.Line}'): filter by the columns that an index begins with, add an index, or list it with a reason.");

        // Two parts of one statement may use one name: the step belongs to either.
        var sources = findings.Sources.Where(source => source.Name == step.Name).ToList();
        if (sources.Count == 0 || sources.Exists(source => IsWholeKey(source.Table, step)))
            return null;
        if (sources.TrueForAll(source => Narrow(source).Any() && !Narrow(source).Any(column => step.Equal.Contains(column, StringComparer.Ordinal))))
            return new Fault(Wide, where, $"Asks for one {Names.List(sources.SelectMany(Narrow).Distinct(StringComparer.Ordinal))} but reads more ('{step.Line}'): give {sources[0].Table.Name} an index on that, PracticeId and what it is ordered by.");
        if (!step.HasRange && sources.TrueForAll(source => step.Equal.All(column => column == source.Table.PracticeKey)))
            return new Fault(PracticeWide, where, $"Reads all that a practice has in {sources[0].Table.Name} ('{step.Line}'): look up less, read a page, or list it with a reason.");
        return null;
    }

    /// <summary>The ids that one value is asked for, the practice's aside.</summary>
    private static IEnumerable<string> Narrow(StoredSource source) =>
        source.Table.Columns.Where(column => column.Family == Family.Id && column.Name != source.Table.PracticeKey && source.Fixed.Contains(column.Name)).Select(column => column.Name);

    private bool IsWholeKey(Table table, PlanStep step) =>
        schema.Keys.Any(key => key.Unique && key.Table == table.Name && key.Columns.All(column => step.Equal.Contains(column, StringComparer.Ordinal)));

    private static IEnumerable<Fault> Sorts(string where, IEnumerable<string> plan, Findings findings)
    {
        if (findings.TakesSome && plan.FirstOrDefault(line => line.StartsWith("USE TEMP B-TREE FOR", StringComparison.Ordinal) && line.EndsWith("ORDER BY", StringComparison.Ordinal)) is { } sort)
            yield return new Fault(PagedSort, where, $"Reads and sorts everything to give the first rows ('{sort}'): let an index end with what it is ordered by, or list it with a reason.");
    }

    private IEnumerable<Fault> WrappedIn(string statement, StoredSource source) =>
        from wrapped in source.Wrapped
        from key in schema.Keys
        where key.Table == source.Table.Name && key.Columns.TakeWhile(source.Fixed.Contains).Count() is var bound && bound < key.Columns.Count && key.Columns[bound] == wrapped.Column
        select new Fault(Wrapped, statement, $"'{wrapped.Text}' hides {source.Name}.{wrapped.Column} from the index {key.Name}: compare the column itself.");
}
