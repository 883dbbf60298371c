namespace CounselDesk.Domain.Goals;

/// <summary>What a goal may be.</summary>
public static class GoalLimits
{
    /// <summary>Much less than expected.</summary>
    public const int LowestLevel = -2;

    /// <summary>Much more than expected.</summary>
    public const int HighestLevel = 2;

    public const int LeastWeight = 1;

    public const int MostWeight = 10;

    public const int Title = 200;

    public const int LevelText = 500;

    public const int Note = 2000;

    /// <summary>In one case, whatever became of them: attainment reads them all.</summary>
    public const int PerCase = 100;

    /// <summary>A target lies at most so many days ahead.</summary>
    public const int TargetDaysAway = 5 * 366;
}
