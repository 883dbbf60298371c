using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql.Binding;

/// <summary>Proves that a query sees one practice's rows only.</summary>
internal sealed class Isolation(Findings findings)
{
    public const string Rule = "practice";

    public const string Parameter = "@PracticeId";

    /// <summary>Notes which sources' practices an equality ties together.</summary>
    public void Note(BooleanComparisonExpression equality, Scope scope, IReadOnlySet<Source>? only)
    {
        var (a, b) = (PracticeOf(equality.FirstExpression), PracticeOf(equality.SecondExpression));
        if (a.IsPractice && b.IsPractice)
            scope.Practices.Add((a.Source, b.Source, only));
    }

    /// <summary>Every stored table with a practice must be tied to @PracticeId, by itself or through tables that are.</summary>
    public void Check(Scope scope)
    {
        var tied = new HashSet<Source>();
        bool IsTied(Source? source) => source is null || source.Table is null || tied.Contains(source) || !scope.Sources.Contains(source);
        bool Tie(Source? source, Source? other, IReadOnlySet<Source>? only) =>
            source is not null && (only is null || only.Contains(source)) && IsTied(other) && tied.Add(source);

        var moved = true;
        while (moved)
        {
            moved = false;
            foreach (var (a, b, only) in scope.Practices)
                moved |= Tie(a, b, only) | Tie(b, a, only);
        }

        foreach (var source in scope.Sources.Where(source => source.Table?.PracticeKey is not null && !tied.Contains(source)))
        {
            var key = source.Table!.PracticeKey;
            findings.Add(Rule, $"{source.Table.Name} {source.Name} is not held to one practice: add {source.Name}.{key} = @PracticeId, or tie {source.Name}.{key} to a table of the same query that is (a LEFT JOIN's ON ties only its right side).");
        }
    }

    /// <summary>Only @PracticeId may say whose row a new one is.</summary>
    public void CheckValue(Table table, string column, ScalarExpression value)
    {
        if (column == table.PracticeKey && value is not VariableReference { Name: Parameter })
            findings.Add(Rule, $"Sets {table.Name}.{column} from '{Tsql.Text(value)}': only @PracticeId may say whose row it is.");
    }

    private (bool IsPractice, Source? Source) PracticeOf(ScalarExpression expression) => expression switch
    {
        VariableReference { Name: Parameter } => (true, null),
        ColumnReferenceExpression column when findings.Columns.TryGetValue(column, out var bound)
            && bound.Column.Name == (bound.Source.Table is { } table ? table.PracticeKey : "PracticeId") => (true, bound.Source),
        ParenthesisExpression inner => PracticeOf(inner.Expression),
        _ => (false, null),
    };
}
