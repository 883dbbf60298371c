using System.Globalization;
using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Toolkit;

/// <summary>Which exercises are wanted; every filter given must hold.</summary>
/// <param name="Category">Of this category.</param>
/// <param name="Need">Serving this need; a code of the vocabulary.</param>
/// <param name="HelpsWith">Answering this trust component, sign, cause, trigger or obstacle; a code of the vocabulary.</param>
/// <param name="Audience">Made for them.</param>
/// <param name="Distance">Fit for a couple who live so: for <c>long-distance</c>, what works at a distance, adapted or not.</param>
/// <param name="Q">Words to be found in the title, the purpose or a step, whatever the case and accents; at most 100 characters.</param>
public sealed record ExerciseFilter(
    ExerciseCategory? Category = null, string? Need = null, string? HelpsWith = null, Audience? Audience = null,
    Distance? Distance = null, string? Q = null);

[Access(Roles.Clinicians | Roles.Admin | Roles.Frontdesk)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record ListExercisesQuery(PageRequest Page, ExerciseFilter Filter) : IQuery<Page<Exercise>>;

public sealed class ListExercisesValidator : AbstractValidator<ListExercisesQuery>
{
    public ListExercisesValidator() => RuleFor(x => x.Filter.Q).Line(Limits.Search).OverridePropertyName("q");
}

public sealed class ListExercisesHandler(IToolkit toolkit) : IRequestHandler<ListExercisesQuery, Page<Exercise>>
{
    private const string List = "exercises";

    public Task<Page<Exercise>> Handle(ListExercisesQuery request, CancellationToken cancellationToken)
    {
        var (page, filter) = (request.Page, request.Filter);
        var catalogue = toolkit.Catalogue;
        // A misspelt code would silently show nothing.
        if (filter.Need is { } need && !catalogue.Vocabulary.IsNeed(need))
            throw Refused.Invalid("need", "Name a need of the vocabulary.", "unknown-code");
        if (filter.HelpsWith is { } help && !catalogue.Vocabulary.IsHelpCode(help))
            throw Refused.Invalid("helpsWith", "Name a trust component, sign, cause, trigger or obstacle of the vocabulary.", "unknown-code");

        var after = page.After(List);
        var found = catalogue.Exercises.Index()
            .Where(place => place.Index > after && Fits(place.Item, filter))
            .Take(page.Take)
            .ToList();
        return Task.FromResult(PageRequest.Cut(List, page, found, place => place.Index).Map(place => place.Item));
    }

    private static bool Fits(Exercise exercise, ExerciseFilter filter) =>
        (filter.Category is null || exercise.Category == filter.Category)
        && (filter.Need is null || exercise.Needs.Contains(filter.Need, StringComparer.Ordinal))
        && (filter.HelpsWith is null || exercise.HelpsWith.Contains(filter.HelpsWith, StringComparer.Ordinal))
        && (filter.Audience is null || exercise.Audience == filter.Audience)
        && (filter.Distance != Distance.LongDistance || exercise.WorksAtDistance != DistanceFit.No)
        && (filter.Q is not { } words || Texts(exercise).Any(text => Holds(text, words.Trim())));

    private static IEnumerable<string> Texts(Exercise exercise) => [exercise.Title, exercise.Purpose, .. exercise.Steps.Select(step => step.Text)];

    private static bool Holds(string text, string words) =>
        CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, words, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;
}
