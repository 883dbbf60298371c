namespace CounselDesk.Domain.Toolkit;

/// <summary>Limits of pathways, own and running.</summary>
public static class PathwayLimits
{
    public const int MinSteps = 1;
    public const int MaxSteps = 12;

    /// <summary>Most own pathways of a practice, archived ones included.</summary>
    public const int MostOwn = 100;

    /// <summary>To the therapist, in characters.</summary>
    public const int Note = 600;

    /// <summary>Why a step was skipped or a pathway stopped, in characters.</summary>
    public const int Reason = 1000;

    /// <summary>How far from today a pathway may start, and a step's date may lie, in days.</summary>
    public const int DaysAway = 731;
}
