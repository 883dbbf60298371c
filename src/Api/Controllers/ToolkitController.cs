using CounselDesk.Api.Http;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Toolkit;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>The repair toolkit: exercises, pathways, the words they are described by, and what suits a couple.</summary>
[Tags("Toolkit")]
public sealed class ToolkitController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>List exercises</summary>
    /// <remarks>In the catalogue's order. Every filter given must hold.</remarks>
    /// <param name="page">Which page.</param>
    /// <param name="category">Of this category.</param>
    /// <param name="need">Serving this need; a code of the vocabulary.</param>
    /// <param name="helpsWith">Answering this trust component, sign, cause, trigger or obstacle; a code of the vocabulary.</param>
    /// <param name="audience">Made for them.</param>
    /// <param name="distance">Fit for a couple who live so.</param>
    /// <param name="q">Words to be found in the title, the purpose or a step.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpGet("toolkit/exercises"), Sends<ListExercisesQuery>]
    public Task<IActionResult> ListExercises(
        [FromQuery] PageQuery page, ExerciseCategory? category, [FromQuery] string? need, [FromQuery] string? helpsWith, Audience? audience,
        Distance? distance, [FromQuery] string? q, CancellationToken cancellationToken) =>
        Answer(new ListExercisesQuery(page, new ExerciseFilter(category, need, helpsWith, audience, distance, q)), cancellationToken);

    /// <summary>Read an exercise</summary>
    [HttpGet("toolkit/exercises/{key}"), Sends<GetExerciseQuery>]
    public Task<IActionResult> GetExercise(string key, CancellationToken cancellationToken) => Answer(new GetExerciseQuery(key), cancellationToken);

    /// <summary>Read the vocabulary</summary>
    /// <remarks>The codes that a formulation uses and that exercises answer, in plain words; and the cautions.</remarks>
    [HttpGet("toolkit/vocabulary"), Sends<GetVocabularyQuery>]
    public Task<IActionResult> GetVocabulary(CancellationToken cancellationToken) => Answer(new GetVocabularyQuery(), cancellationToken);

    /// <summary>Read the safety information</summary>
    /// <remarks>The practice's safety contacts, for everyone who signs in; the cautions, for staff.</remarks>
    [HttpGet("toolkit/safety"), Sends<GetToolkitSafetyQuery>]
    public Task<IActionResult> GetToolkitSafety(CancellationToken cancellationToken) => Answer(new GetToolkitSafetyQuery(), cancellationToken);

    /// <summary>Recommend exercises for a couple</summary>
    /// <remarks>Ranked by the couple's codes, the pathway their situation calls for and how things went before, each with its reasons.</remarks>
    /// <param name="coupleId">The case.</param>
    /// <param name="limit">How many ranked exercises at most, 1 to 50; 10 unless told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpGet("couples/{coupleId:guid}/recommendations"), Sends<GetRecommendationsQuery>]
    public Task<IActionResult> GetRecommendations(Guid coupleId, [FromQuery] int? limit, CancellationToken cancellationToken) =>
        Answer(new GetRecommendationsQuery(coupleId, limit), cancellationToken);
}
