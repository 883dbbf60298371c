using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql.Binding;

/// <summary>Resolves the columns of an expression, binds its subqueries, and compares what it compares.</summary>
internal sealed class Walker(Queries queries, Findings findings, ValueTypes types, Scope scope) : TSqlFragmentVisitor
{
    public override void ExplicitVisit(ColumnReferenceExpression node) => queries.Names.Resolve(node, scope);

    public override void ExplicitVisit(ExistsPredicate node) => queries.Bind(node.Subquery.QueryExpression, scope, Place.Exists);

    public override void ExplicitVisit(ScalarSubquery node)
    {
        var columns = queries.Bind(node.QueryExpression, scope, Place.Value);
        if (columns.Count != 1)
            findings.Add(Queries.Shape, $"'{Queries.Short(node)}': a subquery used as a value has one column, this has {columns.Count}.");
        // It may find no row; only a count always answers.
        var always = node.QueryExpression is QuerySpecification { GroupByClause: null, HavingClause: null, OffsetClause: null, SelectElements: [SelectScalarExpression { Expression: FunctionCall or CoalesceExpression }] };
        findings.Subqueries[node] = columns is [var only] ? only.Type with { IsNullable = !always || only.Type.IsNullable } : SqlType.Unknown;
    }

    public override void ExplicitVisit(BooleanComparisonExpression node)
    {
        base.ExplicitVisit(node);
        types.Compare(node.FirstExpression, node.SecondExpression);
        if (node.ComparisonType is not (BooleanComparisonType.Equals or BooleanComparisonType.NotEqualToBrackets or BooleanComparisonType.NotEqualToExclamation)
            && (types.FamilyOf(node.FirstExpression) == Family.Id || types.FamilyOf(node.SecondExpression) == Family.Id))
            findings.Add(PortableWords.Rule, $"'{Tsql.Text(node)}' asks which id is greater: the engines order ids differently.");
    }

    public override void ExplicitVisit(BooleanTernaryExpression node)
    {
        base.ExplicitVisit(node);
        types.Compare(node.FirstExpression, node.SecondExpression);
        types.Compare(node.FirstExpression, node.ThirdExpression);
    }

    public override void ExplicitVisit(InPredicate node)
    {
        base.ExplicitVisit(node);
        foreach (var value in node.Values)
            types.Compare(node.Expression, value);
        if (node.Subquery is not null)
            types.Compare(node.Expression, node.Subquery);
    }

    public override void ExplicitVisit(LikePredicate node)
    {
        base.ExplicitVisit(node);
        if (types.FamilyOf(node.FirstExpression) is not (Family.Text or Family.Unknown) and var family)
            findings.Add(ValueTypes.Rule, $"'{Tsql.Text(node)}': LIKE on a {family}.");
        else
            types.Compare(node.FirstExpression, node.SecondExpression);
    }

    public override void ExplicitVisit(BinaryExpression node)
    {
        base.ExplicitVisit(node);
        foreach (var family in new[] { types.FamilyOf(node.FirstExpression), types.FamilyOf(node.SecondExpression) }.Where(family => family is not (Family.Whole or Family.Unknown)).Take(1))
            findings.Add(PortableWords.Rule, $"'{Tsql.Text(node)}' calculates with a {family}: join texts and reckon times in C#.");
    }

    public override void ExplicitVisit(FunctionCall node)
    {
        base.ExplicitVisit(node);
        var family = types.FamilyOf(node.Parameters.FirstOrDefault());
        var name = node.FunctionName.Value.ToUpperInvariant();
        if (name is "SUM" && family is not (Family.Whole or Family.Unknown))
            findings.Add(ValueTypes.Rule, $"'{Tsql.Text(node)}': SQL Server sums no {family}; write SUM(IIF(… = 1, 1, 0)) for a flag.");
        if (name is "MIN" or "MAX" && family == Family.Flag)
            findings.Add(ValueTypes.Rule, $"'{Tsql.Text(node)}': SQL Server has no {name} of a BIT; write {name}(IIF(… = 1, 1, 0)).");
        if (name is "MIN" or "MAX" && family == Family.Id)
            findings.Add(PortableWords.Rule, $"'{Tsql.Text(node)}' orders by an id: the engines order ids differently.");
        foreach (var order in node.OverClause?.OrderByClause?.OrderByElements ?? [])
            queries.RefuseOrderById(order.Expression, types.FamilyOf(order.Expression));
    }
}
