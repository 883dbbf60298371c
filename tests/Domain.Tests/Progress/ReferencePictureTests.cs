using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CounselDesk.Domain.Events;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Domain.Tests.Progress;

/// <summary>
/// Charts as they were when somebody last looked at them rendered: in colour, in grey and as the colour-blind see them. A
/// drawing may stray by half a pixel; a wider change asks for another look. To take the new ones over after looking, run
/// with <c>COUNSELDESK_DRAW=1</c> once.
/// </summary>
public sealed partial class ReferencePictureTests
{
    const double Tolerance = 0.5;

    static readonly DateOnly Monday = new(2025, 11, 3);
    static readonly ChartScale Pulse = new("Trust pulse", 0, 50, BetterEnd.Higher, true, [], null, null);

    static readonly ChartScale Csi = new(
        "Couples Satisfaction Index (16 items)", 0, 81, BetterEnd.Higher, false, [new("distressed", 0), new("not distressed", 51.5m)], 51.5m, 6.66m);

    static readonly ChartScale Phq = new(
        "PHQ-9", 0, 27, BetterEnd.Lower, false, [new("minimal", 0), new("mild", 5), new("moderate", 10), new("moderately severe", 15), new("severe", 20)], 10, 6);

    static readonly Dictionary<string, ChartPicture> Pictures = new()
    {
        ["usual"] = new("Trust and homework by week", Pulse, [Weekly("Robin", 12, 18, 1), Weekly("Kit", 12, 28, -1)], Weeks(12), Events(4, 17), Sessions(12, 1)),
        ["bands-and-reliable-changes"] = new(
            "Couples Satisfaction Index (16 items) and homework", Csi, [Every("Robin", Csi, 24, 4, 38, 5), Every("Kit", Csi, 24, 4, 55, -3)], Weeks(24), Events(3, 40), Sessions(24, 2)),
        ["lower-is-better"] = new("PHQ-9 and homework", Phq, [Every("Robin", Phq, 16, 2, 17, -2), Every("Kit", Phq, 16, 2, 6, 0)], Weeks(16), [], Sessions(16, 1)),
        ["one-point"] = new("Trust and homework by week", Pulse, [Weekly("Robin", 1, 20, 0), Silent("Kit")], Weeks(1), [], []),
        ["gaps-and-a-silent-partner"] = new(
            "Trust and homework by week", Pulse, [Weekly("Robin", 20, 20, 1, week => week is 5 or 6 or 7 or 13), Silent("Kit")], Weeks(20), [], Sessions(20, 3)),
        ["two-years"] = new(
            "Trust and homework by week", Pulse, [Weekly("Robin", 104, 10, 1, week => week is > 40 and < 47), Weekly("Kit", 104, 30, 0)], Weeks(104), Events(14, 47), Sessions(104, 1)),
        ["one-person-alone"] = new("Trust and homework by week", Pulse, [Weekly("Bo", 8, 20, 1)], Weeks(8), [], []),
        ["nothing-yet"] = new("Trust and homework by week", Pulse, [Silent("Robin"), Silent("Kit")], [], [], []),
    };

    public static TheoryData<string> Names => [.. Pictures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_drawn_as_it_was_looked_at(string name)
    {
        var (drawn, file) = (ProgressChart.Draw(Pictures[name]), Path.Combine(Folder(), $"{name}.svg"));
        if (Environment.GetEnvironmentVariable("COUNSELDESK_DRAW") == "1")
            File.WriteAllText(file, drawn + "\n");
        Assert.Null(Difference(File.ReadAllText(file).TrimEnd('\n'), drawn));
    }

    [Fact]
    public void A_move_within_the_tolerance_passes_and_a_wider_one_or_another_text_does_not()
    {
        Assert.Null(Difference("<a x=\"10\"/>", "<a x=\"10.4\"/>"));
        Assert.NotNull(Difference("<a x=\"10\"/>", "<a x=\"10.6\"/>"));
        Assert.NotNull(Difference("<a>one</a>", "<a>two</a>"));
        Assert.NotNull(Difference("<a x=\"1\"/>", "<a x=\"1\"/><a x=\"1\"/>"));
    }

    [Fact]
    public void Every_picture_kept_is_drawn() =>
        Assert.Equal(Pictures.Keys.Order(), Directory.GetFiles(Folder(), "*.svg").Select(file => Path.GetFileNameWithoutExtension(file)!).Order());

    static string? Difference(string kept, string drawn)
    {
        if (Numbers().Replace(kept, "#") != Numbers().Replace(drawn, "#"))
            return "The pictures differ in more than where things stand.";
        var pairs = Numbers().Matches(kept).Zip(Numbers().Matches(drawn), (one, other) => (Kept: Read(one), Drawn: Read(other)));
        var worst = pairs.Select(pair => Math.Abs(pair.Kept - pair.Drawn)).DefaultIfEmpty().Max();
        return worst > Tolerance ? FormattableString.Invariant($"Something moved by {worst}.") : null;
    }

    static double Read(Match number) => double.Parse(number.Value, CultureInfo.InvariantCulture);

    static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Pictures");

    // Colours are no numbers: they must not differ at all.
    [GeneratedRegex(@"(?<![#\w.])-?\d+(\.\d+)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();

    static ChartPartner Silent(string name) => new(name, [], null);

    static ChartPartner Weekly(string name, int weeks, int start, int trend, Func<int, bool>? isSilent = null)
    {
        int[] sway = [0, 3, -2, 4, 1, -3, 2];
        var points = Enumerable.Range(0, weeks).Where(week => isSilent?.Invoke(week) != true)
            .Select(week => new ChartPoint(Day(week, week * 3 % 7), Math.Clamp(start + (trend * week / 2) + sway[(week + start) % 7], 0, 50), null)).ToList();
        return new(name, points, points[0].Day);
    }

    static ChartPartner Every(string name, ChartScale scale, int weeks, int apart, decimal start, decimal drift)
    {
        var points = Enumerable.Range(0, weeks / apart).Select(number =>
        {
            var value = Math.Clamp(start + (number * drift), scale.Lowest, scale.Highest);
            return new ChartPoint(Day(number * apart, 2), value, number == 0 ? null : Class(scale, start, value));
        });
        return new(name, [.. points], Day(0, 2));
    }

    static ChangeClass Class(ChartScale scale, decimal from, decimal to)
    {
        if (Math.Abs(to - from) < scale.SmallestReliable)
            return ChangeClass.Unchanged;
        if ((to > from) != (scale.Better == BetterEnd.Higher))
            return ChangeClass.Deteriorated;
        return (from < scale.CutOff) != (to < scale.CutOff) ? ChangeClass.Recovered : ChangeClass.Improved;
    }

    static ProgressWeek[] Weeks(int count) => [.. Enumerable.Range(0, count).Select(week => new ProgressWeek(Day(week, 0), (week % 7) switch { 3 => null, 5 => 0, var n => n / 6m }))];

    static ChartEvent[] Events(int count, int daysApart) => [.. Enumerable.Range(0, count).Select(n => new ChartEvent(Monday.AddDays(12 + (n * daysApart)), (CaseEventKind)(n % 3)))];

    static DateOnly[] Sessions(int weeks, int apart) => [.. Enumerable.Range(0, weeks / apart).Select(n => Day(n * apart, 3))];

    static DateOnly Day(int week, int day) => Monday.AddDays((7 * week) + day);
}
