using CounselDesk.Domain.Agreements;
using CounselDesk.Domain.Homework;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Agreements;

public sealed class KeepingRuleTests
{
    // A Friday, three days before a month's end that a leap year has.
    private static readonly DateOnly Accepted = new(2028, 2, 27);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(3, 0, 3)]
    public void A_day_is_expected_once_it_is_over(int daysOn, int kept, int expected) =>
        Assert.Equal(new RowKeeping(kept, expected), KeepingRule.Of(Cadence.Daily, Accepted, [], Accepted.AddDays(daysOn)));

    [Fact]
    public void The_running_period_counts_once_it_is_ticked()
    {
        Assert.Equal(new RowKeeping(1, 1), KeepingRule.Of(Cadence.Daily, Accepted, [Tick(0)], Accepted));
        Assert.Equal(new RowKeeping(0, 1), KeepingRule.Of(Cadence.Weekly, Accepted, [Tick(3, isKept: false)], Accepted.AddDays(6)));
        Assert.Equal(new RowKeeping(1, 2), KeepingRule.Of(Cadence.Weekly, Accepted, [Tick(7)], Accepted.AddDays(13)));
        Assert.Equal(new RowKeeping(1, 1), KeepingRule.Of(Cadence.Once, Accepted, [Tick(4)], Accepted.AddDays(90)));
        Assert.Equal(new RowKeeping(0, 0), KeepingRule.Of(Cadence.Once, Accepted, [], Accepted.AddDays(90)));
    }

    [Fact]
    public void More_ticks_than_were_asked_earn_no_more() =>
        Assert.Equal(new RowKeeping(3, 5), KeepingRule.Of(Cadence.PerWeek(2), Accepted, [Tick(0), Tick(1), Tick(2), Tick(9), Tick(14, isKept: false)], Accepted.AddDays(15)));

    [Fact]
    public void There_is_something_to_tick_until_the_period_has_its_ticks()
    {
        bool Due(Cadence frequency, int today, params RowTick[] ticks) => KeepingRule.IsDue(frequency, Accepted, ticks, Accepted.AddDays(today));
        Assert.Equal([true, false, true], [Due(Cadence.Daily, 0), Due(Cadence.Daily, 0, Tick(0)), Due(Cadence.Daily, 1, Tick(0))]);
        Assert.Equal([false, true], [Due(Cadence.Weekly, 6, Tick(0)), Due(Cadence.Weekly, 7, Tick(0))]);
        Assert.Equal([true, false, true], [Due(Cadence.PerWeek(2), 2, Tick(0)), Due(Cadence.PerWeek(2), 2, Tick(0), Tick(1)), Due(Cadence.PerWeek(2), 7, Tick(0), Tick(1))]);
        Assert.Equal([true, false], [Due(Cadence.Once, 50), Due(Cadence.Once, 50, Tick(2))]);
        Assert.False(Due(Cadence.Daily, -1));
    }

    [Fact]
    public void Agrees_with_counting_day_by_day() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3000),
        Prop.ForAll(Cases().ToArbitrary(), one =>
        {
            var (frequency, today, ticks) = one;
            return KeepingRule.Of(frequency, Accepted, ticks, Accepted.AddDays(today)) == Counted(frequency, today, ticks);
        }));

    // Slow and plain: each block or day by itself, looked up among all ticks.
    private static RowKeeping Counted(Cadence frequency, int today, IReadOnlyList<RowTick> ticks)
    {
        var (kept, expected, length) = (0, 0, frequency.Kind == CadenceKind.Daily ? 1 : 7);
        for (var first = 0; first <= today; first += length)
        {
            var days = Enumerable.Range(first, length).Where(day => day <= today).Select(day => Accepted.AddDays(day)).ToHashSet();
            var entered = ticks.Where(tick => days.Contains(tick.Day)).ToList();
            var wanted = frequency.TimesPerWeek ?? 1;
            var isOver = first + length <= today;
            expected += isOver || entered.Count > wanted ? wanted : entered.Count;
            kept += entered.Count(tick => tick.IsKept) > wanted ? wanted : entered.Count(tick => tick.IsKept);
        }

        return new RowKeeping(kept, expected);
    }

    private static Gen<(Cadence Frequency, int Today, List<RowTick> Ticks)> Cases() =>
        from times in Gen.Choose(0, 6)
        from today in Gen.Choose(0, 40)
        from days in Gen.Choose(0, 40).ListOf()
        from isKept in Gen.Choose(0, 2)
        let frequency = times switch { 0 => Cadence.Daily, 1 => Cadence.Weekly, _ => Cadence.PerWeek(times) }
        // One tick a period, as the table has it.
        let ticks = days.Select(day => Tick(day, (day + isKept) % 3 > 0)).DistinctBy(tick => KeepingRule.Period(frequency, Accepted, tick.Day)).ToList()
        select (frequency, today, ticks);

    private static RowTick Tick(int day, bool isKept = true) => new(Accepted.AddDays(day), isKept);
}
