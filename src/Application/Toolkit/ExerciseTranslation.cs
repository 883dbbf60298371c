using CounselDesk.Application.Common;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using FluentValidation.Results;

namespace CounselDesk.Application.Toolkit;

/// <summary>
/// An exercise's words in another language, in the shape that the exercise has: as many steps, prompts, questions and choices, in the
/// same order. Markdown where the exercise takes it.
/// </summary>
/// <param name="Title">One line, 3 to 120 characters.</param>
/// <param name="Purpose">20 to 600 characters of Markdown.</param>
/// <param name="Steps">As many as the exercise has, in the same order; a prompt where its step has one.</param>
/// <param name="Reflection">As many questions as the exercise has, in the same order.</param>
/// <param name="DistanceAdaptation">Where the exercise has one; at most 600 characters.</param>
/// <param name="Roles">What each role is called, in the same order, where the exercise has roles.</param>
/// <param name="ExerciseVersion">The version that was translated: 409 <c>exercise-changed</c> where it has moved on. The present one unless told.</param>
public sealed record TranslationText(
    string Title, string Purpose, IReadOnlyList<TranslatedStep> Steps, IReadOnlyList<TranslatedQuestion> Reflection, string? DistanceAdaptation = null,
    IReadOnlyList<string>? Roles = null, int? ExerciseVersion = null);

/// <param name="Text">What to do.</param>
/// <param name="Prompt">What to answer meanwhile, where the exercise's step asks something.</param>
public sealed record TranslatedStep(string Text, string? Prompt = null);

/// <param name="Question">As the partner reads it.</param>
/// <param name="Choices">What each choice is called, in the same order.</param>
public sealed record TranslatedQuestion(string Question, IReadOnlyList<string>? Choices = null);

/// <summary>An exercise in another language, as the practice gives it.</summary>
/// <param name="ExerciseKey">The exercise.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="ExerciseVersion">The version that it was written for.</param>
/// <param name="IsOutdated">The exercise has other words by now. What was assigned with the old words goes on with this.</param>
/// <param name="IsRightToLeft">Written from right to left.</param>
/// <param name="Text">The words.</param>
/// <param name="UpdatedAt">When it was last written.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record ExerciseTranslation(
    string ExerciseKey, string Language, int ExerciseVersion, bool IsOutdated, bool IsRightToLeft, TranslationText Text, DateTimeOffset UpdatedAt, int Version) : IVersioned;

/// <summary>Holds a translation to the exercise that it translates, each fault under its field's name.</summary>
internal static class TranslationRules
{
    /// <summary>The exercise with the translation's words, and all else as it is.</summary>
    public static Exercise With(this Exercise exercise, TranslationText text) => exercise with
    {
        Title = text.Title,
        Purpose = text.Purpose,
        Steps = [.. exercise.Steps.Zip(text.Steps, (step, words) => step with { Text = words.Text, Prompt = words.Prompt, Role = exercise.RoleIn(text.Roles, step.Role) })],
        DistanceAdaptation = text.DistanceAdaptation,
        Roles = text.Roles,
        Reflection = [.. exercise.Reflection.Zip(text.Reflection, (question, words) => question with { Question = words.Question, Choices = words.Choices })],
    };

    /// <summary>What one of the exercise's roles is called among others in the same order.</summary>
    public static string? RoleIn(this Exercise exercise, IReadOnlyList<string>? roles, string? role) =>
        role is null || roles is null ? role : roles[exercise.Roles!.Index().First(one => string.Equals(one.Item, role, StringComparison.Ordinal)).Index];

    public static void Require(Exercise exercise, TranslationText text, Vocabulary vocabulary, IMarkdown markdown)
    {
        var faults = Shape(exercise, text).ToList();
        if (faults.Count == 0)
            faults.AddRange(OwnExerciseTextValidator.Faults(OwnExerciseText.Of(exercise.With(text)), vocabulary, markdown));
        if (faults.Count > 0)
            throw Refused.Invalid(new ValidationResult(faults.Select(fault => new ValidationFailure(fault.Field, fault.Rule))));
    }

    private static IEnumerable<(string Field, string Rule)> Shape(Exercise exercise, TranslationText text)
    {
        if (text.Steps.Count != exercise.Steps.Count)
            yield return ("steps", "Give as many steps as the exercise has.");
        if ((text.Roles?.Count ?? 0) != (exercise.Roles?.Count ?? 0))
            yield return ("roles", "Give as many roles as the exercise has.");
        foreach (var (index, (step, words)) in exercise.Steps.Zip(text.Steps).Index())
        {
            if (step.Prompt is null != words.Prompt is null)
                yield return ($"steps[{index}].prompt", "Give a prompt exactly where the exercise's step has one.");
        }

        if (exercise.DistanceAdaptation is null != text.DistanceAdaptation is null)
            yield return ("distanceAdaptation", "Give it exactly where the exercise has one.");
        if (text.Reflection.Count != exercise.Reflection.Count)
            yield return ("reflection", "Give as many questions as the exercise has.");
        foreach (var (index, (question, words)) in exercise.Reflection.Zip(text.Reflection).Index())
        {
            if (question.Choices?.Count != words.Choices?.Count)
                yield return ($"reflection[{index}].choices", "Give as many choices as the exercise's question has.");
        }
    }
}

public sealed class TranslationTextValidator : AbstractValidator<TranslationText>
{
    public TranslationTextValidator()
    {
        // Lists may hold null, whatever their types say.
        RuleFor(x => x.Steps).Must(steps => steps is null || steps.All(step => step?.Text is not null)).WithMessage("Must not hold null.");
        RuleFor(x => x.Roles).Must(roles => roles is null || roles.All(role => role is not null)).WithMessage("Must not hold null.");
        RuleFor(x => x.Reflection).Must(questions => questions is null || questions.All(one => one?.Question is not null && one.Choices?.Any(choice => choice is null) != true))
            .WithMessage("Must not hold null.");
        RuleFor(x => x.ExerciseVersion).InclusiveBetween(1, OwnExerciseLimits.MostVersions);
    }
}
