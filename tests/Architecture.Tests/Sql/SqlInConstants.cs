using System.Text.RegularExpressions;
using CounselDesk.Architecture.Tests.Common;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>The statement gate sees constants only, so nothing else may be sent to the database.</summary>
internal static partial class SqlInConstants
{
    public const string Rule = "sql-in-constants";

    public static IEnumerable<Fault> Check(IEnumerable<SourceFile> files) =>
        from file in files
        from argument in Sent(file.Text)
        where !Constant().IsMatch(argument) || Part().IsMatch(argument)
        select new Fault(Rule, file.Path, $"Sends '{argument}' to the database: send a whole const string …Sql by its name, so that the statement gate sees it.");

    /// <summary>What is given to IDb, also by way of a private method that takes <c>string sql</c> first.</summary>
    private static IEnumerable<string> Sent(string text)
    {
        var passedOn = Private().Matches(text).Select(method => method.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var argument in Call().Matches(text).Select(call => call.Groups["sql"].Value.Trim()))
        {
            if (argument != "sql" || passedOn.Count == 0)
                yield return argument;
        }

        foreach (Match call in AnyCall().Matches(text))
        {
            var argument = call.Groups["sql"].Value.Trim();
            if (passedOn.Contains(call.Groups["name"].Value) && !argument.StartsWith("string sql", StringComparison.Ordinal))
                yield return argument;
        }
    }

    [GeneratedRegex(@"\bdb\s*\.(?:(?:Query|Find|Stream)<[^(]*>|Execute)\((?<sql>[^,]+),", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"\bprivate\s[^(\n;=]*?\b(?<name>\w+)(?:<[^(]*>)?\(string sql\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Private();

    [GeneratedRegex(@"(?<![.\w])(?<name>\w+)(?:<[^(\n;]*>)?\((?<sql>[^,()]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AnyCall();

    // A name that ends in Sql, or a choice between such names.
    [GeneratedRegex("""^(?:[^"?:$+]+\?\s*)?(?:[\w.]*Sql\s*:\s*)*[\w.]*Sql$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Constant();

    [GeneratedRegex("(?:Select|Part)Sql$", RegexOptions.None, 1000)]
    private static partial Regex Part();
}
