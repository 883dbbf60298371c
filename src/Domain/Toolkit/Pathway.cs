namespace CounselDesk.Domain.Toolkit;

public enum StepOpening
{
    AtStart,

    /// <summary>Opens when the step before it is done.</summary>
    AfterPrevious,

    /// <summary>Opens a number of days after the pathway was started, whatever else is done.</summary>
    AfterDays,
}

/// <summary>
/// One exercise on the way, with a note for the therapist. The days count from the start of the pathway, 1 to 730,
/// and are given exactly when the step opens after days.
/// </summary>
/// <param name="ExerciseKey">The exercise of this step.</param>
/// <param name="Opens">When the step is due.</param>
/// <param name="AfterDays">Days from the pathway's start; only where it opens after days.</param>
/// <param name="Note">To the therapist.</param>
public sealed record PathwayStep(string ExerciseKey, StepOpening Opens, int? AfterDays, string Note);

/// <summary>Exercises in a sensible clinical order.</summary>
/// <param name="Key">Stable kebab-case name, never reused.</param>
/// <param name="Version">Rises with each change.</param>
/// <param name="Title">One line.</param>
/// <param name="Purpose">What it leads to, to the therapist.</param>
/// <param name="Steps">4 to 8, in order.</param>
public sealed record Pathway(string Key, int Version, string Title, string Purpose, IReadOnlyList<PathwayStep> Steps)
{
    public const int MinSteps = 4;
    public const int MaxSteps = 8;
    public const int MaxAfterDays = 730;
}

/// <summary>The pathways the recommender turns to because of the couple's situation.</summary>
public static class PathwayKeys
{
    public const string AfterBetrayal = "after-betrayal";
    public const string LongDistance = "long-distance";
    public const string NewBeginning = "new-beginning";
}
