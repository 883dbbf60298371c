using CounselDesk.Domain.Homework;

namespace CounselDesk.Domain.Toolkit;

public enum ToolkitRule
{
    DuplicateKey,
    KeyShape,
    Version,
    TextLength,
    StepCount,
    Duration,
    CadenceCount,
    UnknownCode,
    RepeatedCode,
    AnswersNothing,
    DistanceAdaptation,
    ReflectionCount,
    ReflectionChoices,
    UnknownExercise,
    StepOpening,
    MissingCaution,
    Safety,
    Agreement,
    Roles,
}

/// <summary>A rule that is broken.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Where">Names the thing at fault, such as <c>exercise apology</c>.</param>
/// <param name="Detail">What the rule asks for. Of an exercise it never repeats a value, since an author reads it.</param>
/// <param name="Field">The exercise's field as an author sends it, such as <c>steps[1].prompt</c>.</param>
public sealed record ToolkitFault(ToolkitRule Rule, string Where, string Detail, string Field = "")
{
    public override string ToString() => $"{Where}{(Field.Length > 0 ? $", {Field}" : "")}: {Detail} ({Rule})";
}

public sealed class ToolkitFaultsException(IReadOnlyList<ToolkitFault> faults)
    : Exception("The toolkit has faults:\n" + string.Join('\n', faults))
{
    public IReadOnlyList<ToolkitFault> Faults { get; } = faults;
}

/// <summary>Lists what is wrong with a whole toolkit, all of it, and throws nothing.</summary>
public static class ToolkitFaults
{
    public static IReadOnlyList<ToolkitFault> Find(
        IReadOnlyList<Exercise> exercises,
        IReadOnlyList<Pathway> pathways,
        Vocabulary vocabulary,
        SafetyInformation safety,
        AgreementTemplate agreement) =>
        [
            .. OfVocabulary(vocabulary),
            .. Duplicates(exercises.Select(e => e.Key), "exercise"),
            .. exercises.SelectMany(e => ExerciseFaults.Of(e, vocabulary)),
            .. Duplicates(pathways.Select(p => p.Key), "pathway"),
            .. pathways.SelectMany(p => Of(p, exercises)),
            .. Of(safety),
            .. Of(agreement, vocabulary),
        ];

