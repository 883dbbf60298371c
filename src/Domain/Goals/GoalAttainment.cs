namespace CounselDesk.Domain.Goals;

/// <summary>A goal's weight and the newest level that each of its raters gave, of which the mean counts.</summary>
/// <param name="Weight">1 to 10.</param>
/// <param name="LevelSum">The levels' sum, each -2 to 2.</param>
/// <param name="Raters">How many levels there are: 1 to 3, the therapist and both partners.</param>
public sealed record AttainedGoal(int Weight, int LevelSum, int Raters = 1);

/// <summary>
/// How far goals are attained, on one scale whatever they are about: 50 where all are as expected, 10 points a standard deviation.
/// </summary>
/// <remarks>
/// T = 50 + 10 Σwx / √((1 - ρ)Σw² + ρ(Σw)²), with ρ = .30 for how goals of one person go together: Kiresuk and Sherman,
/// Community Mental Health Journal 4 (1968), 443-453. Where several rated a goal, x is the mean of their levels. Reckoned in
/// whole numbers, so that each machine rounds alike: to one decimal, halves away from 50.
/// </remarks>
public static class GoalAttainment
{
    /// <summary>ρ, in hundredths.</summary>
    public const int RhoHundredths = 30;

    // Divided by 1, 2 and 3: a mean of as many levels is a whole number of these.
    const int Parts = 6;

    /// <summary>T in tenths; null without a goal.</summary>
    public static int? Tenths(IReadOnlyCollection<AttainedGoal> goals)
    {
        if (goals.Count == 0)
            return null;
        long squares = goals.Sum(goal => (long)goal.Weight * goal.Weight);
        long weights = goals.Sum(goal => (long)goal.Weight);
        // Σwx in sixths, and the root's content in hundredths.
        long sum = goals.Sum(goal => (long)goal.Weight * (goal.LevelSum * Parts / goal.Raters));
        var spread = ((100 - RhoHundredths) * squares) + (RhoHundredths * weights * weights);
        // What lies above 50, in tenths, is (100 sum / 6) / √(spread / 100): its square is fraction / divisor.
        Int128 fraction = (Int128)sum * sum * 1_000_000;
        Int128 divisor = (Int128)spread * Parts * Parts;
        // Rounded: the greatest k whose (k - 1/2)² is not above the square, so (2k - 1)² is not above four times of it.
        var k = (Root(4 * fraction / divisor) + 1) / 2;
        return 500 + (Math.Sign(sum) * (int)k);
    }

    static long Root(Int128 square)
    {
        var root = (long)Math.Sqrt((double)square);
        while ((Int128)root * root > square)
            root--;
        while ((Int128)(root + 1) * (root + 1) <= square)
            root++;
        return root;
    }
}
