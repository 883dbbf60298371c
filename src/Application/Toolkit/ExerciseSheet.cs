using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Toolkit;

/// <summary>A cell that cannot be read.</summary>
/// <param name="Row">The exercise's place, from 0; in a sheet the first row below the header.</param>
/// <param name="Field">The field, or the sheet's column.</param>
/// <param name="Rule">What is asked for. Never the value.</param>
public sealed record ImportFault(int Row, string Field, string Rule);

/// <summary>Exercises as a sheet: a row each, steps, prompts and roles in columns of their own, lists of codes parted by spaces, the two roles by a semicolon, the questions as JSON.</summary>
public static class ExerciseSheet
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static IReadOnlyList<string> Columns { get; } =
    [
        "key", "title", "purpose", "category", "audience", "durationMinutes", "cadence", "timesPerWeek", "needs", "helpsWith", "worksAtDistance",
        "distanceAdaptation", "cautions", .. Enumerable.Range(1, Exercise.MaxSteps).SelectMany(n => new[] { Step(n), Prompt(n) }), "roles",
        .. Enumerable.Range(1, Exercise.MaxSteps).Select(Role), "reflection",
        "source", "confirmsNeverMonitoring",
    ];

    public static IReadOnlyList<string> Row(OwnExerciseText text) =>
    [
        text.Key ?? "", text.Title, text.Purpose, Word(text.Category), Word(text.Audience), text.DurationMinutes.ToString(CultureInfo.InvariantCulture),
        Word(text.Cadence.Kind), text.Cadence.TimesPerWeek?.ToString(CultureInfo.InvariantCulture) ?? "", string.Join(' ', text.Needs ?? []),
        string.Join(' ', text.HelpsWith ?? []), Word(text.WorksAtDistance), text.DistanceAdaptation ?? "", string.Join(' ', text.Cautions ?? []),
        .. Enumerable.Range(0, Exercise.MaxSteps).SelectMany(n => n < text.Steps.Count ? new[] { text.Steps[n].Text, text.Steps[n].Prompt ?? "" } : ["", ""]),
        string.Join(ExerciseRoles.Separator, text.Roles ?? []), .. Enumerable.Range(0, Exercise.MaxSteps).Select(n => n < text.Steps.Count ? text.Steps[n].Role ?? "" : ""),
        JsonSerializer.Serialize(text.Reflection, Json), text.Source ?? "", text.ConfirmsNeverMonitoring ? "true" : "false",
    ];

    /// <summary>The exercise of a row; what cannot be read is added to the faults, and the rest has some value that passes.</summary>
    public static OwnExerciseText Read(IReadOnlyDictionary<string, string> cells, int row, List<ImportFault> faults)
    {
        foreach (var column in cells.Keys.Where(column => !Columns.Contains(column, StringComparer.Ordinal)).Take(1))
            faults.Add(new(row, "header", "There is a column that no exercise has."));
        var kind = Enum<CadenceKind>("cadence");
        return new OwnExerciseText(
            Cell("title"), Cell("purpose"), Enum<ExerciseCategory>("category"), Enum<Audience>("audience"), Steps(), Number("durationMinutes") ?? 1,
            new Cadence(kind, Number("timesPerWeek")), Questions(), Flag("confirmsNeverMonitoring"), Optional("key"), Codes("needs"), Codes("helpsWith"),
            Optional("worksAtDistance") is null ? DistanceFit.Yes : Enum<DistanceFit>("worksAtDistance"), Optional("distanceAdaptation"), Codes("cautions"), Optional("source"),
            Optional("roles")?.Split(ExerciseRoles.Separator, StringSplitOptions.TrimEntries));

        string Cell(string column) => cells.GetValueOrDefault(column, "");
        string? Optional(string column) => Cell(column) is { Length: > 0 } text ? text : null;
        string[] Codes(string column) => Cell(column).Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries);

        T Enum<T>(string column)
            where T : struct, Enum
        {
            foreach (var value in System.Enum.GetValues<T>().Where(value => string.Equals(Word(value), Cell(column), StringComparison.Ordinal)))
                return value;
            faults.Add(new(row, column, "Must be one of the listed words."));
            return default;
        }

        int? Number(string column)
        {
            if (Optional(column) is not { } text)
                return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
            faults.Add(new(row, column, "Give a whole number."));
            return null;
        }

        // Spreadsheets write their own words in capitals.
        bool Flag(string column)
        {
            if (bool.TryParse(Cell(column), out var flag))
                return flag;
            faults.Add(new(row, column, "Give true or false."));
            return true;
        }

        List<ExerciseStep> Steps()
        {
            var last = Enumerable.Range(1, Exercise.MaxSteps).LastOrDefault(n => Optional(Step(n)) is not null || Optional(Prompt(n)) is not null || Optional(Role(n)) is not null);
            return [.. Enumerable.Range(1, last).Select(n => new ExerciseStep(Cell(Step(n)), Optional(Prompt(n)), Optional(Role(n))))];
        }

        IReadOnlyList<ReflectionQuestion> Questions()
        {
            try
            {
                if (JsonSerializer.Deserialize<IReadOnlyList<ReflectionQuestion>>(Cell("reflection"), Json) is { } questions)
                    return questions;
            }
            catch (JsonException)
            {
                // Told below, without the text that the parser quotes.
            }

            faults.Add(new(row, "reflection", "Give a JSON list of questions, each with key, question, kind and, for a choice, choices."));
            return [];
        }
    }

    private static string Step(int n) => string.Create(CultureInfo.InvariantCulture, $"step{n}");

    private static string Prompt(int n) => string.Create(CultureInfo.InvariantCulture, $"prompt{n}");

    private static string Role(int n) => string.Create(CultureInfo.InvariantCulture, $"role{n}");

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
