using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;
using FluentValidation;

namespace CounselDesk.Application.Toolkit;

/// <summary>
/// An exercise of the practice's own, as its author writes it. It is kept in plain text and every partner it is given to reads it:
/// nothing of a client belongs into it. The purpose, the steps and their prompts take Markdown: no pictures, no raw HTML, links to
/// https and mailto addresses only.
/// </summary>
/// <param name="Title">One line, 3 to 120 characters.</param>
/// <param name="Purpose">What it is good for, to the partners; 20 to 600 characters of Markdown.</param>
/// <param name="Category">Where it stands in the catalogue.</param>
/// <param name="Audience">Who does it.</param>
/// <param name="Steps">3 to 8, in order: each 10 to 600 characters of Markdown, its prompt at most 200.</param>
/// <param name="DurationMinutes">How long one go takes, 1 to 240 minutes.</param>
/// <param name="Cadence">How often, unless told otherwise when it is assigned.</param>
/// <param name="Reflection">1 to 8 questions, asked when it is logged.</param>
/// <param name="ConfirmsNeverMonitoring">The author's word that it asks no partner to watch, test or search the other; without it, 422.</param>
/// <param name="Key">For a new one: kebab-case, at most 60 characters, never used before; made from the title unless told. For a change, nothing or the same.</param>
/// <param name="Needs">Codes of needs it serves, the most direct first. At least one here or under helpsWith.</param>
/// <param name="HelpsWith">Codes of trust components, signs, causes, triggers and obstacles it answers, the most direct first.</param>
/// <param name="WorksAtDistance">Whether a couple living apart can do it.</param>
/// <param name="DistanceAdaptation">How a couple living apart does it, at most 600 characters; exactly when worksAtDistance is <c>adapted</c>.</param>
/// <param name="Cautions">Codes of cautions that rules act upon: <c>violence-or-coercion</c> for whatever asks for openness or confrontation together.</param>
/// <param name="Source">Whose idea it is, at most 200 characters; the practice's own unless told.</param>
/// <param name="Roles">Two names for what the partners do differently, such as speaker and listener, each at most 40 characters and named by a step; the one who begins first. For couples only.</param>
public sealed record OwnExerciseText(
    string Title, string Purpose, ExerciseCategory Category, Audience Audience, IReadOnlyList<ExerciseStep> Steps, int DurationMinutes, Cadence Cadence,
    IReadOnlyList<ReflectionQuestion> Reflection, bool ConfirmsNeverMonitoring, string? Key = null, IReadOnlyList<string>? Needs = null,
    IReadOnlyList<string>? HelpsWith = null, DistanceFit WorksAtDistance = DistanceFit.Yes, string? DistanceAdaptation = null,
    IReadOnlyList<string>? Cautions = null, string? Source = null, IReadOnlyList<string>? Roles = null)
{
    public const string OwnSource = "The practice's own";

    /// <summary>The exercise of this text.</summary>
    public Exercise Exercise(string key, int version) => new(
        key, version, Title, Purpose, Category, Audience, Steps, DurationMinutes, Cadence, Needs ?? [], HelpsWith ?? [], WorksAtDistance,
        DistanceAdaptation, Cautions ?? [], Reflection, Source ?? OwnSource, Roles is { Count: > 0 } ? Roles : null);

    /// <summary>The text of an exercise, whose author gave their word when it was written.</summary>
    public static OwnExerciseText Of(Exercise exercise) => new(
        exercise.Title, exercise.Purpose, exercise.Category, exercise.Audience, exercise.Steps, exercise.DurationMinutes, exercise.Cadence,
        exercise.Reflection, ConfirmsNeverMonitoring: true, exercise.Key, exercise.Needs, exercise.HelpsWith, exercise.WorksAtDistance,
        exercise.DistanceAdaptation, exercise.Cautions, exercise.Source, exercise.Roles);

    /// <summary>The key that was given, or one made of the title's words.</summary>
    public string KeyOrTitle() => Key ?? TitleKey();

    private string TitleKey()
    {
        var words = string.Join('-', Common.FoldedWords.In(Title).Select(word => string.Concat(word.Text.Where(char.IsAsciiLetterOrDigit))).Where(word => word.Length > 0));
        var key = words.Length > 0 && char.IsAsciiLetterLower(words[0]) ? words : $"exercise-{words}";
        return key[..Math.Min(key.Length, Domain.Toolkit.Exercise.MaxKeyLength)].TrimEnd('-');
    }
}

