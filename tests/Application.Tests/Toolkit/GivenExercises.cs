using CounselDesk.Application.Common;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Tests.Toolkit;

/// <summary>Exercises as a practice writes them.</summary>
internal static class GivenExercises
{
    public static OwnExerciseText Some(string? key = "porch-time", string title = "Ten minutes on the porch") => new(
        title, "A small, certain time together at the end of the day.", ExerciseCategory.Connection, Audience.Couple,
        [new("Sit down together, phones away.", null), new("Each says **one** good thing.", "What was good?"), new("Thank the other for listening.", null)],
        10, Cadence.Daily, [new("closer", "How close did you feel?", ReflectionKind.Scale, null)], ConfirmsNeverMonitoring: true, key,
        Needs: ["connection"], HelpsWith: ["growing-apart"]);

    public static OwnExerciseText WithRoles(string? key = "own-turns") => Some(key, "Telling and hearing") with
    {
        Roles = ["teller", "hearer"],
        Steps = [new("Sit down together.", null), new("Tell of your day for a while.", "Of what?", "teller"), new("Say back what you heard.", null, "hearer")],
    };

    public static Task<CatalogueExercise> WriteExercise(this TestDesk desk, Caller caller, OwnExerciseText? text = null) =>
        desk.Send(caller, new CreateExerciseCommand(text ?? Some()));

    /// <summary>A translation in the exercise's shape.</summary>
    public static TranslationText Spanish(this CatalogueExercise exercise) => new(
        $"ES {exercise.Title}", $"ES {exercise.Purpose}", [.. exercise.Steps.Select(step => new TranslatedStep($"ES {step.Text}", step.Prompt is null ? null : $"ES {step.Prompt}"))],
        [.. exercise.Reflection.Select(one => new TranslatedQuestion($"ES {one.Question}", one.Choices is null ? null : [.. one.Choices.Select(choice => $"ES {choice}")]))],
        exercise.DistanceAdaptation is null ? null : $"ES {exercise.DistanceAdaptation}",
        exercise.Roles is null ? null : [.. exercise.Roles.Select(role => $"ES {role}")]);
}
