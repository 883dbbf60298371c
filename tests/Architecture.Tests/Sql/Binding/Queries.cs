using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql.Binding;

/// <summary>Where a query stands, which says what its columns must be like.</summary>
internal enum Place
{
    Outermost,
    Named,
    Value,
    Exists,
}

/// <summary>Binds queries: their tables, conditions, selected columns and order.</summary>
internal sealed class Queries(Schema schema, Table? changed, Findings findings, Isolation isolation, ValueTypes types)
{
    public const string Shape = "shape";

    private readonly Dictionary<string, IReadOnlyList<Out>> _ctes = new(StringComparer.Ordinal);
    private readonly Conditions _conditions = new(findings, isolation);

    public Names Names { get; } = new(findings);

    public void BindCte(CommonTableExpression cte)
    {
        var name = cte.ExpressionName.Value;
        // A recursive one names itself in its second part; its columns are those of its first.
        if (cte.QueryExpression is BinaryQueryExpression { FirstQueryExpression: QuerySpecification first })
            _ctes[name] = Renamed(findings.Quietly(() => Bind(first, null, Place.Named)), cte.Columns);
        _ctes[name] = Renamed(Bind(cte.QueryExpression, null, Place.Named), cte.Columns);
    }

    public IReadOnlyList<Out> Bind(QueryExpression query, Scope? outer, Place place)
    {
        if (query is QueryParenthesisExpression inner)
            return Bind(inner.QueryExpression, outer, place);
        if (query is not BinaryQueryExpression both)
            return query is QuerySpecification simple ? BindSimple(simple, outer, place) : [];

        var first = Bind(both.FirstQueryExpression, outer, place == Place.Outermost ? Place.Named : place);
        var second = Bind(both.SecondQueryExpression, outer, Place.Exists);
        if (first.Count != second.Count)
            findings.Add(Shape, $"'{Short(query)}': the parts have {first.Count} and {second.Count} columns.");
        foreach (var (a, b) in first.Zip(second).Where(pair => !ValueTypes.Compatible(pair.First.Type.Family, pair.Second.Type.Family)))
            findings.Add(ValueTypes.Rule, $"'{Short(query)}': column {a.Name} is {a.Type.Family} in one part and {b.Type.Family} in the other.");
        return
        [
            .. first.Select((column, index) => second.ElementAtOrDefault(index) is { } other
                ? column with { Type = column.Type with { IsBig = column.Type.IsBig || other.Type.IsBig, IsNullable = column.Type.IsNullable || other.Type.IsNullable } }
                : column),
        ];
    }

    public void BindTable(TableReference table, Scope scope)
    {
        switch (table)
        {
            case JoinParenthesisTableReference parenthesis:
                BindTable(parenthesis.Join, scope);
                break;
            case QualifiedJoin join:
                BindTable(join.FirstTableReference, scope);
                var left = scope.Sources.Count;
                BindTable(join.SecondTableReference, scope);
                // What a LEFT JOIN's ON says holds for the rows of its right side only.
                var right = join.QualifiedJoinType == QualifiedJoinType.Inner ? null : scope.Sources.Skip(left).ToHashSet();
                BindCondition(join.SearchCondition, scope, right);
                foreach (var optional in right ?? [])
                    optional.IsOptional = true;
                break;
            case UnqualifiedJoin join:
                BindTable(join.FirstTableReference, scope);
                BindTable(join.SecondTableReference, scope);
                break;
            case QueryDerivedTable derived:
                // A derived table does not see its neighbours, but it sees what its query's outer query sees.
                AddSource(scope, new Source(derived.Alias.Value, null, Renamed(Bind(derived.QueryExpression, scope.Outer, Place.Named), derived.Columns)));
                break;
            case NamedTableReference named:
                AddSource(scope, NamedSource(named.SchemaObject.BaseIdentifier.Value, named.Alias?.Value));
                break;
            default:
                break;
        }
    }

    public void BindCondition(BooleanExpression? condition, Scope scope, IReadOnlySet<Source>? only)
    {
        Walk(condition, scope);
        _conditions.Note(condition, scope, only);
    }

    /// <summary>Every table and condition of the scope has been seen.</summary>
    public void Close(Scope scope)
    {
        isolation.Check(scope);
        var looked = scope.Fixed();
        foreach (var source in scope.Sources.Where(source => source.Table is not null))
        {
            findings.Sources.Add(new StoredSource(
                source.Name,
                source.Table!,
                looked.Where(entry => entry.Source == source).Select(entry => entry.Column).ToHashSet(StringComparer.Ordinal),
                [.. scope.Wrapped.Where(entry => entry.Source == source)]));
        }
    }

    public void Walk(TSqlFragment? fragment, Scope scope) => fragment?.Accept(new Walker(this, findings, types, scope));

