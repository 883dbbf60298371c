using System.Security.Cryptography;
using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Toolkit;

/// <summary>Finds the practice's translations: by the very words that they translate.</summary>
public sealed class Translations(IDb db)
{
    private const string OfSql = TranslationRow.SelectSql + " AND x.ExerciseKey = @Key AND x.Language = @Language ORDER BY x.Seq DESC";

    private const string AllOfSql = TranslationRow.SelectSql + " AND x.ExerciseKey = @Key ORDER BY x.Language, x.Seq DESC";

    private const string ForSql = TranslationRow.SelectSql + " AND x.ExerciseKey IN @Keys AND x.Language IN @Languages";

    /// <summary>The translation of an exercise's present words, or the newest of words that it had before; null where there is none.</summary>
    internal async Task<TranslationRow?> Newest(Exercise exercise, string language, CancellationToken cancellationToken)
    {
        var rows = await db.Query<TranslationRow>(OfSql, new { exercise.Key, Language = language }, cancellationToken);
        var digest = Digest(exercise);
        return rows.FirstOrDefault(row => row.TextDigest == digest) ?? rows.FirstOrDefault();
    }

    /// <summary>Every language of an exercise, each as <see cref="Newest"/> gives it.</summary>
    internal async Task<IReadOnlyList<TranslationRow>> Languages(Exercise exercise, CancellationToken cancellationToken)
    {
        var digest = Digest(exercise);
        var rows = await db.Query<TranslationRow>(AllOfSql, new { exercise.Key }, cancellationToken);
        return [.. rows.GroupBy(row => row.Language, StringComparer.Ordinal).Select(all => all.FirstOrDefault(row => row.TextDigest == digest) ?? all.First())];
    }

    /// <summary>
    /// Each exercise in the first of the languages that the practice gives for its very words, or as it is. One statement for
    /// all of them, and none where no language is asked for.
    /// </summary>
    internal async Task<IReadOnlyList<(Exercise Exercise, string? Language)>> Translate(
        IReadOnlyList<Exercise> exercises, IReadOnlyList<string> languages, CancellationToken cancellationToken)
    {
        if (languages.Count == 0 || exercises.Count == 0)
            return [.. exercises.Select(exercise => (exercise, (string?)null))];
        var keys = exercises.Select(exercise => exercise.Key).Distinct(StringComparer.Ordinal).ToList();
        var rows = (await db.Query<TranslationRow>(ForSql, new { Keys = keys, Languages = languages }, cancellationToken))
            .ToDictionary(row => (row.ExerciseKey, row.Language, row.TextDigest));
        return [.. exercises.Select(exercise => One(exercise, languages, rows))];
    }

    /// <summary>In a language that a clinician asks for, or as it is where none is.</summary>
    internal async Task<Exercise> In(Exercise exercise, string? language, CancellationToken cancellationToken)
    {
        if (language is null)
            return exercise;
        if (!LanguageTag.IsCanonical(language))
            throw Refused.Invalid("language", "Give a language tag (BCP 47) in its canonical form, such as es, pt-BR or zh-Hant.", "unknown-language");
        return await Translate([exercise], [language], cancellationToken) is [({ } told, not null)]
            ? told
            : throw Refused.Invalid("language", "The practice gives these words in other languages only.", "no-translation");
    }

    /// <summary>What stands for an exercise's words: whatever a partner reads of it, and nothing else.</summary>
    internal static string Digest(Exercise exercise)
    {
        IEnumerable<string?> words =
        [
            exercise.Title, exercise.Purpose, exercise.DistanceAdaptation, .. exercise.Roles ?? [],
            .. exercise.Steps.SelectMany(step => new[] { step.Text, step.Prompt, step.Role }),
            .. exercise.Reflection.SelectMany(question => (IEnumerable<string?>)[question.Key, question.Question, .. question.Choices ?? []]),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(words)));
    }

    private static (Exercise Exercise, string? Language) One(
        Exercise exercise, IReadOnlyList<string> languages, Dictionary<(string Key, string Language, string Digest), TranslationRow> rows)
    {
        var digest = Digest(exercise);
        foreach (var language in languages)
        {
            if (rows.TryGetValue((exercise.Key, language, digest), out var row))
                return (exercise.With(row.Text()), language);
        }

        return (exercise, null);
    }
}

/// <summary>A translation as the database keeps it.</summary>
internal sealed record TranslationRow
{
    public const string SelectSql = """
        SELECT x.Id, x.Seq, x.ExerciseKey, x.Language, x.TextDigest, x.ExerciseVersion, x.TranslatedText, x.UpdatedAt, x.Version
        FROM ExerciseTranslations x
        WHERE x.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public string ExerciseKey { get; init; } = "";

    public string Language { get; init; } = "";

    public string TextDigest { get; init; } = "";

    public int ExerciseVersion { get; init; }

    public string TranslatedText { get; init; } = "";

    public DateTimeOffset UpdatedAt { get; init; }

    public int Version { get; init; }

    public TranslationText Text() => JsonSerializer.Deserialize<TranslationText>(TranslatedText)!;

    public ExerciseTranslation Show(Exercise exercise) => new(
        ExerciseKey, Language, ExerciseVersion, TextDigest != Translations.Digest(exercise), LanguageTag.IsRightToLeft(Language), Text(), UpdatedAt, Version);
}
