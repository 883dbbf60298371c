using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql.Binding;

/// <summary>With groups, SQL Server takes a column outside an aggregate only if it is grouped by; SQLite takes any.</summary>
internal static class Grouping
{
    public const string Rule = "grouping";

    public static void Check(QuerySpecification query, Scope scope, IEnumerable<ScalarExpression> order, Findings findings)
    {
        var shown = query.SelectElements.OfType<SelectScalarExpression>().Select(element => element.Expression).Concat(order).Cast<TSqlFragment>().ToList();
        if (query.HavingClause is not null)
            shown.Add(query.HavingClause);
        var aggregates = Aggregates.In(shown);
        foreach (var faulty in aggregates.Where(call => call.Parameters.Any(argument => Aggregates.In([argument]).Count > 0 || Aggregates.HasSubquery(argument))))
            findings.Add(Rule, $"'{Tsql.Text(faulty)}': SQL Server refuses an aggregate over a subquery or another aggregate.");
        if (query.GroupByClause is null && query.HavingClause is null && aggregates.Count == 0)
            return;

        var groups = (query.GroupByClause?.GroupingSpecifications ?? []).OfType<ExpressionGroupingSpecification>().Select(group => group.Expression).ToList();
        var texts = groups.Select(Tsql.Text).ToHashSet(StringComparer.Ordinal);
        var grouped = groups.OfType<ColumnReferenceExpression>().Where(findings.Columns.ContainsKey)
            .Select(column => (findings.Columns[column].Source, findings.Columns[column].Column.Name)).ToHashSet();
        foreach (var column in shown.Where(part => !texts.Contains(Tsql.Text(part))).SelectMany(Aggregates.ColumnsOutside))
        {
            if (findings.Columns.TryGetValue(column, out var bound) && scope.Sources.Contains(bound.Source) && !grouped.Contains((bound.Source, bound.Column.Name)))
                findings.Add(Rule, $"'{Tsql.Text(column)}' is neither grouped by nor inside COUNT, SUM, MIN or MAX: SQLite would take any row's, SQL Server refuses.");
        }
    }
}

/// <summary>Finds COUNT, SUM, MIN and MAX (not over windows), and the columns beside them.</summary>
internal sealed class Aggregates : TSqlFragmentVisitor
{
    private readonly List<FunctionCall> _calls = [];
    private readonly List<ColumnReferenceExpression> _outside = [];
    private bool _hasSubquery;

    public static IReadOnlyList<FunctionCall> In(IEnumerable<TSqlFragment> fragments)
    {
        var finder = new Aggregates();
        foreach (var fragment in fragments)
            fragment.Accept(finder);
        return finder._calls;
    }

    public static IReadOnlyList<ColumnReferenceExpression> ColumnsOutside(TSqlFragment fragment)
    {
        var finder = new Aggregates();
        fragment.Accept(finder);
        return finder._outside;
    }

    public static bool HasSubquery(TSqlFragment fragment)
    {
        var finder = new Aggregates();
        fragment.Accept(finder);
        return finder._hasSubquery;
    }

    public override void ExplicitVisit(ColumnReferenceExpression node) => _outside.Add(node);

    public override void ExplicitVisit(ScalarSubquery node)
    {
        _hasSubquery = true;
        // Its own aggregates are its own matter; the outer columns that it names are not.
        var inner = new Aggregates();
        node.QueryExpression.Accept(inner);
        _outside.AddRange(inner._outside);
    }

    public override void ExplicitVisit(FunctionCall node)
    {
        if (node.OverClause is null && node.FunctionName.Value.ToUpperInvariant() is ("COUNT" or "SUM" or "MIN" or "MAX"))
            _calls.Add(node);
        else
            base.ExplicitVisit(node);
    }
}
