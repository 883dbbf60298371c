using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Toolkit;

/// <summary>Who wrote an exercise.</summary>
public enum ExerciseOrigin
{
    /// <summary>Comes with the program, the same for every practice.</summary>
    BuiltIn,

    /// <summary>The practice's own.</summary>
    Own,
}

/// <summary>An exercise that a therapist can choose.</summary>
/// <param name="Key">Stable kebab-case name, never reused.</param>
/// <param name="Version">Rises with each change; an assignment keeps the version it was given. Also the start of the <c>ETag</c>.</param>
/// <param name="Title">One line.</param>
/// <param name="Purpose">What it is good for, to the partners. Markdown.</param>
/// <param name="Category">Where it stands in the catalogue.</param>
/// <param name="Audience">Who does it.</param>
/// <param name="Steps">3 to 8, in order. Markdown.</param>
/// <param name="DurationMinutes">How long one go takes, 1 to 240 minutes.</param>
/// <param name="Cadence">The default when it is assigned.</param>
/// <param name="Needs">Codes of the needs it serves, the most direct first.</param>
/// <param name="HelpsWith">Codes of trust components, signs, causes, triggers and obstacles it answers, the most direct first.</param>
/// <param name="WorksAtDistance">Whether a couple living apart can do it.</param>
/// <param name="DistanceAdaptation">How a couple living apart does it, where that is different.</param>
/// <param name="Cautions">Codes of the vocabulary to weigh before assigning it.</param>
/// <param name="Reflection">Asked when it is logged.</param>
/// <param name="Source">Short citation of the founding idea.</param>
/// <param name="Roles">Two, as the partners call them, the one who begins first; null where both do the same. Steps name whose they are.</param>
/// <param name="Origin">Built in, or the practice's own.</param>
/// <param name="ArchivedAt">Since when it is no longer given, for one of the practice's own.</param>
public sealed record CatalogueExercise(
    string Key, int Version, string Title, string Purpose, ExerciseCategory Category, Audience Audience, IReadOnlyList<ExerciseStep> Steps,
    int DurationMinutes, Cadence Cadence, IReadOnlyList<string> Needs, IReadOnlyList<string> HelpsWith, DistanceFit WorksAtDistance,
    string? DistanceAdaptation, IReadOnlyList<string> Cautions, IReadOnlyList<ReflectionQuestion> Reflection, string Source,
    IReadOnlyList<string>? Roles, ExerciseOrigin Origin, DateTimeOffset? ArchivedAt) : IVersioned
{
    public static CatalogueExercise Of(Exercise exercise, ExerciseOrigin origin = ExerciseOrigin.BuiltIn, DateTimeOffset? archivedAt = null) => new(
        exercise.Key, exercise.Version, exercise.Title, exercise.Purpose, exercise.Category, exercise.Audience, exercise.Steps,
        exercise.DurationMinutes, exercise.Cadence, exercise.Needs, exercise.HelpsWith, exercise.WorksAtDistance, exercise.DistanceAdaptation,
        exercise.Cautions, exercise.Reflection, exercise.Source, exercise.Roles, origin, archivedAt);

    /// <summary>Its text alone, as it is given or copied.</summary>
    public Exercise Text() => new(
        Key, Version, Title, Purpose, Category, Audience, Steps, DurationMinutes, Cadence, Needs, HelpsWith, WorksAtDistance, DistanceAdaptation,
        Cautions, Reflection, Source, Roles);
}
