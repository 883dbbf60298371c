namespace CounselDesk.Domain.Toolkit;

/// <summary>Where a step of a running pathway stands.</summary>
public enum StepStatus
{
    /// <summary>Not opened yet.</summary>
    Waiting,

    /// <summary>Its time came, but something speaks against it: it stays so until a clinician decides.</summary>
    Held,

    /// <summary>Opened: its exercise is assigned.</summary>
    Open,

    /// <summary>Its assignment is completed.</summary>
    Done,

    /// <summary>Left out, with a reason.</summary>
    Skipped,
}

/// <summary>A step as it stands with one couple.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Opens">By which rule it opens.</param>
/// <param name="Days">How many days, where the rule counts them.</param>
/// <param name="OnDate">The day, where the rule names one.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OpenedOn">The day on which it was opened; null while it was not.</param>
/// <param name="EndedOn">The day on which it was done or skipped; null while it is neither.</param>
public sealed record StepState(
    int Number, StepOpening Opens, int? Days, DateOnly? OnDate, StepStatus Status, DateOnly? OpenedOn = null, DateOnly? EndedOn = null)
{
    /// <summary>Done or skipped.</summary>
    public bool IsOver => Status is StepStatus.Done or StepStatus.Skipped;
}

/// <summary>Which steps of a running pathway open when. Every day is a calendar day of the practice's time zone.</summary>
public static class PathwayCourse
{
    /// <summary>
    /// The day on which a step opens by itself: null while what it waits for has not happened, and always null for one that
    /// the therapist opens. Never before the pathway starts. A skipped step counts as done, and as opened, on that day.
    /// </summary>
    /// <param name="steps">All of them, in order.</param>
    /// <param name="index">Which, from 0.</param>
    /// <param name="startOn">The pathway's first day.</param>
    public static DateOnly? OpensOn(IReadOnlyList<StepState> steps, int index, DateOnly startOn)
    {
        var (step, before) = (steps[index], index == 0 ? null : steps[index - 1]);
        DateOnly? day = step.Opens switch
        {
            StepOpening.AtStart => startOn,
            StepOpening.AfterDays => startOn.AddDays(step.Days!.Value),
            StepOpening.AfterPrevious => before?.EndedOn,
            StepOpening.AfterDelay => before?.EndedOn?.AddDays(step.Days!.Value),
            StepOpening.AtInterval => (before?.OpenedOn ?? before?.EndedOn)?.AddDays(step.Days!.Value),
            StepOpening.OnDate => step.OnDate,
            _ => null,
        };
        return day < startOn ? startOn : day;
    }

    /// <summary>The waiting steps whose day has come. One that is held is not among them.</summary>
    public static IEnumerable<StepState> DueToOpen(IReadOnlyList<StepState> steps, DateOnly startOn, DateOnly today) =>
        steps.Where((step, index) => step.Status == StepStatus.Waiting && OpensOn(steps, index, startOn) <= today);

    /// <summary>The step that the therapist opens by advancing: the first that is neither opened nor over.</summary>
    public static StepState? Next(IReadOnlyList<StepState> steps) => steps.FirstOrDefault(step => step.Status is StepStatus.Waiting or StepStatus.Held);

    /// <summary>Whether every step is done or skipped.</summary>
    public static bool IsFinished(IReadOnlyList<StepState> steps) => steps.All(step => step.IsOver);
}
