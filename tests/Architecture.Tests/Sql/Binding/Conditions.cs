using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql.Binding;

/// <summary>What a WHERE or an ON clause says for certain: what equals what, what is never NULL, what no index can look up.</summary>
internal sealed class Conditions(Findings findings, Isolation isolation)
{
    /// <param name="condition">Bound before.</param>
    /// <param name="scope">The query's.</param>
    /// <param name="only">The sources that a LEFT JOIN's ON says something of; null for all.</param>
    public void Note(BooleanExpression? condition, Scope scope, IReadOnlySet<Source>? only)
    {
        foreach (var part in Conjuncts(condition))
        {
            foreach (var side in Sides(part))
                Look(side, scope, canBeNull: part is BooleanIsNullExpression { IsNot: false } || only is not null);
            switch (part)
            {
                case BooleanComparisonExpression { ComparisonType: BooleanComparisonType.Equals } equality:
                    isolation.Note(equality, scope, only);
                    if (PlaceOf(equality.FirstExpression, scope) is { } a && PlaceOf(equality.SecondExpression, scope) is { } b)
                        scope.Ties.Add(new Tie(a.Source, a.Column, b.Source, b.Column, only));
                    break;
                case InPredicate { NotDefined: false, Subquery: null } list when PlaceOf(list.Expression, scope) is { } place:
                    scope.Ties.Add(new Tie(place.Source, place.Column, null, "", only));
                    break;
                default:
                    break;
            }
        }
    }

    private static IEnumerable<BooleanExpression> Conjuncts(BooleanExpression? condition) => condition switch
    {
        null => [],
        BooleanParenthesisExpression inner => Conjuncts(inner.Expression),
        BooleanBinaryExpression { BinaryExpressionType: BooleanBinaryExpressionType.And } and => Conjuncts(and.FirstExpression).Concat(Conjuncts(and.SecondExpression)),
        _ => [condition],
    };

    private static IEnumerable<ScalarExpression> Sides(BooleanExpression part) => part switch
    {
        BooleanComparisonExpression comparison => [comparison.FirstExpression, comparison.SecondExpression],
        BooleanTernaryExpression between => [between.FirstExpression],
        InPredicate list => [list.Expression],
        LikePredicate like => [like.FirstExpression],
        BooleanIsNullExpression isNull => [isNull.Expression],
        _ => [],
    };

    private void Look(ScalarExpression side, Scope scope, bool canBeNull)
    {
        switch (side)
        {
            case ParenthesisExpression inner:
                Look(inner.Expression, scope, canBeNull);
                break;
            case ColumnReferenceExpression column:
                if (!canBeNull && Own(column, scope) is { } own)
                    scope.NotNull.Add((own.Source, own.Column));
                break;
            default:
                var finder = new ColumnFinder();
                side.Accept(finder);
                foreach (var wrapped in finder.Found.Select(column => Own(column, scope)).OfType<(Source Source, string Column)>())
                    scope.Wrapped.Add(new Wrapped(wrapped.Source, wrapped.Column, Tsql.Text(side)));
                break;
        }
    }

    /// <summary>One of the query's own columns, or a value that is fixed while it runs; nothing for a calculation with a column.</summary>
    private (Source? Source, string Column)? PlaceOf(ScalarExpression expression, Scope scope) => expression switch
    {
        ParenthesisExpression inner => PlaceOf(inner.Expression, scope),
        ColumnReferenceExpression column => Own(column, scope) is { } own ? own : (null, ""),
        VariableReference or Literal or ScalarSubquery => (null, ""),
        _ => null,
    };

    private (Source Source, string Column)? Own(ColumnReferenceExpression column, Scope scope) =>
        findings.Columns.TryGetValue(column, out var bound) && scope.Sources.Contains(bound.Source) ? (bound.Source, bound.Column.Name) : null;

    private sealed class ColumnFinder : TSqlFragmentVisitor
    {
        public List<ColumnReferenceExpression> Found { get; } = [];

        public override void ExplicitVisit(ColumnReferenceExpression node) => Found.Add(node);

        public override void ExplicitVisit(ScalarSubquery node)
        {
            // What a subquery compares inside is its own matter.
        }
    }
}
