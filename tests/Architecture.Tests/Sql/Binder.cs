using CounselDesk.Architecture.Tests.Common;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>
/// Binds one statement against the schema as SQL Server would, which SQLite, being lax, would not show: names, insert
/// lists, grouping, types. It knows every table in scope, so it proves practice isolation on the way.
/// </summary>
internal sealed class Binder(Schema schema, string where, IReadOnlySet<string> neverDeleted)
{
    public const string Resolves = "resolves";
    public const string Qualified = "qualified";
    public const string Grouping = "grouping";
    public const string Shape = "shape";
    public const string Insert = "insert";
    public const string HasWhere = "has-where";
    public const string Isolation = "practice";
    public const string Types = "types";
    public const string Keeps = "never-deleted";

    private const string Practice = "@PracticeId";
    private readonly List<Fault> _faults = [];
    private readonly Dictionary<ColumnReferenceExpression, (Source Source, Out Column)> _bound = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ScalarSubquery, Family> _subqueries = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, IReadOnlyList<Out>> _ctes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Family Family, string Beside)> _parameters = new(StringComparer.Ordinal);

    private enum Place
    {
        Outermost,
        Named,
        Value,
        Exists,
    }

    /// <summary>Names under which stored tables are read; what a query plan calls them.</summary>
    public HashSet<string> StoredNames { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<Fault> Bind(TSqlStatement statement)
    {
        if (statement is StatementWithCtesAndXmlNamespaces { WithCtesAndXmlNamespaces.CommonTableExpressions: { } ctes })
        {
            foreach (var cte in ctes)
                BindCte(cte);
        }

        switch (statement)
        {
            case SelectStatement select:
                BindQuery(select.QueryExpression, null, Place.Outermost);
                break;
            case InsertStatement { InsertSpecification: var insert }:
                BindInsert(insert);
                break;
            case UpdateStatement { UpdateSpecification: var update }:
                BindUpdate(update);
                break;
            case DeleteStatement { DeleteSpecification: var delete }:
                BindDelete(delete);
                break;
            default:
                Add(Shape, $"Is a {statement.GetType().Name}: only SELECT, INSERT, UPDATE and DELETE are written as statements of the program.");
                break;
        }

        return _faults;
    }

    private void BindCte(CommonTableExpression cte)
    {
        var name = cte.ExpressionName.Value;
        // A recursive one names itself in its second part; its columns are those of its first.
        if (cte.QueryExpression is BinaryQueryExpression { FirstQueryExpression: QuerySpecification first })
            _ctes[name] = Renamed(Quietly(() => BindQuery(first, null, Place.Named)), cte.Columns);
        _ctes[name] = Renamed(BindQuery(cte.QueryExpression, null, Place.Named), cte.Columns);
    }

    private T Quietly<T>(Func<T> work)
    {
        var count = _faults.Count;
        var result = work();
        _faults.RemoveRange(count, _faults.Count - count);
        return result;
    }

    private static IReadOnlyList<Out> Renamed(IReadOnlyList<Out> columns, IList<Identifier> names) =>
        names.Count == 0 ? columns : [.. columns.Zip(names, (column, name) => column with { Name = name.Value })];

    private IReadOnlyList<Out> BindQuery(QueryExpression query, Scope? outer, Place place)
    {
        if (query is QueryParenthesisExpression inner)
            return BindQuery(inner.QueryExpression, outer, place);
        if (query is BinaryQueryExpression both)
        {
            var first = BindQuery(both.FirstQueryExpression, outer, place == Place.Outermost ? Place.Named : place);
            var second = BindQuery(both.SecondQueryExpression, outer, Place.Exists);
            if (first.Count != second.Count)
                Add(Shape, $"'{Short(query)}': the parts have {first.Count} and {second.Count} columns.");
            foreach (var (a, b) in first.Zip(second).Where(pair => !Compatible(pair.First.Family, pair.Second.Family)))
                Add(Types, $"'{Short(query)}': column {a.Name} is {a.Family} in one part and {b.Family} in the other.");
            return first;
        }

        return query is QuerySpecification simple ? BindSimple(simple, outer, place) : [];
    }

    private IReadOnlyList<Out> BindSimple(QuerySpecification query, Scope? outer, Place place)
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
            output.Add(new Out(name, FamilyOf(element.Expression)));
        }

        var named = place is Place.Outermost && output.Count > 1 || place is Place.Named;
        if (named && output.Any(column => column.Name.Length == 0))
            Add(Shape, $"'{Short(query)}': a selected expression has no name: write … AS Name.");
        if (named && output.Where(column => column.Name.Length > 0).GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            Add(Shape, $"'{Short(query)}': two selected columns are called {twice.Key}.");

        foreach (var group in query.GroupByClause?.GroupingSpecifications ?? [])
            Walk(group, scope);
        Walk(query.HavingClause?.SearchCondition, scope);

        var byExpression = new List<ScalarExpression>();
        foreach (var order in query.OrderByClause?.OrderByElements ?? [])
        {
            // An alias of the select list may be ordered by, and nothing else may name it.
            if (order.Expression is ColumnReferenceExpression { MultiPartIdentifier.Identifiers: [var alias] }
                && output.FirstOrDefault(column => column.Name == alias.Value) is { } chosen && query.SelectElements.OfType<SelectScalarExpression>().Any(element => element.ColumnName?.Value == alias.Value))
            {
                RefuseOrderById(order.Expression, chosen.Family);
                continue;
            }

            Walk(order.Expression, scope);
            RefuseOrderById(order.Expression, FamilyOf(order.Expression));
            byExpression.Add(order.Expression);
            if (query.UniqueRowFilter == UniqueRowFilter.Distinct
                && !query.SelectElements.OfType<SelectScalarExpression>().Any(element => Tsql.Text(element.Expression) == Tsql.Text(order.Expression)))
                Add(Shape, $"'{Tsql.Text(order.Expression)}': with SELECT DISTINCT, SQL Server orders only by what is selected.");
        }

        CheckGrouping(query, scope, byExpression);
        CheckIsolation(scope);
        return output;
    }

    private void BindTable(TableReference table, Scope scope)
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
                break;
            case UnqualifiedJoin join:
                BindTable(join.FirstTableReference, scope);
                BindTable(join.SecondTableReference, scope);
                break;
            case QueryDerivedTable derived:
                // A derived table does not see its neighbours, but it sees what its query's outer query sees.
                AddSource(scope, new Source(derived.Alias.Value, null, Renamed(BindQuery(derived.QueryExpression, scope.Outer, Place.Named), derived.Columns)));
                break;
            case NamedTableReference named:
                AddSource(scope, NamedSource(named.SchemaObject.BaseIdentifier.Value, named.Alias?.Value));
                break;
            default:
                break;
        }
    }

    private Source NamedSource(string name, string? alias)
    {
        if (_ctes.TryGetValue(name, out var columns))
            return new Source(alias ?? name, null, columns);
        if (schema.Tables.TryGetValue(name, out var table))
        {
            StoredNames.Add(alias ?? name);
            return new Source(alias ?? name, table, [.. table.Columns.Select(column => new Out(column.Name, column.Family))]);
        }

        Add(Resolves, $"There is no table {name}. The schema is what db/migrations make; names are spelt exactly alike.");
        return new Source(alias ?? name, null, []) { IsUnknown = true };
    }

    private void AddSource(Scope scope, Source source)
    {
        if (scope.Sources.Any(other => other.Name == source.Name))
            Add(Resolves, $"Two tables of one query are called {source.Name}: give each its own alias.");
        scope.Sources.Add(source);
    }

    private void BindCondition(BooleanExpression? condition, Scope scope, IReadOnlySet<Source>? only)
    {
        Walk(condition, scope);
        foreach (var equality in Conjuncts(condition).OfType<BooleanComparisonExpression>().Where(part => part.ComparisonType == BooleanComparisonType.Equals))
        {
            var (a, b) = (PracticeOf(equality.FirstExpression), PracticeOf(equality.SecondExpression));
            if (a.IsPractice && b.IsPractice)
                scope.Equalities.Add((a.Source, b.Source, only));
        }
    }

    private (bool IsPractice, Source? Source) PracticeOf(ScalarExpression expression) => expression switch
    {
        VariableReference { Name: Practice } => (true, null),
        ColumnReferenceExpression column when _bound.TryGetValue(column, out var bound)
            && bound.Column.Name == (bound.Source.Table is { } table ? table.PracticeKey : "PracticeId") => (true, bound.Source),
        ParenthesisExpression inner => PracticeOf(inner.Expression),
        _ => (false, null),
    };

    private static IEnumerable<BooleanExpression> Conjuncts(BooleanExpression? condition) => condition switch
    {
        null => [],
        BooleanParenthesisExpression inner => Conjuncts(inner.Expression),
        BooleanBinaryExpression { BinaryExpressionType: BooleanBinaryExpressionType.And } and => Conjuncts(and.FirstExpression).Concat(Conjuncts(and.SecondExpression)),
        _ => [condition],
    };

    /// <summary>Every stored table with a practice must be tied to @PracticeId, by itself or through tables that are.</summary>
    private void CheckIsolation(Scope scope)
    {
        var tied = new HashSet<Source>();
        bool IsTied(Source? source) => source is null || source.Table is null || tied.Contains(source) || !scope.Sources.Contains(source);
        bool Tie(Source? source, Source? other, IReadOnlySet<Source>? only) =>
            source is not null && (only is null || only.Contains(source)) && IsTied(other) && tied.Add(source);

        var moved = true;
        while (moved)
        {
            moved = false;
            foreach (var (a, b, only) in scope.Equalities)
                moved |= Tie(a, b, only) | Tie(b, a, only);
        }

        foreach (var source in scope.Sources.Where(source => source.Table?.PracticeKey is not null && !tied.Contains(source)))
        {
            var key = source.Table!.PracticeKey;
            Add(Isolation, $"{source.Table.Name} {source.Name} is not held to one practice: add {source.Name}.{key} = @PracticeId, or tie {source.Name}.{key} to a table of the same query that is (a LEFT JOIN's ON ties only its right side).");
        }
    }

    private void BindInsert(InsertSpecification insert)
    {
        var name = (insert.Target as NamedTableReference)?.SchemaObject.BaseIdentifier.Value ?? "";
        if (!schema.Tables.TryGetValue(name, out var table))
        {
            Add(Resolves, $"There is no table {name}. The schema is what db/migrations make; names are spelt exactly alike.");
            return;
        }

        var names = insert.Columns.Select(column => column.MultiPartIdentifier.Identifiers[^1].Value).ToList();
        if (names.Count == 0)
            Add(Insert, $"Names no columns: write INSERT INTO {name} (…).");
        foreach (var unknown in names.Where(column => table.Columns.All(known => known.Name != column)))
            Add(Resolves, $"{name} has no column {unknown}; it has {Columns(table.Columns.Select(column => column.Name))}.");
        if (names.GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            Add(Insert, $"Names column {twice.Key} twice.");
        if (names.Count > 0)
        {
            foreach (var missing in table.Columns.Where(column => column is { Nullable: false, HasDefault: false } && !names.Contains(column.Name, StringComparer.Ordinal)))
                Add(Insert, $"Leaves out {name}.{missing.Name}, which is NOT NULL.");
        }

        switch (insert.InsertSource)
        {
            case ValuesInsertSource values:
                foreach (var row in values.RowValues)
                {
                    foreach (var value in row.ColumnValues)
                        Walk(value, new Scope(null));
                    BindValues(table, names, [.. row.ColumnValues]);
                }

                break;
            case SelectInsertSource { Select: QuerySpecification select }:
                BindQuery(select, null, Place.Exists);
                BindValues(table, names, [.. select.SelectElements.OfType<SelectScalarExpression>().Select(element => element.Expression)]);
                break;
            case SelectInsertSource other:
                var count = BindQuery(other.Select, null, Place.Exists).Count;
                if (count != names.Count)
                    Add(Insert, $"Names {names.Count} columns and selects {count}.");
                if (table.PracticeKey is not null)
                    Add(Isolation, $"Sets {name}'s practice by a UNION: insert by separate statements.");
                break;
            default:
                break;
        }
    }

    private void BindValues(Table table, IReadOnlyList<string> names, IReadOnlyList<ScalarExpression> values)
    {
        if (values.Count != names.Count)
        {
            Add(Insert, $"Names {names.Count} columns and gives {values.Count} values.");
            return;
        }

        foreach (var (name, value) in names.Zip(values))
        {
            if (table.Columns.FirstOrDefault(known => known.Name == name) is not { } column)
                continue;
            if (value is NullLiteral && !column.Nullable)
                Add(Insert, $"Gives NULL to {table.Name}.{name}, which is NOT NULL.");
            MustBe(column.Family, $"{table.Name}.{name}", value);
            if (name == table.PracticeKey && value is not VariableReference { Name: Practice })
                Add(Isolation, $"Sets {table.Name}.{name} from '{Tsql.Text(value)}': only @PracticeId may say whose row it is.");
        }
    }

    private void BindUpdate(UpdateSpecification update)
    {
        var scope = new Scope(null);
        BindTable(update.Target, scope);
        var target = scope.Sources.FirstOrDefault();
        foreach (var set in update.SetClauses.OfType<AssignmentSetClause>().Where(set => set.Column is not null))
        {
            Walk(set.Column, scope);
            Walk(set.NewValue, scope);
            var name = set.Column.MultiPartIdentifier.Identifiers[^1].Value;
            if (target?.Table?.Columns.FirstOrDefault(known => known.Name == name) is not { } column)
                continue;
            if (set.NewValue is NullLiteral && !column.Nullable)
                Add(Insert, $"Gives NULL to {target.Name}.{name}, which is NOT NULL.");
            MustBe(column.Family, $"{target.Name}.{name}", set.NewValue);
            if (name == target.Table.PracticeKey)
                Add(Isolation, $"Changes {target.Name}.{name}: a row never changes its practice.");
        }

        Guarded("UPDATE", update.WhereClause, scope);
    }

    private void BindDelete(DeleteSpecification delete)
    {
        var scope = new Scope(null);
        BindTable(delete.Target, scope);
        Guarded("DELETE", delete.WhereClause, scope);
        if (scope.Sources is [{ Table: { } table }] && neverDeleted.Contains(table.Name))
            Add(Keeps, $"Deletes from {table.Name}, whose rows stay for good: foreign keys to it have no index for want of need.");
    }

    private void Guarded(string verb, WhereClause? clause, Scope scope)
    {
        if (clause?.SearchCondition is null)
        {
            Add(HasWhere, $"{verb} without WHERE touches every row of every practice.");
            return;
        }

        BindCondition(clause.SearchCondition, scope, null);
        CheckIsolation(scope);
    }

    /// <summary>With groups, SQL Server takes a column outside an aggregate only if it is grouped by; SQLite takes any.</summary>
    private void CheckGrouping(QuerySpecification query, Scope scope, IEnumerable<ScalarExpression> order)
    {
        var shown = query.SelectElements.OfType<SelectScalarExpression>().Select(element => element.Expression).Concat(order).Cast<TSqlFragment>().ToList();
        if (query.HavingClause is not null)
            shown.Add(query.HavingClause);
        var aggregates = Aggregates.In(shown);
        foreach (var faulty in aggregates.Where(call => call.Parameters.Any(argument => Aggregates.In([argument]).Count > 0 || Aggregates.HasSubquery(argument))))
            Add(Grouping, $"'{Tsql.Text(faulty)}': SQL Server refuses an aggregate over a subquery or another aggregate.");
        if (query.GroupByClause is null && query.HavingClause is null && aggregates.Count == 0)
            return;

        var groups = (query.GroupByClause?.GroupingSpecifications ?? []).OfType<ExpressionGroupingSpecification>().Select(group => group.Expression).ToList();
        var texts = groups.Select(Tsql.Text).ToHashSet(StringComparer.Ordinal);
        var grouped = groups.OfType<ColumnReferenceExpression>().Where(_bound.ContainsKey).Select(column => (_bound[column].Source, _bound[column].Column.Name)).ToHashSet();
        foreach (var column in shown.Where(part => !texts.Contains(Tsql.Text(part))).SelectMany(Aggregates.ColumnsOutside))
        {
            if (_bound.TryGetValue(column, out var bound) && scope.Sources.Contains(bound.Source) && !grouped.Contains((bound.Source, bound.Column.Name)))
                Add(Grouping, $"'{Tsql.Text(column)}' is neither grouped by nor inside COUNT, SUM, MIN or MAX: SQLite would take any row's, SQL Server refuses.");
        }
    }

    private void Walk(TSqlFragment? fragment, Scope scope) => fragment?.Accept(new Walker(this, scope));

    private void Resolve(ColumnReferenceExpression column, Scope scope)
    {
        if (column.ColumnType != ColumnType.Regular)
            return;
        switch (column.MultiPartIdentifier.Identifiers.Select(part => part.Value).ToList())
        {
            case [var name]:
                ResolveBare(column, name, scope);
                break;
            case [var alias, var name]:
                for (Scope? at = scope; at is not null; at = at.Outer)
                {
                    if (at.Sources.FirstOrDefault(source => source.Name == alias) is not { } source)
                        continue;
                    if (source.Columns.FirstOrDefault(known => known.Name == name) is { } found)
                        _bound[column] = (source, found);
                    else if (!source.IsUnknown)
                        Add(Resolves, $"'{alias}.{name}': {source.Table?.Name ?? alias} has no column {name}; it has {Columns(source.Columns.Select(known => known.Name))}.");
                    return;
                }

                Add(Resolves, $"'{alias}.{name}': no table of this query is called {alias}.");
                break;
            default:
                Add(Resolves, $"'{Tsql.Text(column)}': write alias.Column.");
                break;
        }
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
                Add(Resolves, $"'{name}' is ambiguous: {string.Join(" and ", owners.Select(owner => owner.Name))} both have it.");
                return;
            }

            if (owners is [var owner])
            {
                _bound[column] = (owner, owner.Columns.First(known => known.Name == name));
                if (inSight > 1)
                    Add(Qualified, $"'{name}' could be read as another table's column: write {owner.Name}.{name}.");
                return;
            }

            if (at.Sources.Any(source => source.IsUnknown))
                return;
        }

        Add(Resolves, $"No table of this query has a column {name}.");
    }

    private void Compare(ScalarExpression a, ScalarExpression b)
    {
        var (left, right) = (FamilyOf(a), FamilyOf(b));
        if (left != Family.Unknown)
            MustBe(left, Tsql.Text(a), b);
        else if (right != Family.Unknown)
            MustBe(right, Tsql.Text(b), a);
    }

    private void MustBe(Family family, string beside, ScalarExpression value)
    {
        switch (value)
        {
            case NullLiteral:
                break;
            case VariableReference parameter when family != Family.Unknown:
                if (!_parameters.TryAdd(parameter.Name, (family, beside)) && _parameters[parameter.Name] is var known && known.Family != family)
                    Add(Types, $"{parameter.Name} stands for {known.Family} ({known.Beside}) and for {family} ({beside}): give them two names.");
                break;
            case ParenthesisExpression inner:
                MustBe(family, beside, inner.Expression);
                break;
            case CoalesceExpression coalesce:
                foreach (var part in coalesce.Expressions)
                    MustBe(family, beside, part);
                break;
            case IIfCall choice:
                MustBe(family, beside, choice.ThenExpression);
                MustBe(family, beside, choice.ElseExpression);
                break;
            case SearchedCaseExpression choice:
                foreach (var branch in choice.WhenClauses)
                    MustBe(family, beside, branch.ThenExpression);
                if (choice.ElseExpression is { } otherwise)
                    MustBe(family, beside, otherwise);
                break;
            default:
                var own = FamilyOf(value);
                if (!Compatible(family, own))
                    Add(Types, $"'{Tsql.Text(value)}' is {own}, and {beside} is {family}: the engines would convert differently or not at all.");
                break;
        }
    }

    private static bool Compatible(Family a, Family b) =>
        a == b || a == Family.Unknown || b == Family.Unknown || (a, b) is (Family.Whole, Family.Flag) or (Family.Flag, Family.Whole);

    private Family FamilyOf(ScalarExpression? expression) => expression switch
    {
        ColumnReferenceExpression column => _bound.TryGetValue(column, out var bound) ? bound.Column.Family : Family.Unknown,
        IntegerLiteral or UnaryExpression or BinaryExpression or CastCall => Family.Whole,
        StringLiteral => Family.Text,
        ParenthesisExpression inner => FamilyOf(inner.Expression),
        CoalesceExpression coalesce => FirstKnown(coalesce.Expressions),
        NullIfExpression nullIf => FamilyOf(nullIf.FirstExpression),
        IIfCall choice => FirstKnown([choice.ThenExpression, choice.ElseExpression]),
        SearchedCaseExpression choice => FirstKnown(choice.WhenClauses.Select(branch => branch.ThenExpression).Append(choice.ElseExpression)),
        SimpleCaseExpression choice => FirstKnown(choice.WhenClauses.Select(branch => branch.ThenExpression).Append(choice.ElseExpression)),
        ScalarSubquery subquery => _subqueries.GetValueOrDefault(subquery),
        FunctionCall call => call.FunctionName.Value.ToUpperInvariant() is "MIN" or "MAX" or "LAG" or "LEAD" or "FIRST_VALUE" or "LAST_VALUE"
            ? FamilyOf(call.Parameters.FirstOrDefault())
            : Family.Whole,
        _ => Family.Unknown,
    };

    private Family FirstKnown(IEnumerable<ScalarExpression?> expressions) =>
        expressions.Select(FamilyOf).FirstOrDefault(family => family != Family.Unknown);

    private void RefuseOrderById(ScalarExpression expression, Family family)
    {
        if (family == Family.Id)
            Add(PortableWords.Rule, $"'{Tsql.Text(expression)}' orders by an id: the engines order ids differently. Order by Seq or a time.");
    }

    private void Add(string rule, string advice)
    {
        var fault = new Fault(rule, where, advice);
        if (!_faults.Contains(fault))
            _faults.Add(fault);
    }

    private static string Columns(IEnumerable<string> names) => string.Join(", ", names);

    private static string Short(TSqlFragment fragment) => Tsql.Text(fragment) is { Length: > 60 } text ? text[..60] + "…" : Tsql.Text(fragment);

    private sealed record Out(string Name, Family Family);

    private sealed class Source(string name, Table? table, IReadOnlyList<Out> columns)
    {
        public string Name => name;

        public Table? Table => table;

        public IReadOnlyList<Out> Columns => columns;

        public bool IsUnknown { get; init; }
    }

    private sealed class Scope(Scope? outer)
    {
        public Scope? Outer => outer;

        public List<Source> Sources { get; } = [];

        public List<(Source? A, Source? B, IReadOnlySet<Source>? Only)> Equalities { get; } = [];
    }

    /// <summary>Resolves the columns of an expression, binds its subqueries, and compares what it compares.</summary>
    private sealed class Walker(Binder binder, Scope scope) : TSqlFragmentVisitor
    {
        public override void ExplicitVisit(ColumnReferenceExpression node) => binder.Resolve(node, scope);

        public override void ExplicitVisit(ExistsPredicate node) => binder.BindQuery(node.Subquery.QueryExpression, scope, Place.Exists);

        public override void ExplicitVisit(ScalarSubquery node)
        {
            var columns = binder.BindQuery(node.QueryExpression, scope, Place.Value);
            if (columns.Count != 1)
                binder.Add(Shape, $"'{Short(node)}': a subquery used as a value has one column, this has {columns.Count}.");
            binder._subqueries[node] = columns.Count == 1 ? columns[0].Family : Family.Unknown;
        }

        public override void ExplicitVisit(BooleanComparisonExpression node)
        {
            base.ExplicitVisit(node);
            binder.Compare(node.FirstExpression, node.SecondExpression);
            if (node.ComparisonType is not (BooleanComparisonType.Equals or BooleanComparisonType.NotEqualToBrackets or BooleanComparisonType.NotEqualToExclamation)
                && (binder.FamilyOf(node.FirstExpression) == Family.Id || binder.FamilyOf(node.SecondExpression) == Family.Id))
                binder.Add(PortableWords.Rule, $"'{Tsql.Text(node)}' asks which id is greater: the engines order ids differently.");
        }

        public override void ExplicitVisit(BooleanTernaryExpression node)
        {
            base.ExplicitVisit(node);
            binder.Compare(node.FirstExpression, node.SecondExpression);
            binder.Compare(node.FirstExpression, node.ThirdExpression);
        }

        public override void ExplicitVisit(InPredicate node)
        {
            base.ExplicitVisit(node);
            foreach (var value in node.Values)
                binder.Compare(node.Expression, value);
            if (node.Subquery is not null)
                binder.Compare(node.Expression, node.Subquery);
        }

        public override void ExplicitVisit(LikePredicate node)
        {
            base.ExplicitVisit(node);
            if (binder.FamilyOf(node.FirstExpression) is not (Family.Text or Family.Unknown) and var family)
                binder.Add(Types, $"'{Tsql.Text(node)}': LIKE on a {family}.");
        }

        public override void ExplicitVisit(BinaryExpression node)
        {
            base.ExplicitVisit(node);
            foreach (var family in new[] { binder.FamilyOf(node.FirstExpression), binder.FamilyOf(node.SecondExpression) }.Where(family => family is not (Family.Whole or Family.Unknown)).Take(1))
                binder.Add(PortableWords.Rule, $"'{Tsql.Text(node)}' calculates with a {family}: join texts and reckon times in C#.");
        }

        public override void ExplicitVisit(FunctionCall node)
        {
            base.ExplicitVisit(node);
            var family = binder.FamilyOf(node.Parameters.FirstOrDefault());
            var name = node.FunctionName.Value.ToUpperInvariant();
            if (name is "SUM" && family is not (Family.Whole or Family.Unknown))
                binder.Add(Types, $"'{Tsql.Text(node)}': SQL Server sums no {family}; write SUM(IIF(… = 1, 1, 0)) for a flag.");
            if (name is "MIN" or "MAX" && family == Family.Flag)
                binder.Add(Types, $"'{Tsql.Text(node)}': SQL Server has no {name} of a BIT; write {name}(IIF(… = 1, 1, 0)).");
            if (name is "MIN" or "MAX" && family == Family.Id)
                binder.Add(PortableWords.Rule, $"'{Tsql.Text(node)}' orders by an id: the engines order ids differently.");
            foreach (var order in node.OverClause?.OrderByClause?.OrderByElements ?? [])
                binder.RefuseOrderById(order.Expression, binder.FamilyOf(order.Expression));
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
