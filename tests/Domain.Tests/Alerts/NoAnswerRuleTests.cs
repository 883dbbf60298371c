using System.Globalization;
using CounselDesk.Domain.Alerts;
using CounselDesk.Domain.Measures;

namespace CounselDesk.Domain.Tests.Alerts;

public sealed class NoAnswerRuleTests
{
    [Theory]
    // Each as state and last day in time in March, then the day of the last answer, and where the run begins.
    [InlineData("Due:20", null, null)]
    [InlineData("Late:8", null, 8)]
    [InlineData("Late:8", 10, 10)]
    [InlineData("Late:10", 10, 10)]
    [InlineData("Missed:8 Due:22", null, 8)]
    [InlineData("Missed:8 Missed:15 Late:22", null, 8)]
    // Over before something was answered: an earlier run.
    [InlineData("Missed:8 Due:22", 10, null)]
    [InlineData("Missed:8 Answered:12 Missed:19 Due:29", 12, 19)]
    [InlineData("Missed:8 Late:15", 10, 15)]
    // Nothing that could be answered today.
    [InlineData("Missed:8", null, null)]
    [InlineData("Answered:8", 7, null)]
    [InlineData("", null, null)]
    public void A_run_begins_with_what_was_missed_first_after_the_last_answer(string asked, int? answer, int? start)
    {
        var occurrences = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(':')).Select(one => Occurrence(Enum.Parse<AskedState>(one[0]), one[1])).ToList();
        Assert.Equal(March(start), NoAnswerRule.RunStart(occurrences, March(answer)));
    }

    static AskedOccurrence Occurrence(AskedState state, string by)
    {
        var day = March(int.Parse(by, CultureInfo.InvariantCulture))!.Value;
        return new AskedOccurrence(day.AddDays(-3), day, state, state == AskedState.Answered ? day : null);
    }

    static DateOnly? March(int? day) => day is { } one ? new DateOnly(2026, 3, one) : null;
}
