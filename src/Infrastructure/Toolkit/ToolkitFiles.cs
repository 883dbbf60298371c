using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Infrastructure.Toolkit;

/// <summary>
/// The toolkit that ships inside the program (db/toolkit). It is read whole when first built, so that a faulty
/// file stops the start and not a therapist's afternoon.
/// </summary>
public sealed class ToolkitFiles : IToolkit
{
    const string ExercisesPrefix = "toolkit/exercises/";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public ToolkitFiles()
        : this(Embedded())
    {
    }

    /// <summary>From other texts by resource name (toolkit/vocabulary.json and so on).</summary>
    /// <exception cref="ToolkitFaultsException">The files can be read but contradict the rules or each other.</exception>
    /// <exception cref="JsonException">A file is not of the expected shape; the message names it.</exception>
    public ToolkitFiles(IReadOnlyDictionary<string, string> texts)
    {
        var exercises = texts.Keys
            .Where(name => name.StartsWith(ExercisesPrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(name => ExercisesOf(texts, name))
            .ToList();
        Catalogue = new ToolkitCatalogue(
            exercises,
            Read<PathwayFile>(texts, "toolkit/pathways.json").Pathways,
            Read<Vocabulary>(texts, "toolkit/vocabulary.json"),
            Read<SafetyInformation>(texts, "toolkit/safety.json"),
            Read<AgreementTemplate>(texts, "toolkit/agreement.json"));
    }

    public ToolkitCatalogue Catalogue { get; }

    /// <summary>The files as they are embedded, by resource name with forward slashes.</summary>
    public static IReadOnlyDictionary<string, string> Embedded()
    {
        var assembly = typeof(ToolkitFiles).Assembly;
        return assembly.GetManifestResourceNames()
            // The folder part of a logical name keeps the separator of the machine that built it.
            .Select(name => (Resource: name, Name: name.Replace('\\', '/')))
            .Where(n => n.Name.StartsWith("toolkit/", StringComparison.Ordinal))
            .ToDictionary(n => n.Name, n => TextOf(assembly, n.Resource), StringComparer.Ordinal);
    }

    static string TextOf(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    static IEnumerable<Exercise> ExercisesOf(IReadOnlyDictionary<string, string> texts, string name)
    {
        var file = Read<ExerciseFile>(texts, name);
        return file.Exercises.Select(e => new Exercise(
            e.Key, e.Version, e.Title, e.Purpose, file.Category, e.Audience, e.Steps, e.DurationMinutes, e.Cadence, e.Needs,
            e.HelpsWith, e.WorksAtDistance, e.DistanceAdaptation, e.Cautions, e.Reflection, e.Source, e.Roles));
    }

    static T Read<T>(IReadOnlyDictionary<string, string> texts, string name)
    {
        if (!texts.TryGetValue(name, out var text))
            throw new JsonException($"{name} is missing.");
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json) ?? throw new JsonException("It holds null.");
        }
        catch (JsonException fault)
        {
            throw new JsonException($"{name}: {fault.Message}", fault);
        }
    }

    sealed record ExerciseFile(ExerciseCategory Category, IReadOnlyList<ExerciseEntry> Exercises);

    /// <summary>An exercise as the file holds it: its category stands once, at the top.</summary>
    sealed record ExerciseEntry(
        string Key,
        int Version,
        string Title,
        string Purpose,
        Audience Audience,
        IReadOnlyList<ExerciseStep> Steps,
        int DurationMinutes,
        Cadence Cadence,
        IReadOnlyList<string> Needs,
        IReadOnlyList<string> HelpsWith,
        DistanceFit WorksAtDistance,
        string? DistanceAdaptation,
        IReadOnlyList<string> Cautions,
        IReadOnlyList<ReflectionQuestion> Reflection,
        string Source,
        IReadOnlyList<string>? Roles = null);

    sealed record PathwayFile(IReadOnlyList<Pathway> Pathways);
}
