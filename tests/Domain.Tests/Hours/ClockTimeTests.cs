using CounselDesk.Domain.Hours;

namespace CounselDesk.Domain.Tests.Hours;

public sealed class ClockTimeTests
{
    [Theory]
    [InlineData("00:00", 0)]
    [InlineData("09:30", 570)]
    [InlineData("23:59", 1439)]
    [InlineData("24:00", 1440)]
    public void Reads_and_writes_hours_and_minutes(string text, int minutes)
    {
        Assert.Equal(minutes, ClockTime.Minutes(text));
        Assert.Equal(text, ClockTime.Text(minutes));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("9:00")]
    [InlineData("09:60")]
    [InlineData("24:01")]
    [InlineData("29:00")]
    [InlineData("09:00:00")]
    [InlineData("09.00")]
    [InlineData("٠٩:٠٠")]
    [InlineData("-9:00")]
    public void Takes_nothing_else(string? text) => Assert.Null(ClockTime.Minutes(text));

    [Theory]
    [InlineData(540, 720, 720, 900, false)]
    [InlineData(540, 720, 719, 900, true)]
    [InlineData(720, 900, 540, 721, true)]
    [InlineData(540, 720, 600, 660, true)]
    [InlineData(540, 720, 540, 720, true)]
    public void Intervals_of_a_day_overlap_when_they_share_a_minute(int from, int to, int otherFrom, int otherTo, bool overlap)
    {
        var one = new WorkingInterval(DayOfWeek.Monday, from, to);
        Assert.Equal(overlap, WorkingInterval.AnyOverlap([one, new WorkingInterval(DayOfWeek.Monday, otherFrom, otherTo)]));
        Assert.False(WorkingInterval.AnyOverlap([one, new WorkingInterval(DayOfWeek.Tuesday, otherFrom, otherTo)]));
    }
}
