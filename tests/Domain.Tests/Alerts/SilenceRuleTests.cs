using CounselDesk.Domain.Alerts;

namespace CounselDesk.Domain.Tests.Alerts;

public sealed class SilenceRuleTests
{
    static readonly DateOnly Today = new(2026, 3, 31);

    [Theory]
    // Spans as first and last day of March, the last sign, and where the run begins.
    [InlineData("1-", null, 1)]
    [InlineData("1-", 9, 9)]
    [InlineData("10-", 9, 10)]
    [InlineData("10- 1-9", 5, 5)]
    [InlineData("10- 1-8", 5, 10)]
    [InlineData("1-20 15- 3-4", 2, 2)]
    [InlineData("1-30", 5, null)]
    [InlineData("", 5, null)]
    public void A_run_begins_with_the_last_sign_or_when_one_could_be_expected_again(string spans, int? sign, int? start)
    {
        var running = spans.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(span => span.Split('-')).Select(span => new DaySpan(March(span[0])!.Value, March(span[1])));
        Assert.Equal(start is { } day ? March($"{day}") : null, SilenceRule.RunStart(running, sign is { } at ? March($"{at}") : null, Today));
    }

    [Fact]
    public void Days_of_rest_are_not_counted()
    {
        Assert.Equal(30, SilenceRule.Days(March("1")!.Value, Today, _ => false));
        Assert.Equal(20, SilenceRule.Days(March("1")!.Value, Today, day => day.Day is >= 11 and <= 20));
        Assert.Equal(0, SilenceRule.Days(Today, Today, _ => false));
    }

    static DateOnly? March(string day) => day.Length == 0 ? null : new DateOnly(2026, 3, int.Parse(day, null));
}
