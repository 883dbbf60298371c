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
    public void Factories_give_valid_cadences() =>
        Assert.All([Cadence.Once, Cadence.Daily, Cadence.Weekly, Cadence.PerWeek(3)], cadence => Assert.True(cadence.IsValid()));
}
