using CounselDesk.Domain.Sessions;

namespace CounselDesk.Domain.Tests.Sessions;

public sealed class SessionTimesTests
{
    private static readonly DateTimeOffset Now = new(2028, 2, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(60, 120, false)]
    [InlineData(59, 120, true)]
    [InlineData(0, 1, true)]
    [InlineData(-60, 0, false)]
    [InlineData(-60, 1, true)]
    [InlineData(-60, 120, true)]
    [InlineData(10, 20, true)]
    public void Sessions_that_touch_do_not_overlap(int from, int to, bool overlap)
    {
        Assert.Equal(overlap, SessionTimes.Overlap(Now, Now.AddMinutes(60), Now.AddMinutes(from), Now.AddMinutes(to)));
        Assert.Equal(overlap, SessionTimes.Overlap(Now.AddMinutes(from), Now.AddMinutes(to), Now, Now.AddMinutes(60)));
    }

    [Fact]
    public void Books_thirty_days_back_and_two_years_ahead_and_no_further()
    {
        Assert.True(SessionTimes.IsBookable(Now.AddDays(-30), Now));
        Assert.False(SessionTimes.IsBookable(Now.AddDays(-30).AddMilliseconds(-1), Now));
        Assert.True(SessionTimes.IsBookable(Now.AddYears(2), Now));
        Assert.False(SessionTimes.IsBookable(Now.AddYears(2).AddMilliseconds(1), Now));
    }

    [Theory]
    [InlineData(24 * 60, 24, false)]
    [InlineData((24 * 60) - 1, 23, true)]
    [InlineData((25 * 60) + 59, 25, false)]
    [InlineData(59, 0, true)]
    [InlineData(0, 0, true)]
    [InlineData(-300, 0, true)]
    public void Notice_is_late_below_the_hours_asked_for(int minutesBefore, int hours, bool late) =>
        Assert.Equal(new CancellationNotice(hours, late), CancellationNotice.Of(Now, Now.AddMinutes(-minutesBefore), 24));

    [Fact]
    public void A_practice_that_asks_for_no_notice_has_late_ones_only_after_the_start()
    {
        Assert.False(CancellationNotice.Of(Now, Now, 0).Late);
        Assert.True(CancellationNotice.Of(Now, Now.AddMinutes(1), 0).Late);
    }
}
