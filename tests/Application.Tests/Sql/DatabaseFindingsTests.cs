using CounselDesk.Infrastructure.Sql;

namespace CounselDesk.Application.Tests.Sql;

public sealed class DatabaseFindingsTests
{
    [Theory]
    [InlineData(0, Verdict.Ok)]
    [InlineData(1, Verdict.Ok)]
    [InlineData(-1.1, Verdict.Warn)]
    [InlineData(300, Verdict.Warn)]
    [InlineData(300.1, Verdict.Fail)]
    [InlineData(-300.1, Verdict.Fail)]
    public void Clocks_may_differ_by_a_second_and_never_by_more_than_five_minutes(double seconds, Verdict verdict) =>
        Assert.Equal(verdict, DatabaseFindings.Clocks(TimeSpan.FromSeconds(seconds)).Verdict);

    [Fact]
    public void Says_which_clock_is_behind() =>
        Assert.Contains("is 42.0 s behind this machine's", DatabaseFindings.Clocks(TimeSpan.FromSeconds(-42)).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData(600, 10_000, Verdict.Ok)]
    [InlineData(499, 5_000, Verdict.Warn)]
    [InlineData(10_000, 10_000, Verdict.Ok)]
    [InlineData(4_900, 100_000, Verdict.Warn)]
    [InlineData(5_000, 100_000, Verdict.Ok)]
    [InlineData(0, 0, Verdict.Warn)]
    public void A_disk_needs_a_twentieth_and_500_MB_free(long freeMegabytes, long megabytes, Verdict verdict) =>
        Assert.Equal(verdict, DatabaseFindings.Space(freeMegabytes * 1024 * 1024, megabytes * 1024 * 1024).Verdict);
}
