using System.Text.RegularExpressions;

namespace CounselDesk.Architecture.Tests.Sql.Plans;

/// <summary>A line of a SQLite plan that reads a table.</summary>
/// <param name="Line">As SQLite says it.</param>
/// <param name="Name">The table's name in the statement.</param>
/// <param name="Index">Null for a table read without one.</param>
/// <param name="Equal">The index's columns that one value is looked up by.</param>
/// <param name="HasRange">And a range of the next one.</param>
/// <param name="IsScan">Reads the table, or a whole index of it, from end to end.</param>
internal sealed partial record PlanStep(string Line, string Name, string? Index, IReadOnlyList<string> Equal, bool HasRange, bool IsScan)
{
    public static IReadOnlyList<PlanStep> In(IEnumerable<string> plan) =>
    [
        .. plan.Select(line => (Line: line, Match: Form().Match(line))).Where(entry => entry.Match.Success).Select(entry =>
        {
            var groups = entry.Match.Groups;
            var columns = groups["columns"].Value;
            return new PlanStep(
                entry.Line,
                groups["name"].Value,
                groups["index"].Success ? groups["index"].Value : null,
                [.. Equality().Matches(columns).Select(match => match.Groups["column"].Value)],
                columns.Contains('<', StringComparison.Ordinal) || columns.Contains('>', StringComparison.Ordinal),
                groups["scan"].Success || groups["automatic"].Success || columns.Contains("ANY(", StringComparison.Ordinal));
        }),
    ];

    [GeneratedRegex(@"^(?:(?<scan>SCAN)|SEARCH) (?<name>\w+)(?: USING (?:(?<automatic>AUTOMATIC) )?(?:PARTIAL )?(?:COVERING )?INDEX(?: (?<index>\w+))?)?(?: \((?<columns>.*)\))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();

    [GeneratedRegex(@"(?<column>\w+)=\?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Equality();
}
