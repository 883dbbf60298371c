using CounselDesk.Domain.Homework;

namespace CounselDesk.Domain.Tests.Homework;

public sealed class AssignmentScheduleTests
{
    static readonly DateOnly Start = new(2026, 3, 25);

    [Theory]
    [InlineData(CadenceKind.Once, null, 0, 1)]
    [InlineData(CadenceKind.Once, null, 20, 1)]
    [InlineData(CadenceKind.Daily, null, 0, 1)]
    [InlineData(CadenceKind.Daily, null, 6, 7)]
    [InlineData(CadenceKind.Weekly, null, 6, 1)]
    [InlineData(CadenceKind.Weekly, null, 7, 8)]
    [InlineData(CadenceKind.Weekly, null, 20, 15)]
    [InlineData(CadenceKind.TimesPerWeek, 3, 1, 2)]
    [InlineData(CadenceKind.TimesPerWeek, 3, 7, 8)]
    public void Names_a_period_by_the_number_of_its_first_day(CadenceKind kind, int? times, int offset, int period) =>
        Assert.Equal(period, new AssignmentSchedule(Start, new(kind, times)).Period(Start.AddDays(offset)));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void Has_no_period_before_the_start_or_after_the_due_day(int offset, bool within) =>
        Assert.Equal(within, new AssignmentSchedule(Start, Cadence.Weekly, Start.AddDays(9)).Period(Start.AddDays(offset)) is not null);

    [Fact]
    public void Has_no_period_after_the_end()
    {
        var schedule = new AssignmentSchedule(Start, Cadence.Daily, endedOn: Start.AddDays(2));
        Assert.Equal(3, schedule.Period(Start.AddDays(2)));
        Assert.Null(schedule.Period(Start.AddDays(3)));
    }

    [Theory]
    [InlineData(-1, null, false)]
    [InlineData(0, null, true)]
    [InlineData(5, 0, false)]
    [InlineData(5, 1, true)]
    [InlineData(null, 366, true)]
    [InlineData(null, 367, false)]
    public void Checks_due_day_and_target(int? due, int? target, bool valid) =>
        Assert.Equal(valid, new AssignmentSchedule(Start, Cadence.Daily, due is { } days ? Start.AddDays(days) : null, target: target).IsValid());

    [Theory]
    [InlineData(null, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Once_takes_no_target_above_one(int? target, bool valid) =>
        Assert.Equal(valid, new AssignmentSchedule(Start, Cadence.Once, target: target).IsValid());

    // 25 March 2026 is a Wednesday.
    [Theory]
    [InlineData(0, 1)] // Wednesday, before the first Friday: early for it.
    [InlineData(2, 1)] // Friday.
    [InlineData(4, 1)] // Sunday: late for Friday.
    [InlineData(5, 6)] // Monday.
    [InlineData(8, 6)] // Thursday.
    [InlineData(9, 10)] // Friday.
    public void A_given_weekdays_period_lasts_until_the_next_one(int offset, int period) =>
        Assert.Equal(period, new AssignmentSchedule(Start, Cadence.On(Weekday.Mon, Weekday.Fri)).Period(Start.AddDays(offset)));

    [Fact]
    public void A_change_of_cadence_begins_new_periods_and_leaves_those_before()
    {
        var before = new AssignmentSchedule(Start, Cadence.Weekly);
        var after = before with { Segments = [.. before.Segments, new(Start.AddDays(10), Cadence.Daily), new(Start.AddDays(12), Cadence.Weekly)] };
        Assert.Equal([1, 8, 8, 11, 12, 13, 13, 20], new[] { 6, 7, 9, 10, 11, 12, 18, 19 }.Select(offset => after.Period(Start.AddDays(offset)) ?? 0));
        Assert.All(Enumerable.Range(0, 10), offset => Assert.Equal(before.Period(Start.AddDays(offset)), after.Period(Start.AddDays(offset))));
    }

    [Fact]
    public void What_is_done_once_has_no_other_rhythm_before_or_after() =>
        Assert.False(new AssignmentSchedule([new(Start, Cadence.Once), new(Start.AddDays(3), Cadence.Daily)], null, null, null, []).IsValid());

    [Fact]
    public void Segments_come_in_order() =>
        Assert.False(new AssignmentSchedule([new(Start, Cadence.Weekly), new(Start, Cadence.Daily)], null, null, null, []).IsValid());

    [Fact]
    public void Checks_its_cadence() => Assert.False(new AssignmentSchedule(Start, Cadence.PerWeek(7)).IsValid());
}