/// <summary>Asks of a practice's own exercise all that the catalogue asks of ours, by the field's name.</summary>
public sealed class OwnExerciseTextValidator : AbstractValidator<OwnExerciseText>
{
    public OwnExerciseTextValidator(IToolkit toolkit, IMarkdown markdown) => RuleFor(x => x).Custom((text, context) =>
    {
        foreach (var (field, rule) in Faults(text, toolkit.Catalogue.Vocabulary, markdown))
            context.AddFailure(field, rule);
    });

    internal static IEnumerable<(string Field, string Rule)> Faults(OwnExerciseText text, Vocabulary vocabulary, IMarkdown markdown)
    {
        var shape = Missing(text).ToList();
        if (shape.Count > 0)
            return shape;
        var broken = ExerciseFaults.Of(text.Exercise(text.KeyOrTitle(), 1), vocabulary).Select(fault => (fault.Field, fault.Detail));
        return broken.Concat(Unprintable(text)).Concat(Unsafe(text, markdown)).DistinctBy(fault => fault.Item1, StringComparer.Ordinal);
    }

    // Lists may hold null, and enums a number, whatever their types say.
    private static IEnumerable<(string Field, string Rule)> Missing(OwnExerciseText text)
    {
        const string Null = "Must not be null.";
        const string Word = "Must be one of the listed words.";
        if (!Enum.IsDefined(text.Category))
            yield return ("category", Word);
        if (!Enum.IsDefined(text.Audience))
            yield return ("audience", Word);
        if (!Enum.IsDefined(text.WorksAtDistance))
            yield return ("worksAtDistance", Word);
        foreach (var (index, step) in text.Steps.Index())
        {
            if (step?.Text is null)
                yield return ($"steps[{index}]", Null);
        }

        foreach (var (index, question) in text.Reflection.Index())
        {
            if (question?.Key is null || question.Question is null || question.Choices?.Any(choice => choice is null) == true)
                yield return ($"reflection[{index}]", Null);
            else if (!Enum.IsDefined(question.Kind))
                yield return ($"reflection[{index}].kind", Word);
        }

        foreach (var (field, codes) in new[] { ("needs", text.Needs), ("helpsWith", text.HelpsWith), ("cautions", text.Cautions), ("roles", text.Roles) })
        {
            foreach (var (index, code) in (codes ?? []).Index())
            {
                if (code is null)
                    yield return ($"{field}[{index}]", Null);
            }
        }
    }

    private static IEnumerable<(string Field, string Rule)> Unprintable(OwnExerciseText text) =>
        Lines(text).Where(line => line.Text.Any(char.IsControl)).Select(line => (line.Field, "Give one line, without control characters."))
            .Concat(Prose(text).Where(prose => prose.Text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
                .Select(prose => (prose.Field, "No control characters other than line breaks and tabs.")));

    private static IEnumerable<(string Field, string Rule)> Unsafe(OwnExerciseText text, IMarkdown markdown) =>
        Prose(text).Select(prose => (prose.Field, Rule: markdown.Fault(prose.Text))).Where(fault => fault.Rule is not null).Select(fault => (fault.Field, fault.Rule!));

    private static IEnumerable<(string Field, string Text)> Lines(OwnExerciseText text) =>
    [
        ("title", text.Title),
        ("source", text.Source ?? ""),
        .. (text.Roles ?? []).Index().Select(one => ($"roles[{one.Index}]", one.Item)),
        .. text.Reflection.Index().Select(one => ($"reflection[{one.Index}].question", one.Item.Question)),
        .. text.Reflection.Index().Select(one => ($"reflection[{one.Index}].choices", string.Concat(one.Item.Choices ?? []))),
    ];

    private static IEnumerable<(string Field, string Text)> Prose(OwnExerciseText text) =>
    [
        ("purpose", text.Purpose),
        ("distanceAdaptation", text.DistanceAdaptation ?? ""),
        .. text.Steps.Index().Select(one => ($"steps[{one.Index}].text", one.Item.Text)),
        .. text.Steps.Index().Select(one => ($"steps[{one.Index}].prompt", one.Item.Prompt ?? "")),
    ];
}
