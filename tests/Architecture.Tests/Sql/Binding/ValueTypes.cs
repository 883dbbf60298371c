using System.Globalization;
using CounselDesk.Architecture.Tests.Common;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql.Binding;

/// <summary>What kind of value an expression is, and whether what stands beside it goes with it.</summary>
internal sealed class ValueTypes(Findings findings)
{
    public const string Rule = "types";

    /// <param name="expression">Bound before.</param>
    /// <param name="inGroups">Its query has GROUP BY: an aggregate always has a row to look at.</param>
    /// <param name="scope">Whose conditions say what cannot be NULL.</param>
    public SqlType TypeOf(ScalarExpression? expression, bool inGroups = false, Scope? scope = null)
    {
        SqlType Inner(ScalarExpression? inner) => TypeOf(inner, inGroups, scope);
        return expression switch
        {
            ColumnReferenceExpression column => findings.Columns.TryGetValue(column, out var bound) ? OfColumn(bound.Source, bound.Column, scope) : SqlType.Unknown,
            IntegerLiteral => new SqlType(Family.Whole, IsBig: false, IsNullable: false),
            StringLiteral => new SqlType(Family.Text, IsBig: false, IsNullable: false),
            UnaryExpression unary => Inner(unary.Expression) with { Family = Family.Whole },
            BinaryExpression both => Both(Inner(both.FirstExpression), Inner(both.SecondExpression)) with { Family = Family.Whole },
            CastCall cast => new SqlType(Schema.FamilyOf(cast.DataType), Tsql.Text(cast.DataType).StartsWith("BIGINT", StringComparison.OrdinalIgnoreCase), Inner(cast.Parameter).IsNullable),
            ParenthesisExpression inner => Inner(inner.Expression),
            CoalesceExpression coalesce => Coalesced([.. coalesce.Expressions.Select(Inner)]),
            NullIfExpression nullIf => Inner(nullIf.FirstExpression) with { IsNullable = true },
            IIfCall choice => OneOf([Inner(choice.ThenExpression), Inner(choice.ElseExpression)]),
            SearchedCaseExpression choice => Chosen(choice.WhenClauses.Select(branch => branch.ThenExpression), choice.ElseExpression, Inner),
            SimpleCaseExpression choice => Chosen(choice.WhenClauses.Select(branch => branch.ThenExpression), choice.ElseExpression, Inner),
            ScalarSubquery subquery => findings.Subqueries.GetValueOrDefault(subquery, SqlType.Unknown),
            FunctionCall call => OfCall(call, inGroups, Inner),
            _ => SqlType.Unknown,
        };
    }

    public Family FamilyOf(ScalarExpression? expression) => TypeOf(expression).Family;

    public static bool Compatible(Family a, Family b) =>
        a == b || a == Family.Unknown || b == Family.Unknown || (a, b) is (Family.Whole, Family.Flag) or (Family.Flag, Family.Whole);

    public void Compare(ScalarExpression a, ScalarExpression b)
    {
        if (FamilyOf(a) != Family.Unknown || StoredColumn(a) is not null)
            MustBe(TypeOf(a), Tsql.Text(a), StoredColumn(a), b);
        else if (FamilyOf(b) != Family.Unknown || StoredColumn(b) is not null)
            MustBe(TypeOf(b), Tsql.Text(b), StoredColumn(b), a);
        // Parameters inside COALESCE and its like stand beside what the whole of it is compared with.
        if (a is not (ColumnReferenceExpression or Literal) && Compatible(FamilyOf(a), FamilyOf(b)))
            MustBe(TypeOf(b), Tsql.Text(b), StoredColumn(b), a);
    }

    /// <summary>A value that goes into a column by INSERT or UPDATE.</summary>
    public void Stored(string table, Column column, ScalarExpression value)
    {
        MustBe(SqlType.Of(column), $"{table}.{column.Name}", column, value, isStored: true);
        if (value is StringLiteral text && Width(column) < text.Value.Length)
            findings.Add(Rule, $"'{text.Value}' has {text.Value.Length.ToString(CultureInfo.InvariantCulture)} characters, and {table}.{column.Name} is {column.Type}: SQL Server refuses it, SQLite keeps it.");
    }

