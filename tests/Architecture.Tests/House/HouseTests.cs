using System.Text.RegularExpressions;
using CounselDesk.Architecture.Tests.Common;

namespace CounselDesk.Architecture.Tests.House;

/// <summary>The clock and the ids are asked for, never taken; the ban is the compiler's, and this holds the ban in place.</summary>
internal static class ClockGate
{
    public const string Rule = "clock";

    private static readonly string[] Banned =
    [
        "P:System.DateTime.Now", "P:System.DateTime.UtcNow", "P:System.DateTime.Today", "P:System.DateTimeOffset.Now",
        "P:System.DateTimeOffset.UtcNow", "M:System.Guid.NewGuid", "M:System.Guid.CreateVersion7",
    ];

    private static readonly Regex Silenced = new(
        @"#pragma\s+warning\s+disable\s[^\n]*RS0030|SuppressMessage\([^\n]*RS0030|RS0030\.severity\s*=\s*(?:none|silent|suggestion)|<NoWarn>[^<]*RS0030",
        RegexOptions.None,
        TimeSpan.FromSeconds(5));

    public static IEnumerable<Fault> Check(string bannedSymbols, string buildProperties, IEnumerable<SourceFile> files)
    {
        var listed = bannedSymbols.Split('\n').Select(line => line.Split(';')[0].Trim()).ToHashSet(StringComparer.Ordinal);
        foreach (var missing in Banned.Where(symbol => !listed.Contains(symbol)))
            yield return new Fault(Rule, "BannedSymbols.txt", $"No longer bans {missing}: put it back, time comes from TimeProvider and ids from IIds.");
        if (!buildProperties.Contains("BannedSymbols.txt", StringComparison.Ordinal) || !buildProperties.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", StringComparison.Ordinal))
            yield return new Fault(Rule, "Directory.Build.props", "No longer gives BannedSymbols.txt to Microsoft.CodeAnalysis.BannedApiAnalyzers: the ban is off.");
        foreach (var file in files.Where(file => Silenced.IsMatch(file.Text)))
            yield return new Fault(Rule, file.Path, "Silences RS0030: ask TimeProvider or IIds instead.");
    }
}

public class HouseTests
{
    private const int MostReadmeLines = 120;

    private static readonly string Banned = Repository.Read("BannedSymbols.txt");
    private static readonly string Properties = Repository.Read("Directory.Build.props");

    [Fact]
    public void Clock_and_ids_stay_banned() => Faults.AssertNone(
    [
        .. ClockGate.Check(Banned, Properties,
        [
            .. Repository.Sources("src"),
            .. Repository.Sources("tests").Where(file => file.Path != "tests/Architecture.Tests/House/HouseTests.cs"),
            new SourceFile(".editorconfig", Repository.Read(".editorconfig")),
            new SourceFile("Directory.Build.props", Properties),
        ]),
    ]);

    [Fact]
    public void Catches_a_symbol_struck_from_the_list() =>
        Faults.AssertOnly(ClockGate.Rule, [.. ClockGate.Check(Banned.Replace("P:System.DateTime.UtcNow", "P:System.DateTime.Gone", StringComparison.Ordinal), Properties, [])]);

    [Fact]
    public void Catches_a_build_without_the_list() =>
        Faults.AssertOnly(ClockGate.Rule, [.. ClockGate.Check(Banned, Properties.Replace("BannedSymbols.txt", "Other.txt", StringComparison.Ordinal), [])]);

    [Theory]
    [InlineData("#pragma warning disable RS0030")]
    [InlineData("#pragma warning disable CA1000, RS0030 // just here")]
    [InlineData("dotnet_diagnostic.RS0030.severity = none")]
    [InlineData("<NoWarn>$(NoWarn);RS0030</NoWarn>")]
    public void Catches_a_silenced_ban(string text) =>
        Faults.AssertOnly(ClockGate.Rule, [.. ClockGate.Check(Banned, Properties, [new SourceFile("src/Planted.cs", text)])]);

    [Fact]
    public void The_readme_is_short() =>
        Assert.True(!Repository.Has("README.md") || Lines(Repository.Read("README.md")) <= MostReadmeLines, $"README.md has more than {MostReadmeLines} lines: move what is long to docs/guides.");

    [Fact]
    public void Counts_lines_as_an_editor_does() => Assert.Equal(2, Lines("one\ntwo\n"));

    private static int Lines(string text) => text.TrimEnd('\n').Split('\n').Length;
}