    public void RefuseOrderById(ScalarExpression expression, Family family)
    {
        if (family == Family.Id)
            findings.Add(PortableWords.Rule, $"'{Tsql.Text(expression)}' orders by an id: the engines order ids differently. Order by Seq or a time.");
    }

    public static string Short(TSqlFragment fragment) => Tsql.Text(fragment) is { Length: > 60 } text ? text[..60] + "…" : Tsql.Text(fragment);

    private List<Out> BindSimple(QuerySpecification query, Scope? outer, Place place)
    {
        var scope = new Scope(outer);
        foreach (var table in query.FromClause?.TableReferences ?? [])
            BindTable(table, scope);
        BindCondition(query.WhereClause?.SearchCondition, scope, null);

        var output = new List<Out>();
        foreach (var element in query.SelectElements.OfType<SelectScalarExpression>())
        {
            Walk(element.Expression, scope);
            var name = element.ColumnName?.Value ?? (element.Expression as ColumnReferenceExpression)?.MultiPartIdentifier?.Identifiers[^1].Value ?? "";
            output.Add(new Out(name, types.TypeOf(element.Expression, query.GroupByClause is not null, scope)));
        }

        var named = place is Place.Outermost && output.Count > 1 || place is Place.Named;
        if (named && output.Any(column => column.Name.Length == 0))
            findings.Add(Shape, $"'{Short(query)}': a selected expression has no name: write … AS Name.");
        if (named && output.Where(column => column.Name.Length > 0).GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            findings.Add(Shape, $"'{Short(query)}': two selected columns are called {twice.Key}.");

        foreach (var group in query.GroupByClause?.GroupingSpecifications ?? [])
            Walk(group, scope);
        Walk(query.HavingClause?.SearchCondition, scope);
        var order = BindOrder(query, scope, output);
        BindPaging(query.OffsetClause);
        Grouping.Check(query, scope, order, findings);
        Close(scope);
        return output;
    }

    private List<ScalarExpression> BindOrder(QuerySpecification query, Scope scope, List<Out> output)
    {
        var selected = query.SelectElements.OfType<SelectScalarExpression>().ToList();
        var byExpression = new List<ScalarExpression>();
        foreach (var order in query.OrderByClause?.OrderByElements ?? [])
        {
            // An alias of the select list may be ordered by, and nothing else may name it.
            if (order.Expression is ColumnReferenceExpression { MultiPartIdentifier.Identifiers: [var alias] }
                && output.FirstOrDefault(column => column.Name == alias.Value) is { } chosen && selected.Any(element => element.ColumnName?.Value == alias.Value))
            {
                RefuseOrderById(order.Expression, chosen.Type.Family);
                continue;
            }

            Walk(order.Expression, scope);
            RefuseOrderById(order.Expression, types.FamilyOf(order.Expression));
            byExpression.Add(order.Expression);
            if (query.UniqueRowFilter == UniqueRowFilter.Distinct && !selected.Any(element => Tsql.Text(element.Expression) == Tsql.Text(order.Expression)))
                findings.Add(Shape, $"'{Tsql.Text(order.Expression)}': with SELECT DISTINCT, SQL Server orders only by what is selected.");
        }

        return byExpression;
    }

    private void BindPaging(OffsetClause? paging)
    {
        if (paging?.FetchExpression is not { } count)
            return;
        findings.TakesSome = true;
        types.MustBe(new SqlType(Family.Whole, IsBig: false, IsNullable: false), "FETCH NEXT", null, count);
    }

    private Source NamedSource(string name, string? alias)
    {
        if (_ctes.TryGetValue(name, out var columns))
            return new Source(alias ?? name, null, columns);
        // The rows that a trigger is fired for.
        if (changed is not null && name is "inserted" or "deleted")
            return new Source(alias ?? name, null, ColumnsOf(changed!));
        if (schema.Tables.TryGetValue(name, out var table))
        {
            findings.StoredNames.Add(alias ?? name);
            return new Source(alias ?? name, table, ColumnsOf(table));
        }

        Names.NoTable(name);
        return new Source(alias ?? name, null, []) { IsUnknown = true };
    }

    private void AddSource(Scope scope, Source source)
    {
        if (scope.Sources.Any(other => other.Name == source.Name))
            findings.Add(Binding.Names.Resolves, $"Two tables of one query are called {source.Name}: give each its own alias.");
        scope.Sources.Add(source);
    }

    private static IReadOnlyList<Out> ColumnsOf(Table table) => [.. table.Columns.Select(column => new Out(column.Name, SqlType.Of(column)))];

    private static IReadOnlyList<Out> Renamed(IReadOnlyList<Out> columns, IList<Identifier> names) =>
        names.Count == 0 ? columns : [.. columns.Zip(names, (column, name) => column with { Name = name.Value })];
}
