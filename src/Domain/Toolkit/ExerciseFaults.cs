using CounselDesk.Domain.Homework;

namespace CounselDesk.Domain.Toolkit;

/// <summary>
/// What is wrong with one exercise, all of it, by the field it is in. A practice's own is held to the same rules as ours;
/// no detail repeats a value.
/// </summary>
public static class ExerciseFaults
{
    public static IEnumerable<ToolkitFault> Of(Exercise exercise, Vocabulary vocabulary)
    {
        var where = $"exercise {exercise.Key}";
        return
        [
            .. Head(exercise, where),
            .. Steps(exercise, where),
            .. ExerciseRoles.Faults(exercise, where),
            .. Codes(exercise.Needs, "needs", vocabulary.IsNeed, "a need of the vocabulary", where),
            .. Codes(exercise.HelpsWith, "helpsWith", vocabulary.IsHelpCode, "a trust component, sign, cause, trigger or obstacle of the vocabulary", where),
            .. Codes(exercise.Cautions, "cautions", vocabulary.IsCaution, "a caution of the vocabulary", where),
            .. Reflection(exercise, where),
        ];
    }

    /// <summary>Whether it can be an exercise's key: kebab-case, beginning with a letter, at most 60 characters.</summary>
    public static bool IsKey(string key) => ToolkitFaults.IsKebab(key) && key.Length <= Exercise.MaxKeyLength;

    static IEnumerable<ToolkitFault> Head(Exercise exercise, string where)
    {
        if (!IsKey(exercise.Key))
            yield return new(ToolkitRule.KeyShape, where, $"A key is kebab-case, begins with a letter and has at most {Exercise.MaxKeyLength} characters.", "key");
        if (exercise.Version < 1)
            yield return new(ToolkitRule.Version, where, "A version is at least 1.", "version");
        if (Length(exercise.Title, Exercise.MinTitleLength, Exercise.MaxTitleLength, where, "title") is { } title)
            yield return title;
        if (Length(exercise.Purpose, Exercise.MinPurposeLength, Exercise.MaxPurposeLength, where, "purpose") is { } purpose)
            yield return purpose;
        if (Length(exercise.Source, 1, Exercise.MaxSourceLength, where, "source") is { } source)
            yield return source;
        if (exercise.DurationMinutes is < Exercise.MinDurationMinutes or > Exercise.MaxDurationMinutes)
            yield return new(ToolkitRule.Duration, where, $"Takes {Exercise.MinDurationMinutes} to {Exercise.MaxDurationMinutes} minutes.", "durationMinutes");
        if (!ToolkitFaults.IsSound(exercise.Cadence))
        {
            yield return new(
                ToolkitRule.CadenceCount, where, $"Give timesPerWeek, {Cadence.MinTimesPerWeek} to {Cadence.MaxTimesPerWeek}, for times-per-week and for nothing else.", "cadence");
        }

        if (exercise.Needs.Count + exercise.HelpsWith.Count == 0)
            yield return new(ToolkitRule.AnswersNothing, where, "Name at least one need, or one thing it helps with.", "helpsWith");
        if ((exercise.WorksAtDistance == DistanceFit.Adapted) != !string.IsNullOrWhiteSpace(exercise.DistanceAdaptation))
            yield return new(ToolkitRule.DistanceAdaptation, where, "Tell the adaptation exactly when worksAtDistance is adapted.", "distanceAdaptation");
        if (exercise.DistanceAdaptation is { Length: > Exercise.MaxAdaptationLength })
            yield return new(ToolkitRule.TextLength, where, $"At most {Exercise.MaxAdaptationLength} characters.", "distanceAdaptation");
    }

    static IEnumerable<ToolkitFault> Steps(Exercise exercise, string where)
    {
        if (exercise.Steps.Count is < Exercise.MinSteps or > Exercise.MaxSteps)
            yield return new(ToolkitRule.StepCount, where, $"Give {Exercise.MinSteps} to {Exercise.MaxSteps} steps.", "steps");
        foreach (var (index, step) in exercise.Steps.Index())
        {
            if (Length(step.Text, Exercise.MinStepLength, Exercise.MaxStepLength, where, $"steps[{index}].text") is { } text)
                yield return text;
            if (step.Prompt is not null && Length(step.Prompt, 1, Exercise.MaxPromptLength, where, $"steps[{index}].prompt") is { } prompt)
                yield return prompt;
        }
    }

    static IEnumerable<ToolkitFault> Codes(IReadOnlyList<string> codes, string field, Func<string, bool> isKnown, string what, string where)
    {
        foreach (var (index, _) in codes.Index().Where(code => !isKnown(code.Item)))
            yield return new(ToolkitRule.UnknownCode, where, $"Name {what}.", $"{field}[{index}]");
        if (Repeats(codes))
            yield return new(ToolkitRule.RepeatedCode, where, "Name each code once.", field);
    }

    static IEnumerable<ToolkitFault> Reflection(Exercise exercise, string where)
    {
        if (exercise.Reflection.Count is < 1 or > Exercise.MaxReflectionQuestions)
            yield return new(ToolkitRule.ReflectionCount, where, $"Ask 1 to {Exercise.MaxReflectionQuestions} questions.", "reflection");
        if (Repeats([.. exercise.Reflection.Select(question => question.Key)]))
            yield return new(ToolkitRule.DuplicateKey, where, "Give each question a key of its own.", "reflection");
        foreach (var (index, question) in exercise.Reflection.Index())
        {
            var field = $"reflection[{index}]";
            if (!IsKey(question.Key))
                yield return new(ToolkitRule.KeyShape, where, $"A key is kebab-case, begins with a letter and has at most {Exercise.MaxKeyLength} characters.", $"{field}.key");
            if (Length(question.Question, Exercise.MinQuestionLength, Exercise.MaxQuestionLength, where, $"{field}.question") is { } text)
                yield return text;
            if (!HasSoundChoices(question))
            {
                yield return new(
                    ToolkitRule.ReflectionChoices, where,
                    $"Give 2 to {Exercise.MaxChoices} different choices of at most {Exercise.MaxChoiceLength} characters for a choice, and none otherwise.", $"{field}.choices");
            }
        }
    }

    static bool HasSoundChoices(ReflectionQuestion question) => question.Kind == ReflectionKind.Choice
        ? question.Choices is { Count: >= 2 and <= Exercise.MaxChoices } choices
            && !Repeats(choices)
            && !choices.Any(choice => ToolkitFaults.TooShortOrLong(choice, 1, Exercise.MaxChoiceLength))
        : question.Choices is null;

    static ToolkitFault? Length(string text, int min, int max, string where, string field) => ToolkitFaults.TooShortOrLong(text, min, max)
        ? new ToolkitFault(ToolkitRule.TextLength, where, $"Give {min} to {max} characters.", field)
        : null;

    static bool Repeats(IReadOnlyList<string> codes) => codes.Distinct(StringComparer.Ordinal).Count() != codes.Count;
}
