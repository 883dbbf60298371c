using CounselDesk.Domain.Homework;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Homework;

public sealed class RoleTurnsTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    public static TheoryData<Cadence, int[]> Swapped => new()
    {
        { Cadence.Once, [] },
        { Cadence.Daily, [1, 3, 5, 7, 9, 11, 13, 15] },
        { Cadence.Weekly, [7, 8, 9, 10, 11, 12, 13] },
        { Cadence.PerWeek(3), [7, 8, 9, 10, 11, 12, 13] },
        // From the first Wednesday to the day before the second, what comes before it included, it is the first.
        { Cadence.On(Weekday.Wed), [9, 10, 11, 12, 13, 14, 15] },
        { Cadence.On(Weekday.Mon, Weekday.Thu), [3, 4, 5, 6, 10, 11, 12, 13] },
    };

    [Theory]
    [MemberData(nameof(Swapped), DisableDiscoveryEnumeration = true)]
    public void Swaps_in_every_second_period(Cadence cadence, int[] expected) => Assert.Equal(
        expected, Enumerable.Range(-3, 19).Where(day => RoleTurns.AreSwapped(new AssignmentSchedule(Monday, cadence), Monday.AddDays(day))));

    [Fact]
    public void Stays_after_the_end_as_it_was() =>
        Assert.All(Enumerable.Range(1, 20), day => Assert.True(RoleTurns.AreSwapped(new AssignmentSchedule(Monday, Cadence.Daily, Monday.AddDays(1)), Monday.AddDays(day))));

    [Fact]
    public void A_period_has_one_turn_whatever_the_schedule() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Arb.From(SomeSchedules.All), sample =>
        {
            var schedule = sample.Schedule with { EndedOn = null };
            return Enumerable.Range(0, 80).Select(sample.Start.AddDays)
                .Where(day => schedule.Period(day) is not null)
                .GroupBy(day => schedule.Period(day))
                .All(period => period.Select(day => RoleTurns.AreSwapped(schedule, day)).Distinct().Count() == 1);
        }));
}
