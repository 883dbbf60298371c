using System.Globalization;
using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Application.Toolkit;

/// <summary>How many exercises each value of one filter would show, with all the other filters as they are.</summary>
/// <param name="Name">The filter's name, as in the query.</param>
/// <param name="Values">Those that show anything, the most first.</param>
public sealed record ExerciseFacet(string Name, IReadOnlyList<FacetCount> Values);

/// <param name="Value">As the query takes it.</param>
/// <param name="Count">How many exercises it would show.</param>
public sealed record FacetCount(string Value, int Count);

/// <summary>Tells which exercises a filter means, and counts what other choices would show.</summary>
internal sealed class ExerciseSearch
{
    /// <summary>The lengths that a therapist chooses among, in minutes.</summary>
    private static readonly int[] Lengths = [5, 10, 15, 20, 30, 45, 60, 90];

    private readonly ExerciseFilter _filter;
    private readonly IReadOnlyList<string> _words;
    private readonly IReadOnlyList<Facet> _facets;

    public ExerciseSearch(ExerciseFilter filter)
    {
        _filter = filter;
        _words = filter.Q is { } q ? [.. FoldedWords.In(q).Select(word => word.Text)] : [];
        // A facet's own filter holds where the chosen value is among the exercise's values.
        _facets =
        [
            new("category", Word(filter.Category), exercise => [Word<ExerciseCategory>(exercise.Category)!]),
            new("need", filter.Need, exercise => exercise.Needs),
            new("helpsWith", filter.HelpsWith, exercise => exercise.HelpsWith),
            new("audience", Word(filter.Audience), exercise => [Word<Audience>(exercise.Audience)!]),
            new("distance", Word(filter.Distance), exercise => exercise.WorksAtDistance == DistanceFit.No
                ? [Word<Distance>(Distance.Together)!]
                : [Word<Distance>(Distance.Together)!, Word<Distance>(Distance.LongDistance)!]),
            new("caution", filter.Caution, exercise => exercise.Cautions),
            new("maxMinutes", null, exercise => Lengths.Where(minutes => exercise.DurationMinutes <= minutes).Select(minutes => minutes.ToString(CultureInfo.InvariantCulture))),
            new("origin", Word(filter.Origin), exercise => [Word<ExerciseOrigin>(exercise.Origin)!]),
        ];
    }

    /// <summary>Whether every filter but the words holds.</summary>
    public bool Fits(CatalogueExercise exercise) => Fits(exercise, without: null);

    /// <summary>Each facet is counted without its own filter, so that what was chosen can be exchanged for something else.</summary>
    public IReadOnlyList<ExerciseFacet> Facets(IReadOnlyList<CatalogueExercise> exercises) =>
    [
        .. _facets.Select(facet => new ExerciseFacet(facet.Name,
        [
            .. exercises.Where(exercise => Fits(exercise, facet.Name)).SelectMany(facet.ValuesOf)
                .GroupBy(value => value, (value, all) => new FacetCount(value, all.Count()), StringComparer.Ordinal)
                .OrderByDescending(count => count.Count).ThenBy(count => count.Value, StringComparer.Ordinal),
        ])),
    ];

    private bool Fits(CatalogueExercise exercise, string? without) =>
        _facets.All(facet => facet.Chosen is null || facet.Name == without || facet.ValuesOf(exercise).Contains(facet.Chosen, StringComparer.Ordinal))
        && (_filter.MaxMinutes is not { } minutes || without == "maxMinutes" || exercise.DurationMinutes <= minutes);

    /// <summary>Whether every word that is sought begins a word of the exercise. Asked once for each: it reads the whole text.</summary>
    public bool HasWords(CatalogueExercise exercise)
    {
        if (_filter.Q is null)
            return true;
        var words = Texts(exercise).SelectMany(FoldedWords.In).Select(word => word.Text).ToHashSet(StringComparer.Ordinal);
        return _words.Count > 0 && _words.All(sought => words.Any(word => word.StartsWith(sought, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Texts(CatalogueExercise exercise) =>
        [exercise.Title, exercise.Purpose, .. exercise.Steps.Select(step => step.Text), .. exercise.Steps.Select(step => step.Prompt ?? "")];

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } word ? JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString()) : null;

    private sealed record Facet(string Name, string? Chosen, Func<CatalogueExercise, IEnumerable<string>> ValuesOf);
}