    public void MustBe(SqlType type, string beside, Column? column, ScalarExpression value, bool isStored = false)
    {
        void Each(IEnumerable<ScalarExpression?> parts)
        {
            foreach (var part in parts.OfType<ScalarExpression>())
                MustBe(type, beside, column, part);
        }

        switch (value)
        {
            case NullLiteral:
                break;
            case VariableReference parameter when type.Family != Family.Unknown || column is not null:
                Stands(new ParameterUse(parameter.Name, type, beside, column, isStored));
                break;
            case ParenthesisExpression inner:
                MustBe(type, beside, column, inner.Expression, isStored);
                break;
            case BinaryExpression both when type.Family is Family.Whole:
                Each([both.FirstExpression, both.SecondExpression]);
                break;
            case CoalesceExpression coalesce:
                Each(coalesce.Expressions);
                break;
            case IIfCall choice:
                Each([choice.ThenExpression, choice.ElseExpression]);
                break;
            case SearchedCaseExpression choice:
                Each(choice.WhenClauses.Select(branch => branch.ThenExpression).Append(choice.ElseExpression));
                break;
            default:
                var own = FamilyOf(value);
                if (!Compatible(type.Family, own))
                    findings.Add(Rule, $"'{Tsql.Text(value)}' is {own}, and {beside} is {type.Family}: the engines would convert differently or not at all.");
                break;
        }
    }

    /// <summary>The characters that a column takes; null where it has no such limit.</summary>
    public static int? Width(Column column) =>
        column.Family == Family.Text && column.Type.Split('(', ')') is [_, var size, ..] && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var width) ? width : null;

    private void Stands(ParameterUse use)
    {
        if (findings.Parameters.FirstOrDefault(known => known.Name == use.Name && known.Type.Family != use.Type.Family) is { } other)
            findings.Add(Rule, $"{use.Name} stands for {other.Type.Family} ({other.Beside}) and for {use.Type.Family} ({use.Beside}): give them two names.");
        findings.Parameters.Add(use);
    }

    private Column? StoredColumn(ScalarExpression expression) => expression switch
    {
        ParenthesisExpression inner => StoredColumn(inner.Expression),
        ColumnReferenceExpression column when findings.Columns.TryGetValue(column, out var bound) =>
            bound.Source.Table?.Columns.FirstOrDefault(known => known.Name == bound.Column.Name),
        _ => null,
    };

    private static SqlType OfColumn(Source source, Out column, Scope? scope) => column.Type with
    {
        IsNullable = (column.Type.IsNullable || source.IsOptional) && scope?.NotNull.Contains((source, column.Name)) != true,
    };

    private static SqlType OfCall(FunctionCall call, bool inGroups, Func<ScalarExpression?, SqlType> inner)
    {
        var argument = inner(call.Parameters.FirstOrDefault());
        return call.FunctionName.Value.ToUpperInvariant() switch
        {
            "MIN" or "MAX" => argument with { IsNullable = argument.IsNullable || (!inGroups && call.OverClause is null) },
            "SUM" => argument with { Family = Family.Whole, IsNullable = argument.IsNullable || (!inGroups && call.OverClause is null) },
            "LAG" or "LEAD" or "FIRST_VALUE" or "LAST_VALUE" => argument with { IsNullable = true },
            "ROW_NUMBER" or "RANK" or "DENSE_RANK" => new SqlType(Family.Whole, IsBig: true, IsNullable: false),
            "COUNT" => new SqlType(Family.Whole, IsBig: false, IsNullable: false),
            _ => argument with { Family = Family.Whole },
        };
    }

    private static SqlType Chosen(IEnumerable<ScalarExpression> branches, ScalarExpression? otherwise, Func<ScalarExpression?, SqlType> inner)
    {
        var type = OneOf([.. branches.Append(otherwise).OfType<ScalarExpression>().Select(inner)]);
        return otherwise is null ? type with { IsNullable = true } : type;
    }

    private static SqlType OneOf(IReadOnlyList<SqlType> types) => types.Aggregate(Both);

    private static SqlType Coalesced(IReadOnlyList<SqlType> types) => OneOf(types) with { IsNullable = types.All(type => type.IsNullable) };

    private static SqlType Both(SqlType a, SqlType b) =>
        new(a.Family == Family.Unknown ? b.Family : a.Family, a.IsBig || b.IsBig, a.IsNullable || b.IsNullable);
}
