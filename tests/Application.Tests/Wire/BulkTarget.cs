using System.Text.RegularExpressions;

namespace CounselDesk.Application.Tests.Wire;

/// <summary>What SqlBulkCopy asks about a table before it sends rows: open transactions, columns, their collations.</summary>
internal static partial class BulkTarget
{
    private const string CollationName = "SQL_Latin1_General_CP1_CI_AS";

    public static bool Asks(Request request) => IsInsert(request) || Asked().IsMatch(request.Sql);

    public static bool IsInsert(Request request) => request.Kind == RequestKind.Batch && request.Sql.StartsWith("insert bulk ", StringComparison.OrdinalIgnoreCase);

    /// <summary>The table's own name, without schema and brackets.</summary>
    public static string NameOf(string name) => name.Split('.')[^1].Trim('[', ']');

    /// <summary>Null where that is not what is asked, or the table is not there.</summary>
    public static Answer? Describe(Request request, IReadOnlyDictionary<string, IReadOnlyList<WireColumn>> tables)
    {
        var asked = Asked().Match(request.Sql);
        if (!asked.Success || !tables.TryGetValue(NameOf(asked.Groups["table"].Value), out var columns))
            return null;
        return Answer.Rows("TranCount int", [request.Transaction == 0 ? 0 : 1])
            .Then(Answer.Rows(columns))
            .Then(Answer.Rows(
                "colid int, name nvarchar(128), tds_collation binary(5), collation nvarchar(128)",
                [
                    .. columns.Select((column, i) => new object?[]
                    {
                        i + 1, column.Name, column.Type.IsText ? WireType.Collation : null, column.Type.IsText ? CollationName : null,
                    }),
                ]));
    }

    [GeneratedRegex(@"sp_tablecollations_100\s+N'(?<table>[^']+)'", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Asked();
}
