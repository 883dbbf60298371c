namespace CounselDesk.Domain.Goals;

public enum GoalStatus
{
    Open,

    /// <summary>The couple and the therapist say that it is attained. It still counts, and can be opened again.</summary>
    Reached,

    /// <summary>Given up, for good. It counts no more.</summary>
    Dropped,

    /// <summary>Rests for a while. It counts no more until it is opened again.</summary>
    Paused,
}

public static class GoalStatusRule
{
    public static bool CanBecome(this GoalStatus from, GoalStatus to) => from != GoalStatus.Dropped && from != to;

    /// <summary>Whether its ratings go into attainment.</summary>
    public static bool Counts(this GoalStatus status) => status is GoalStatus.Open or GoalStatus.Reached;
}
