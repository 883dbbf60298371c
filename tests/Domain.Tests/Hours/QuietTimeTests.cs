using CounselDesk.Domain.Hours;

namespace CounselDesk.Domain.Tests.Hours;

public sealed class QuietTimeTests
{
    [Theory]
    [InlineData(21, 8, "20:59", false)]
    [InlineData(21, 8, "21:00", true)]
    [InlineData(21, 8, "00:00", true)]
    [InlineData(21, 8, "07:59", true)]
    [InlineData(21, 8, "08:00", false)]
    [InlineData(12, 14, "11:59", false)]
    [InlineData(12, 14, "12:00", true)]
    [InlineData(12, 14, "13:59", true)]
    [InlineData(12, 14, "14:00", false)]
    [InlineData(22, 0, "23:59", true)]
    [InlineData(22, 0, "00:00", false)]
    public void Is_quiet_from_its_first_minute_and_no_more_from_its_last_across_midnight_too(int from, int to, string shown, bool isQuiet) =>
        Assert.Equal(isQuiet, new QuietTime(from * 60, to * 60).Covers(TimeOnly.Parse(shown, System.Globalization.CultureInfo.InvariantCulture)));
}
