using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>Microsoft's own T-SQL parser.</summary>
internal static partial class Tsql
{
    public static (TSqlScript? Script, IReadOnlyList<string> Errors) Parse(string text)
    {
        var fragment = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(Plain(text)), out var errors);
        return (fragment as TSqlScript, [.. errors.Select(error => $"line {error.Line}: {error.Message}")]);
    }

    /// <summary>Dapper expands <c>IN @Ids</c> to a list in parentheses; to the engines it has to be written so from the start.</summary>
    public static string Plain(string text) => DapperList().Replace(text, "IN (@${name})");

    /// <summary>The same with a list of two, since a list of one is planned like a single value.</summary>
    public static string Listed(string text) => DapperList().Replace(text, "IN (@${name}, @${name})");

    /// <summary>A piece of the statement as it is written, on one line.</summary>
    public static string Text(TSqlFragment? fragment) => fragment is null || fragment.FirstTokenIndex < 0
        ? ""
        : Spaces().Replace(string.Concat(fragment.ScriptTokenStream
            .Skip(fragment.FirstTokenIndex).Take(fragment.LastTokenIndex - fragment.FirstTokenIndex + 1).Select(token => token.Text)), " ");

    /// <summary>The words of a statement, without its strings and comments.</summary>
    public static string Words(string text) => Noise().Replace(text, " ");

    public static IReadOnlyList<string> Parameters(string text) =>
        [.. Parameter().Matches(Words(text)).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\bIN\s+@(?<name>\w+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DapperList();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"'(?:[^']|'')*'|--[^\n]*|/\*[\s\S]*?\*/", RegexOptions.None, 1000)]
    private static partial Regex Noise();

    [GeneratedRegex(@"@\w+", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
