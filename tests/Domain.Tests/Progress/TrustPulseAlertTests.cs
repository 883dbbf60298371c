using CounselDesk.Domain.Progress;

namespace CounselDesk.Domain.Tests.Progress;

public sealed class TrustPulseAlertTests
{
    [Theory]
    [InlineData(30, new[] { 20, 20 }, true)]
    [InlineData(30, new[] { 21, 20 }, false)]
    [InlineData(30, new[] { 20, 21 }, false)]
    [InlineData(30, new[] { 5, 20, 19 }, true)]
    [InlineData(30, new[] { 5, 5, 25 }, false)]
    [InlineData(30, new[] { 5 }, false)]
    [InlineData(30, new int[0], false)]
    [InlineData(10, new[] { 0, 0 }, true)]
    [InlineData(9, new[] { 0, 0 }, false)]
    [InlineData(20, new[] { 40, 40 }, false)]
    public void Asks_for_a_fall_of_10_in_each_of_the_last_two(int baseline, int[] later, bool raised) =>
        Assert.Equal(raised, TrustPulseAlert.From(baseline, later) is not null);

    [Fact]
    public void Shows_the_pulses_it_rests_on() => Assert.Equal(new(30, 20, 18), TrustPulseAlert.From(30, [28, 20, 18]));

    [Fact]
    public void Says_that_the_rule_is_our_own() => Assert.Contains("own rule, not a published constant", TrustPulseAlert.Basis, StringComparison.Ordinal);
}
