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
    [InlineData(CadenceKind.Weekly, null, 7, 2)]
    [InlineData(CadenceKind.Weekly, null, 20, 3)]
    [InlineData(CadenceKind.TimesPerWeek, 3, 1, 2)]
    [InlineData(CadenceKind.TimesPerWeek, 3, 7, 8)]
    public void Numbers_the_period_of_a_day_from_1(CadenceKind kind, int? times, int offset, int period) =>
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
        var schedule = new AssignmentSchedule(Start, Cadence.Daily, EndedOn: Start.AddDays(2));
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
        Assert.Equal(valid, new AssignmentSchedule(Start, Cadence.Daily, due is { } days ? Start.AddDays(days) : null, Target: target).IsValid());

    [Theory]
    [InlineData(null, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Once_takes_no_target_above_one(int? target, bool valid) =>
        Assert.Equal(valid, new AssignmentSchedule(Start, Cadence.Once, Target: target).IsValid());

    [Fact]
    public void Checks_its_cadence() => Assert.False(new AssignmentSchedule(Start, Cadence.PerWeek(7)).IsValid());
}
