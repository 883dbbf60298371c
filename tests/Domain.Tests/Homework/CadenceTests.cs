using CounselDesk.Domain.Homework;

namespace CounselDesk.Domain.Tests.Homework;

public sealed class CadenceTests
{
    [Theory]
    [InlineData(CadenceKind.Once, null, true)]
    [InlineData(CadenceKind.Daily, null, true)]
    [InlineData(CadenceKind.Weekly, null, true)]
    [InlineData(CadenceKind.Once, 2, false)]
    [InlineData(CadenceKind.Daily, 2, false)]
    [InlineData(CadenceKind.Weekly, 2, false)]
    [InlineData(CadenceKind.TimesPerWeek, null, false)]
    [InlineData(CadenceKind.TimesPerWeek, 1, false)]
    [InlineData(CadenceKind.TimesPerWeek, 2, true)]
    [InlineData(CadenceKind.TimesPerWeek, 6, true)]
    [InlineData(CadenceKind.TimesPerWeek, 7, false)]
    [InlineData((CadenceKind)9, null, false)]
    public void Takes_a_number_of_2_to_6_for_times_per_week_alone(CadenceKind kind, int? times, bool valid) =>
        Assert.Equal(valid, new Cadence(kind, times).IsValid());

    [Fact]
    public void Takes_1_to_6_different_weekdays_for_weekdays_alone()
    {
        Assert.True(Cadence.On(Weekday.Sun).IsValid());
        Assert.True(Cadence.On(Weekday.Sun, Weekday.Mon, Weekday.Tue, Weekday.Wed, Weekday.Thu, Weekday.Fri).IsValid());
        Assert.False(Cadence.On().IsValid());
        Assert.False(Cadence.On(Enum.GetValues<Weekday>()).IsValid());
        Assert.False(Cadence.On(Weekday.Mon, Weekday.Mon).IsValid());
        Assert.False(Cadence.On((Weekday)7).IsValid());
        Assert.False(new Cadence(CadenceKind.Weekdays).IsValid());
        Assert.False(new Cadence(CadenceKind.Weekly, null, [Weekday.Mon]).IsValid());
        Assert.False(new Cadence(CadenceKind.Weekdays, 2, [Weekday.Mon]).IsValid());
    }

    [Fact]
    public void The_same_weekdays_in_another_order_are_the_same_cadence()
    {
        Assert.Equal(Cadence.On(Weekday.Mon, Weekday.Fri), Cadence.On(Weekday.Fri, Weekday.Mon));
        Assert.NotEqual(Cadence.On(Weekday.Mon), Cadence.On(Weekday.Fri));
    }

    [Fact]
    public void Factories_give_valid_cadences() =>
        Assert.All([Cadence.Once, Cadence.Daily, Cadence.Weekly, Cadence.PerWeek(3), Cadence.On(Weekday.Mon)], cadence => Assert.True(cadence.IsValid()));
}
