using CounselDesk.Domain.Progress;
using static CounselDesk.Domain.Tests.Progress.SomeInstrument;

namespace CounselDesk.Domain.Tests.Progress;

public sealed class ReliableChangeTests
{
    [Theory]
    [InlineData(32, 98, 1254)]
    [InlineData(17, 98, 666)]
    [InlineData(4, 94, 272)]
    [InlineData(10, 100, 0)]
    public void Follows_Jacobson_and_Truax(int sd, int alphaHundredths, int smallestHundredths) =>
        Assert.Equal(smallestHundredths / 100m, ReliableChange.JacobsonTruax(sd, alphaHundredths / 100m));

    [Theory]
    [InlineData(-1, 90)]
    [InlineData(1, -10)]
    [InlineData(1, 110)]
    public void Refuses_an_impossible_spread_or_reliability(int sd, int alphaHundredths) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReliableChange.JacobsonTruax(sd, alphaHundredths / 100m));

    [Theory]
    // Higher is worse, positive from 6, reliable from 4.
    [InlineData(10, 5, ChangeClass.Recovered)]
    [InlineData(9, 5, ChangeClass.Recovered)]
    [InlineData(8, 5, ChangeClass.Unchanged)] // Across, yet not reliable.
    [InlineData(12, 6, ChangeClass.Improved)] // Reliable, still at the cut-off.
    [InlineData(5, 1, ChangeClass.Improved)] // Was never on the distressed side.
    [InlineData(5, 2, ChangeClass.Unchanged)]
    [InlineData(5, 5, ChangeClass.Unchanged)]
    [InlineData(5, 8, ChangeClass.Unchanged)]
    [InlineData(5, 9, ChangeClass.Deteriorated)]
    public void Classifies_where_higher_is_worse(int baseline, int current, ChangeClass expected) =>
        Assert.Equal(expected, ReliableChange.Between(Symptoms, Total(Symptoms, baseline), Total(Symptoms, current)).Class);

    [Theory]
    // Higher is better, distressed below 8.5, reliable from 2.5.
    [InlineData(6, 9, ChangeClass.Recovered)]
    [InlineData(5, 8, ChangeClass.Improved)]
    [InlineData(7, 9, ChangeClass.Unchanged)]
    [InlineData(9, 12, ChangeClass.Improved)]
    [InlineData(9, 7, ChangeClass.Unchanged)]
    [InlineData(9, 6, ChangeClass.Deteriorated)]
    public void Classifies_where_higher_is_better(int baseline, int current, ChangeClass expected) =>
        Assert.Equal(expected, ReliableChange.Between(Satisfaction, Total(Satisfaction, baseline), Total(Satisfaction, current)).Class);

    [Fact]
    public void Gives_change_without_a_verdict_where_no_constant_is_published()
    {
        var change = ReliableChange.Between(Tenths, Total(Tenths, 21), Total(Tenths, 184));
        Assert.Equal((ChangeClass.NotClassified, 163, 1), (change.Class, change.Amount, change.Decimals));
        Assert.Null(change.IsReliable);
        Assert.Null(change.IsAcrossCutOff);
    }

    [Fact]
    public void Gives_sub_scale_changes_where_there_is_no_total()
    {
        var change = ReliableChange.Between(Styles, Scored(Styles, 1, 7, 2, 6), Scored(Styles, 3, 5, 2, 6));
        Assert.Equal((ChangeClass.NotClassified, null), (change.Class, change.Amount));
        Assert.Equal([new("anxiety", -2), new("avoidance", 2)], change.Subscales);
    }

    [Fact]
    public void Keeps_the_constants_the_verdict_rests_on()
    {
        var change = ReliableChange.Between(Symptoms, Total(Symptoms, 10), Total(Symptoms, 5, prorated: true));
        Assert.Equal((Symptoms.ReliableChange, Symptoms.CutOffs[0], -5), (change.Constant, change.CutOff, change.Amount));
        Assert.Equal((true, true, true), (change.IsReliable, change.IsAcrossCutOff, change.RestsOnProrated));
    }

    [Fact]
    public void Refuses_scores_of_different_instruments()
    {
        Assert.Throws<ArgumentException>(() => ReliableChange.Between(Symptoms, Total(Tenths, 1), Total(Symptoms, 1)));
        Assert.Throws<ArgumentException>(() => ReliableChange.Gap(Total(Symptoms, 1), Total(Tenths, 1)));
    }

    [Theory]
    [InlineData(ChangeClass.Recovered, ChangeClass.Recovered, ChangeClass.Recovered)]
    [InlineData(ChangeClass.Recovered, ChangeClass.Improved, ChangeClass.Improved)]
    [InlineData(ChangeClass.Recovered, ChangeClass.Unchanged, ChangeClass.Unchanged)]
    [InlineData(ChangeClass.Improved, ChangeClass.Deteriorated, ChangeClass.Deteriorated)]
    [InlineData(ChangeClass.Recovered, ChangeClass.NotClassified, ChangeClass.NotClassified)]
    public void The_couple_stands_where_the_partner_who_does_less_well_stands(ChangeClass one, ChangeClass other, ChangeClass couple)
    {
        Assert.Equal(couple, ReliableChange.OfCouple(one, other));
        Assert.Equal(couple, ReliableChange.OfCouple(other, one));
    }

    [Fact]
    public void The_couple_has_recovered_only_when_both_have() =>
        Assert.All(
            from one in Enum.GetValues<ChangeClass>() from other in Enum.GetValues<ChangeClass>() select (one, other),
            pair => Assert.Equal(
                pair is (ChangeClass.Recovered, ChangeClass.Recovered),
                ReliableChange.OfCouple(pair.one, pair.other) == ChangeClass.Recovered));

    [Fact]
    public void The_gap_is_the_distance_of_the_totals()
    {
        Assert.Equal(7, ReliableChange.Gap(Total(Symptoms, 2), Total(Symptoms, 9)));
        Assert.Equal(7, ReliableChange.Gap(Total(Symptoms, 9), Total(Symptoms, 2)));
        Assert.Null(ReliableChange.Gap(Scored(Styles, 1, 1, 1, 1), Scored(Styles, 2, 2, 2, 2)));
    }
}
