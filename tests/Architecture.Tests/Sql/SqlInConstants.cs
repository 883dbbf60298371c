using System.Text.RegularExpressions;
using CounselDesk.Architecture.Tests.Common;

namespace CounselDesk.Architecture.Tests.Sql;

/// <summary>The statement gate sees constants only, so nothing else may be sent to the database.</summary>
internal static partial class SqlInConstants
{
    public const string Rule = "sql-in-constants";

    public static IEnumerable<Fault> Check(IEnumerable<SourceFile> files) =>
        from file in files
        from call in Call().Matches(file.Text)
        let argument = call.Groups["sql"].Value.Trim()
        where !Constant().IsMatch(argument)
        select new Fault(Rule, file.Path, $"Sends '{argument}' to the database: send a const string …Sql by its name, so that the statement gate sees it.");

    [GeneratedRegex(@"\bdb\s*\.(?:(?:Query|Find|Stream)<[^(]*>|Execute)\((?<sql>[^,]+),", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();

    // A name that ends in Sql, or a choice between such names.
    [GeneratedRegex(@"^(?:[\w.()!\s]+\?\s*)?(?:[\w.]*Sql\s*:\s*)*[\w.]*Sql$", RegexOptions.None, 1000)]
    private static partial Regex Constant();
}
