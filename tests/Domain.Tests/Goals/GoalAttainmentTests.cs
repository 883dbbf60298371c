using CounselDesk.Domain.Goals;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Goals;

public sealed class GoalAttainmentTests
{
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3000);

    static Gen<AttainedGoal[]> Some =>
        from count in Gen.Choose(1, 8)
        from goals in (
            from weight in Gen.Choose(GoalLimits.LeastWeight, GoalLimits.MostWeight)
            from raters in Gen.Choose(1, 3)
            from levels in Gen.Choose(GoalLimits.LowestLevel, GoalLimits.HighestLevel).ArrayOf(raters)
            select new AttainedGoal(weight, levels.Sum(), raters)).ArrayOf(count)
        select goals;

    /// <summary>Reckoned by hand: each goal as weight:level, T in tenths.</summary>
    [Theory]
    // One goal: the weight falls out, and T is 50 + 10x.
    [InlineData("1:0", 500)]
    [InlineData("1:1", 600)]
    [InlineData("7:-2", 300)]
    [InlineData("10:2", 700)]
    // Two equal ones: Σw² = 2, (Σw)² = 4, √(1.4 + 1.2) = 1.61245; 20/1.61245 = 12.4035.
    [InlineData("1:1 1:1", 624)]
    [InlineData("1:1 1:-1", 500)]
    [InlineData("1:2 1:2", 748)]
    // Three equal ones: √(2.1 + 2.7) = 2.19089; 30/2.19089 = 13.6931.
    [InlineData("1:1 1:1 1:1", 637)]
    [InlineData("1:-1 1:-1 1:-1", 363)]
    // Weights 3, 2, 1: Σw² = 14, (Σw)² = 36, √(9.8 + 10.8) = 4.53872; Σwx = 3 + 0 - 2 = 1; 10/4.53872 = 2.2033.
    [InlineData("3:1 2:0 1:-2", 522)]
    // Weights 10 and 1: Σw² = 101, (Σw)² = 121, √(70.7 + 36.3) = 10.34408; Σwx = -20 + 2 = -18; -180/10.34408 = -17.4013.
    [InlineData("10:-2 1:2", 326)]
    // Four at the top: √(2.8 + 4.8) = 2.75681; 80/2.75681 = 29.0191.
    [InlineData("1:2 1:2 1:2 1:2", 790)]
    public void Agrees_with_what_was_reckoned_by_hand(string goals, int tenths) =>
        Assert.Equal(tenths, GoalAttainment.Tenths([.. goals.Split(' ').Select(one => one.Split(':')).Select(one => new AttainedGoal(int.Parse(one[0], null), int.Parse(one[1], null)))]));

    [Fact]
    public void Of_several_raters_takes_the_mean()
    {
        // 50 + 10 · 1/3 = 53.33, and 50 + 10 · 1/2 = 55.
        Assert.Equal(533, GoalAttainment.Tenths([new AttainedGoal(4, 1, 3)]));
        Assert.Equal(467, GoalAttainment.Tenths([new AttainedGoal(4, -1, 3)]));
        Assert.Equal(550, GoalAttainment.Tenths([new AttainedGoal(1, 1, 2)]));
        // Weights 1, 1 and 2 have a whole root: √(4.2 + 4.8) = 3, so 50 + 10 · (1/3 + 1/2 + 2)/3 = 59.444.
        Assert.Equal(594, GoalAttainment.Tenths([new AttainedGoal(1, 1, 3), new AttainedGoal(1, 1, 2), new AttainedGoal(2, 3, 3)]));
        Assert.Equal(567, GoalAttainment.Tenths([new AttainedGoal(9, 2, 3)]));
    }

    [Fact]
    public void Is_nothing_without_goals() => Assert.Null(GoalAttainment.Tenths([]));

    [Fact]
    public void Agrees_with_a_direct_transcription_of_the_formula() => Check.One(Many, Prop.ForAll(Arb.From(Some), goals =>
        // A twentieth is half of what is rounded to; the transcription's own error is far smaller than the slack.
        Math.Abs((GoalAttainment.Tenths(goals)!.Value / 10.0) - Transcribed(goals)) <= 0.05 + 1e-9));

    [Fact]
    public void Mirrors_at_fifty_when_every_level_turns_round() => Check.One(Many, Prop.ForAll(Arb.From(Some), goals =>
        GoalAttainment.Tenths(goals) - 500 == 500 - GoalAttainment.Tenths([.. goals.Select(goal => goal with { LevelSum = -goal.LevelSum })])));

    [Fact]
    public void Depends_on_the_weights_proportion_alone() => Check.One(Many, Prop.ForAll(Arb.From(Some), goals =>
        Enumerable.Range(2, 3).All(times => GoalAttainment.Tenths(goals) == GoalAttainment.Tenths([.. goals.Select(goal => goal with { Weight = goal.Weight * times })]))));

    [Fact]
    public void One_goal_stands_ten_points_a_level_from_fifty_and_all_as_expected_are_fifty() => Check.One(Many, Prop.ForAll(Arb.From(Some), goals =>
        GoalAttainment.Tenths([goals[0] with { LevelSum = 2, Raters = 2 }]) == 600
        && GoalAttainment.Tenths([.. goals.Select(goal => goal with { LevelSum = 0 })]) == 500));

    [Fact]
    public void The_order_of_goals_does_not_matter() => Check.One(Many, Prop.ForAll(Arb.From(Some), goals =>
        GoalAttainment.Tenths(goals) == GoalAttainment.Tenths([.. goals.Reverse()])));

    static double Transcribed(IReadOnlyList<AttainedGoal> goals)
    {
        const double rho = 0.30;
        var wx = goals.Sum(goal => goal.Weight * ((double)goal.LevelSum / goal.Raters));
        var w2 = goals.Sum(goal => (double)goal.Weight * goal.Weight);
        var w = goals.Sum(goal => (double)goal.Weight);
        return 50 + (10 * wx / Math.Sqrt(((1 - rho) * w2) + (rho * w * w)));
    }
}
