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
/// <param name="Caution">To be used with this caution; a code of the vocabulary.</param>
/// <param name="MaxMinutes">One go takes at most so many minutes.</param>
/// <param name="Origin">Built in, or the practice's own.</param>
/// <param name="Archived">The archived ones of the practice's own, and no others.</param>
/// <param name="Q">Words that begin words of the title, the purpose, a step or a prompt, whatever the case and accents; at most 100 characters.</param>
public sealed record ExerciseFilter(
    ExerciseCategory? Category = null, string? Need = null, string? HelpsWith = null, Audience? Audience = null, Distance? Distance = null,
    string? Caution = null, int? MaxMinutes = null, ExerciseOrigin? Origin = null, bool Archived = false, string? Q = null);

/// <summary>A page of the catalogue.</summary>
/// <param name="Items">The built-in exercises in the catalogue's order, then the practice's own, oldest first.</param>
/// <param name="NextCursor">Where the next page starts; null on the last.</param>
/// <param name="Facets">How many exercises each choice would show; only where they are asked for.</param>
public sealed record ExercisePage(IReadOnlyList<CatalogueExercise> Items, string? NextCursor, IReadOnlyList<ExerciseFacet>? Facets) : IPage;

[Access(Roles.Clinicians | Roles.Admin | Roles.Frontdesk)]
[NotAudited("The catalogue holds nothing of a case.")]
public sealed record ListExercisesQuery(PageRequest Page, ExerciseFilter Filter, bool Facets = false) : IQuery<ExercisePage>;

public sealed class ListExercisesValidator : AbstractValidator<ListExercisesQuery>
{
    public ListExercisesValidator()
    {
        RuleFor(x => x.Filter.Q).Line(Limits.Search).OverridePropertyName("q");
        RuleFor(x => x.Filter.MaxMinutes).InclusiveBetween(Exercise.MinDurationMinutes, Exercise.MaxDurationMinutes).OverridePropertyName("maxMinutes");
    }
}

public sealed class ListExercisesHandler(IToolkit builtIn, PracticeToolkit toolkit) : IRequestHandler<ListExercisesQuery, ExercisePage>
{
    private const string List = "exercises";

    public async Task<ExercisePage> Handle(ListExercisesQuery request, CancellationToken cancellationToken)
    {
        RequireKnown(request.Filter, builtIn.Catalogue.Vocabulary);
        var (page, search) = (request.Page, new ExerciseSearch(request.Filter));
        var after = page.After(List);
        var all = (await All(request.Filter.Archived, cancellationToken)).Where(place => search.HasWords(place.Exercise)).ToList();
        var found = all.Where(place => place.Place > after && search.Fits(place.Exercise)).Take(page.Take).ToList();
        var cut = PageRequest.Cut(List, page, found, place => place.Place).Map(place => place.Exercise);
        return new ExercisePage(cut.Items, cut.NextCursor, request.Facets ? search.Facets([.. all.Select(place => place.Exercise)]) : null);
    }

    // A misspelt code would silently show nothing.
    private static void RequireKnown(ExerciseFilter filter, Vocabulary vocabulary)
    {
        if (filter.Need is { } need && !vocabulary.IsNeed(need))
            throw Refused.Invalid("need", "Name a need of the vocabulary.", "unknown-code");
        if (filter.HelpsWith is { } help && !vocabulary.IsHelpCode(help))
            throw Refused.Invalid("helpsWith", "Name a trust component, sign, cause, trigger or obstacle of the vocabulary.", "unknown-code");
        if (filter.Caution is { } caution && !vocabulary.IsCaution(caution))
            throw Refused.Invalid("caution", "Name a caution of the vocabulary.", "unknown-code");
    }

    // A sequence comes of the time and is greater than any place of ours: each keeps its place when others come or go.
    private async Task<IReadOnlyList<(long Place, CatalogueExercise Exercise)>> All(bool isArchived, CancellationToken cancellationToken)
    {
        var own = (await toolkit.Own(isArchived, cancellationToken)).Select(row => (row.Seq, row.Show()));
        if (isArchived)
            return [.. own];
        return [.. builtIn.Catalogue.Exercises.Index().Select(place => ((long)place.Index, CatalogueExercise.Of(place.Item))), .. own];
    }
}
