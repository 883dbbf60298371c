using System.Text.RegularExpressions;
using CounselDesk.Architecture.Tests.Common;
using CounselDesk.Architecture.Tests.Sql;

namespace CounselDesk.Architecture.Tests.House;

/// <summary>The suites run on either engine, so what they ask of the database is T-SQL as well.</summary>
public sealed partial class TestStatementTests
{
    // Tests of what one engine has alone, and of what is said to a server that is none.
    private static readonly string[] OneEngine = ["tests/Application.Tests/Wire/", "tests/Application.Tests/Moving/", "tests/Application.Tests/Sql/", "tests/Api.Tests/Running/", "tests/Api.Tests/Common/"];

    [Fact]
    public void Statements_of_the_suites_are_portable()
    {
        var statements = new[] { "tests/Application.Tests", "tests/Api.Tests" }.SelectMany(Repository.Sources)
            .Where(file => !OneEngine.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)))
            .SelectMany(file => In(file.Text).Select(sql => (file.Path, Sql: sql)))
            .ToList();
        Assert.True(statements.Count > 50, $"Only {statements.Count} were found.");
        Faults.AssertNone([.. statements.SelectMany(statement => Check(statement.Path, statement.Sql))]);
    }

    [Theory]
    [InlineData("""Rows<string>("SELECT a.Id || 'x' FROM Accounts a")""")]
    [InlineData("""Rows<string>("SELECT a.Id FROM Accounts a LIMIT 1")""")]
    [InlineData("""Tamper($"UPDATE Notes SET Id = {id} WHERE rowid = = 1")""")]
    public void Catches_what_only_one_engine_understands(string code) =>
        Assert.NotEmpty(In(code).SelectMany(sql => Check("planted", sql)));

    private static IEnumerable<string> In(string code) =>
        Literal().Matches(code).Select(literal => Hole().Replace(literal.Groups["sql"].Value, hole => hole.Value.Contains("change", StringComparison.OrdinalIgnoreCase) ? "X = 1" : "X"));

    private static IEnumerable<Fault> Check(string path, string sql) =>
    [
        .. Tsql.Parse(sql).Errors.Select(error => new Fault("test-sql", path, $"T-SQL's parser refuses '{sql}': {error}")),
        .. PortableWords.InText(path, sql).Where(fault => fault.Advice.StartsWith("||", StringComparison.Ordinal) || fault.Advice.StartsWith("LIMIT", StringComparison.Ordinal)),
    ];

    [GeneratedRegex("""(?<quote>"{3}|")\s*(?<sql>(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\s.*?)\k<quote>""", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 5000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();
}