    public static IEnumerable<ToolkitFault> Of(Pathway pathway, IReadOnlyList<Exercise> exercises)
    {
        var where = $"pathway {pathway.Key}";
        if (!IsKebab(pathway.Key) || pathway.Key.Length > Exercise.MaxKeyLength)
            yield return new(ToolkitRule.KeyShape, where, "a key is kebab-case");
        if (pathway.Version < 1)
            yield return new(ToolkitRule.Version, where, "a version is at least 1");
        if (TooShortOrLong(pathway.Title, Exercise.MinTitleLength, Exercise.MaxTitleLength)
            || TooShortOrLong(pathway.Purpose, Exercise.MinPurposeLength, Exercise.MaxPurposeLength))
            yield return new(ToolkitRule.TextLength, where, "title or purpose too short or too long");
        if (pathway.Steps.Count is < Pathway.MinSteps or > Pathway.MaxSteps)
            yield return new(ToolkitRule.StepCount, where, $"{pathway.Steps.Count} steps, not {Pathway.MinSteps} to {Pathway.MaxSteps}");
        foreach (var fault in Duplicates(pathway.Steps.Select(s => s.ExerciseKey), where + " step"))
            yield return fault;

        var known = exercises.Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < pathway.Steps.Count; i++)
        {
            var step = pathway.Steps[i];
            if (!known.Contains(step.ExerciseKey))
                yield return new(ToolkitRule.UnknownExercise, where, $"step {i + 1} names {step.ExerciseKey}, which no exercise has");
            if (step.Opens.TakesDays() != step.AfterDays is >= 1 and <= Pathway.MaxAfterDays
                || (!step.Opens.TakesDays() && step.AfterDays is not null))
                yield return new(ToolkitRule.StepOpening, where, $"step {i + 1} gives days exactly when its opening counts them, 1 to {Pathway.MaxAfterDays}");
            if (i == 0 && step.Opens.NeedsPrevious())
                yield return new(ToolkitRule.StepOpening, where, "the first step has none before it");
        }
    }

    static IEnumerable<ToolkitFault> OfVocabulary(Vocabulary vocabulary)
    {
        foreach (var group in Enum.GetValues<VocabularyGroup>())
        {
            foreach (var term in vocabulary.In(group))
            {
                if (!IsKebab(term.Code))
                    yield return new(ToolkitRule.KeyShape, $"{group} {term.Code}", "a code is kebab-case");
                if (string.IsNullOrWhiteSpace(term.Label) || string.IsNullOrWhiteSpace(term.Description))
                    yield return new(ToolkitRule.TextLength, $"{group} {term.Code}", "label or description missing");
            }
        }

        foreach (var fault in Duplicates(vocabulary.Needs.Select(t => t.Code), "need"))
            yield return fault;
        var helpCodes = Enum.GetValues<VocabularyGroup>().Where(g => g != VocabularyGroup.Need).SelectMany(vocabulary.In).Select(t => t.Code);
        foreach (var fault in Duplicates(helpCodes, "vocabulary"))
            yield return fault;
        foreach (var fault in Duplicates(vocabulary.Cautions.Select(c => c.Code), "caution"))
            yield return fault;
        foreach (var caution in vocabulary.Cautions.Where(c => string.IsNullOrWhiteSpace(c.Label) || string.IsNullOrWhiteSpace(c.Text)))
            yield return new(ToolkitRule.TextLength, $"caution {caution.Code}", "label or text missing");
        foreach (var code in CautionCodes.All.Where(c => !vocabulary.IsCaution(c)))
            yield return new(ToolkitRule.MissingCaution, "vocabulary", $"{code} is not defined, yet a rule acts on it");
    }

    static IEnumerable<ToolkitFault> Of(SafetyInformation safety)
    {
        if (safety.For(safety.DefaultCountry) is null)
            yield return new(ToolkitRule.Safety, "safety", "the default country has no entry");
        foreach (var country in safety.Countries.Where(c =>
                     c.Country.Length != 2 || c.Lines.Count == 0 || string.IsNullOrWhiteSpace(c.Text)
                     || c.Lines.Any(l => string.IsNullOrWhiteSpace(l.Label) || string.IsNullOrWhiteSpace(l.Phone))))
            yield return new(ToolkitRule.Safety, $"safety {country.Country}", "a country has two letters, a text, and lines with label and number");
        foreach (var fault in Duplicates(safety.Countries.Select(c => c.Country), "safety"))
            yield return fault;
    }

    static IEnumerable<ToolkitFault> Of(AgreementTemplate agreement, Vocabulary vocabulary)
    {
        if (agreement.Rows.Count == 0)
            yield return new(ToolkitRule.Agreement, "agreement", "the template has no row");
        foreach (var row in agreement.Rows)
        {
            if (!vocabulary.IsNeed(row.Need))
                yield return new(ToolkitRule.UnknownCode, "agreement", $"{row.Need} is no need");
            if (string.IsNullOrWhiteSpace(row.Action) || !IsSound(row.Frequency) || row.Frequency.Kind == CadenceKind.Once)
                yield return new(ToolkitRule.Agreement, "agreement", $"the row for {row.Need} lacks an action or a frequency that repeats");
        }
    }

    static IEnumerable<ToolkitFault> Duplicates(IEnumerable<string> keys, string what) =>
        keys.GroupBy(k => k, StringComparer.Ordinal)
            .Where(g => g.Skip(1).Any())
            .Select(g => new ToolkitFault(ToolkitRule.DuplicateKey, $"{what} {g.Key}", "the key is used more than once"));

    // On which weekdays is for the couple's own week to say, when it is assigned.
    internal static bool IsSound(Cadence cadence) => cadence.IsValid() && cadence.Kind != CadenceKind.Weekdays;

    internal static bool TooShortOrLong(string text, int min, int max) => text.Trim().Length < min || text.Length > max;

    internal static bool IsKebab(string key) =>
        key.Length > 0
        && char.IsAsciiLetterLower(key[0])
        && key[^1] != '-'
        && !key.Contains("--", StringComparison.Ordinal)
        && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
