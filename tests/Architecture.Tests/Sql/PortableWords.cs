using System.Text.RegularExpressions;
using CounselDesk.Architecture.Tests.Common;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>What both engines understand, and understand alike. Everything else is refused, with what to write instead.</summary>
internal static class PortableWords
{
    public const string Rule = "portable";

    private static readonly (Regex Found, string Advice)[] Refused =
    [
        .. new (string Word, string Advice)[]
        {
            ("LIMIT", "write ORDER BY … OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY"),
            ("TOP", "write ORDER BY … OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY"),
            ("CONFLICT", "write INSERT … SELECT … WHERE NOT EXISTS"),
            ("RETURNING", "make the id in C# and read the row again"),
            ("OUTPUT", "make the id in C# and read the row again"),
            ("MERGE", "write an UPDATE, and an INSERT … WHERE NOT EXISTS"),
            ("REPLACE", "not the same on both engines: do it in C#"),
            ("ISNULL", "write COALESCE"),
            ("IFNULL", "write COALESCE"),
            ("LEN", "the engines count differently: do it in C#"),
            ("LENGTH", "the engines count differently: do it in C#"),
            ("AVG", "AVG of whole numbers is whole on one engine only: read SUM and COUNT, divide in C#"),
            ("CURRENT_TIMESTAMP", "give the time as a parameter, from TimeProvider"),
            ("GETDATE", "give the time as a parameter, from TimeProvider"),
            ("GETUTCDATE", "give the time as a parameter, from TimeProvider"),
            ("SYSDATETIME", "give the time as a parameter, from TimeProvider"),
            ("SYSUTCDATETIME", "give the time as a parameter, from TimeProvider"),
            ("SYSDATETIMEOFFSET", "give the time as a parameter, from TimeProvider"),
            ("NEWID", "make ids in C#, from IIds"),
            ("NEWSEQUENTIALID", "make ids in C#, from IIds"),
            ("IDENTITY", "make ids in C#, from IIds"),
            ("AUTOINCREMENT", "make ids in C#, from IIds"),
            ("TRUE", "write 1"),
            ("FALSE", "write 0"),
            ("dbo", "leave the schema's name out"),
            ("CASCADE", "delete what belongs to a row by statements of its own, so that each is seen"),
            ("NOLOCK", "no table hints"),
            ("COLLATE", "the dialects choose the collation"),
            ("APPLY", "write a join or a correlated subquery"),
            ("PIVOT", "write SUM(IIF(…))"),
            ("GLOB", "write LIKE … ESCAPE '!'"),
        }.Select(entry => (new Regex($@"(?<![@.\w]){entry.Word}(?!\w)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), $"{entry.Word}: {entry.Advice}.")),
        (new Regex(@"\|\|", RegexOptions.None, TimeSpan.FromSeconds(1)), "||: join texts in C#."),
        (new Regex(@"==", RegexOptions.None, TimeSpan.FromSeconds(1)), "==: write =."),
    ];

    private static readonly Regex NationalText = new(@"(?<![@.\w'])N'", RegexOptions.None, TimeSpan.FromSeconds(1));

    public static IEnumerable<Fault> InText(string where, string text)
    {
        var words = Tsql.Words(text);
        foreach (var (found, advice) in Refused)
        {
            if (found.IsMatch(words))
                yield return new Fault(Rule, where, advice);
        }

        if (NationalText.IsMatch(text))
            yield return new Fault(Rule, where, "N'…': leave the N out, parameters carry text.");
    }

    public static IReadOnlyList<Fault> InTree(string where, TSqlFragment tree)
    {
        var visitor = new Visitor(where);
        tree.Accept(visitor);
        return visitor.Found;
    }

    private sealed class Visitor(string where) : TSqlFragmentVisitor
    {
        private static readonly HashSet<string> Functions = new(StringComparer.Ordinal)
        {
            "COUNT", "SUM", "MIN", "MAX", "ABS", "ROW_NUMBER", "RANK", "DENSE_RANK", "LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE",
        };

        private static readonly HashSet<Type> Expressions =
        [
            typeof(ColumnReferenceExpression), typeof(VariableReference), typeof(IntegerLiteral), typeof(StringLiteral), typeof(NullLiteral),
            typeof(MaxLiteral), typeof(BinaryExpression), typeof(UnaryExpression), typeof(ParenthesisExpression), typeof(FunctionCall),
            typeof(CoalesceExpression), typeof(NullIfExpression), typeof(IIfCall), typeof(SearchedCaseExpression), typeof(SimpleCaseExpression),
            typeof(ScalarSubquery), typeof(CastCall),
            typeof(BooleanBinaryExpression), typeof(BooleanComparisonExpression), typeof(BooleanParenthesisExpression), typeof(BooleanNotExpression),
            typeof(BooleanIsNullExpression), typeof(BooleanTernaryExpression), typeof(InPredicate), typeof(LikePredicate), typeof(ExistsPredicate),
            typeof(NamedTableReference), typeof(QualifiedJoin), typeof(UnqualifiedJoin), typeof(QueryDerivedTable), typeof(JoinParenthesisTableReference),
        ];

        public List<Fault> Found { get; } = [];

        public override void Visit(TSqlFragment fragment)
        {
            if (fragment is ScalarExpression or BooleanExpression or TableReference && !Expressions.Contains(fragment.GetType()))
                Refuse(fragment, "is not in the list of what both engines understand alike");
        }

        public override void Visit(FunctionCall node)
        {
            if (!Functions.Contains(node.FunctionName.Value.ToUpperInvariant()))
                Refuse(node, $"calls {node.FunctionName.Value}, which is not among the functions that both engines have alike ({string.Join(", ", Functions)}, COALESCE, NULLIF, IIF)");
        }

        public override void Visit(CastCall node)
        {
            if (Schema.FamilyOf(node.DataType) != Family.Whole)
                Refuse(node, "casts to something other than INT or BIGINT");
        }

        public override void Visit(BinaryExpression node)
        {
            if (node.BinaryExpressionType is not (BinaryExpressionType.Add or BinaryExpressionType.Subtract or BinaryExpressionType.Multiply
                or BinaryExpressionType.Divide or BinaryExpressionType.Modulo))
                Refuse(node, "uses an operator that is not the same on both engines");
        }

        public override void Visit(NamedTableReference node)
        {
            if (node.SchemaObject.Identifiers.Count > 1)
                Refuse(node, "names a schema: leave it out");
            if (node.TableHints.Count > 0)
                Refuse(node, "carries table hints: only SQL Server has them");
        }

        public override void Visit(QualifiedJoin node)
        {
            if (node.QualifiedJoinType is not (QualifiedJoinType.Inner or QualifiedJoinType.LeftOuter))
                Refuse(node, "is a RIGHT or FULL join: write a LEFT join the other way round");
        }

        public override void Visit(FromClause node)
        {
            if (node.TableReferences.Count > 1)
                Refuse(node, "lists tables with commas: write JOIN … ON");
        }

        public override void Visit(SelectStarExpression node) => Refuse(node, "selects every column: name them, rows are records with exactly these properties");

        public override void Visit(LikePredicate node)
        {
            if (node.EscapeExpression is not StringLiteral { Value: "!" })
                Refuse(node, "lacks ESCAPE '!': without it a text that holds % or _ finds too much, and [ only on one engine");
        }

        public override void Visit(UpdateSpecification node)
        {
            if (node.FromClause is not null)
                Refuse(node, "is UPDATE … FROM: write a subquery");
        }

        public override void Visit(DeleteSpecification node)
        {
            if (node.FromClause is not null)
                Refuse(node, "is DELETE … FROM … JOIN: write a subquery");
        }

        public override void Visit(AssignmentSetClause node)
        {
            if (node.AssignmentKind != AssignmentKind.Equals || node.Column is null)
                Refuse(node, "assigns otherwise than by column = value");
        }

        public override void Visit(SelectStatement node)
        {
            if (node.Into is not null)
                Refuse(node, "is SELECT … INTO");
        }

        private void Refuse(TSqlFragment fragment, string why) => Found.Add(new Fault(Rule, where, $"'{Tsql.Text(fragment)}' {why}."));
    }
}
