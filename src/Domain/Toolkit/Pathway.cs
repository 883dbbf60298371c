namespace CounselDesk.Domain.Toolkit;

/// <summary>When a step of a pathway opens.</summary>
public enum StepOpening
{
    /// <summary>Opens when the pathway starts.</summary>
    AtStart,

    /// <summary>Opens when the step before it is done.</summary>
    AfterPrevious,

    /// <summary>Opens a number of days after the pathway was started, whatever else is done.</summary>
    AfterDays,

    /// <summary>Opens a number of days after the step before it is done.</summary>
    AfterDelay,

    /// <summary>Opens a number of days after the step before it opened, done or not.</summary>
    AtInterval,

    /// <summary>Opens on a day that is named when the pathway is started with a couple.</summary>
    OnDate,

    /// <summary>Opens when the therapist advances the pathway.</summary>
    ByTherapist,
}

/// <summary>What a step's opening needs to be told.</summary>
public static class StepOpeningRule
{
    /// <summary>Whether the opening counts days: from the pathway's start, or from the step before.</summary>
    public static bool TakesDays(this StepOpening opening) => opening is StepOpening.AfterDays or StepOpening.AfterDelay or StepOpening.AtInterval;

    /// <summary>Whether the opening waits for the step before: the first step has none.</summary>
    public static bool NeedsPrevious(this StepOpening opening) => opening is StepOpening.AfterPrevious or StepOpening.AfterDelay or StepOpening.AtInterval;
}

/// <summary>
/// One exercise on the way, with a note for the therapist. The days, 1 to 730, are given exactly when the step's opening
/// counts them.
/// </summary>
/// <param name="ExerciseKey">The exercise of this step.</param>
/// <param name="Opens">When the step is due.</param>
/// <param name="AfterDays">How many days; only for <c>after-days</c> (from the pathway's start), <c>after-delay</c> and <c>at-interval</c> (from the step before).</param>
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
