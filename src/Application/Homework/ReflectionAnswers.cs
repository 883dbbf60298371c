using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;
using FluentValidation.Results;

namespace CounselDesk.Application.Homework;

/// <summary>Holds answers against the questions of the exercise as it was given.</summary>
internal static class ReflectionAnswers
{
    /// <summary>Refuses unknown questions and answers of another kind than asked for; no message repeats an answer.</summary>
    public static void Require(IReadOnlyList<ReflectionQuestion> questions, IReadOnlyDictionary<string, JsonElement> answers)
    {
        var faults = new List<ValidationFailure>();
        foreach (var (key, answer) in answers)
        {
            // An unknown key is not repeated either: it is whatever somebody typed.
            if (questions.FirstOrDefault(question => string.Equals(question.Key, key, StringComparison.Ordinal)) is not { } question)
                faults.Add(new ValidationFailure("answers", "Answer only the exercise's own reflection questions, by their keys."));
            else if (Fault(question, answer) is { } rule)
                faults.Add(new ValidationFailure($"answers.{question.Key}", rule));
        }

        if (faults.Count > 0)
            throw Refused.Invalid(new ValidationResult(faults));
    }

    private static string? Fault(ReflectionQuestion question, JsonElement answer) => question.Kind switch
    {
        ReflectionKind.Text => IsText(answer) ? null : $"Give a text of 1 to {HomeworkLimits.Answer} characters.",
        ReflectionKind.Scale => IsRating(answer) ? null : $"Give a whole number from 0 to {HomeworkLimits.RatingMaximum}.",
        _ => answer.ValueKind == JsonValueKind.String && question.Choices!.Contains(answer.GetString(), StringComparer.Ordinal)
            ? null
            : "Give one of the question's choices.",
    };

    private static bool IsText(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.String && answer.GetString() is { Length: <= HomeworkLimits.Answer } text && !VisibleText.IsBlank(text)
        && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));

    private static bool IsRating(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Number && answer.TryGetInt32(out var number) && number is >= 0 and <= HomeworkLimits.RatingMaximum;
}
