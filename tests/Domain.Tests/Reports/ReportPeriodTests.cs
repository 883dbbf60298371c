using CounselDesk.Domain.Reports;

namespace CounselDesk.Domain.Tests.Reports;

public sealed class ReportPeriodTests
{
    [Theory]
    [InlineData("2026-01-01", "2026-01-31", true)]
    [InlineData("2024-02-01", "2024-02-29", true)]
    [InlineData("2024-01-01", "2026-12-31", true)]
    [InlineData("2024-01-01", "2027-01-31", false)]
    [InlineData("2024-02-01", "2024-02-28", false)]
    [InlineData("2026-01-02", "2026-01-31", false)]
    [InlineData("2026-02-01", "2026-01-31", false)]
    [InlineData("2026-03-01", "2026-01-31", false)]
    public void Takes_whole_months_only(string from, string to, bool isWhole) => Assert.Equal(isWhole, Period(from, to).IsWhole);

    [Theory]
    [InlineData("2026-03-01", "2026-02-28")]
    [InlineData("2026-03-31", "2026-02-28")]
    [InlineData("2026-01-15", "2025-12-31")]
    public void Ends_with_the_last_month_that_is_over(string today, string last) => Assert.Equal(Day(last), ReportPeriod.LastOver(Day(today)));

    [Fact]
    public void Is_a_year_where_nothing_else_is_asked_for() => Assert.Equal(Day("2025-03-01"), ReportPeriod.UsualStart(Day("2026-02-28")));

    [Fact]
    public void Parts_into_its_months() =>
        Assert.Equal([Period("2023-12-01", "2023-12-31"), Period("2024-01-01", "2024-01-31"), Period("2024-02-01", "2024-02-29")], Period("2023-12-01", "2024-02-29").Months);

    private static ReportPeriod Period(string from, string to) => new(Day(from), Day(to));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
