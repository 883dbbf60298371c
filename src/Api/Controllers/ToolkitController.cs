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
    /// <remarks>
    /// The built-in ones in the catalogue's order, then the practice's own, oldest first. Every filter given must hold. With
    /// <c>facets</c>, the answer also counts what each value of each filter would show; a filter's own choice does not narrow its
    /// own counts, so that it can be exchanged for another.
    /// </remarks>
    /// <param name="page">Which page.</param>
    /// <param name="category">Of this category.</param>
    /// <param name="need">Serving this need; a code of the vocabulary.</param>
    /// <param name="helpsWith">Answering this trust component, sign, cause, trigger or obstacle; a code of the vocabulary.</param>
    /// <param name="audience">Made for them.</param>
    /// <param name="distance">Fit for a couple who live so.</param>
    /// <param name="caution">To be used with this caution; a code of the vocabulary.</param>
    /// <param name="maxMinutes">One go takes at most so many minutes, 1 to 240.</param>
    /// <param name="origin">Built in, or the practice's own.</param>
    /// <param name="archived">The archived ones of the practice's own, and no others.</param>
    /// <param name="q">Words that begin words of the title, the purpose, a step or a prompt.</param>
    /// <param name="facets">Count what each value of each filter would show.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpGet("toolkit/exercises"), Sends<ListExercisesQuery>]
    public Task<IActionResult> ListExercises(
        [FromQuery] PageQuery page, ExerciseCategory? category, [FromQuery] string? need, [FromQuery] string? helpsWith, Audience? audience,
        Distance? distance, [FromQuery] string? caution, [FromQuery] int? maxMinutes, ExerciseOrigin? origin, [FromQuery] bool? archived,
        [FromQuery] string? q, [FromQuery] bool? facets, CancellationToken cancellationToken) =>
        Answer(
            new ListExercisesQuery(page, new ExerciseFilter(category, need, helpsWith, audience, distance, caution, maxMinutes, origin, archived ?? false, q), facets ?? false),
            cancellationToken);

    /// <summary>Read an exercise</summary>
    /// <remarks>Built in or the practice's own, archived or not.</remarks>
    [HttpGet("toolkit/exercises/{key}"), Sends<GetExerciseQuery>]
    public Task<IActionResult> GetExercise(string key, CancellationToken cancellationToken) => Answer(new GetExerciseQuery(key), cancellationToken);

    /// <summary>Write an exercise of the practice's own</summary>
    /// <remarks>
    /// Held to the same rules as a built-in one: each that is broken is 400 under its field's name. 409 <c>key-taken</c> for a key that
    /// is or was in use; 422 <c>never-monitoring</c> without the author's word that it asks nobody to watch the other.
    /// </remarks>
    [HttpPost("toolkit/exercises"), Sends<CreateExerciseCommand>, Creates]
    public Task<IActionResult> CreateExercise(OwnExerciseText body, CancellationToken cancellationToken) =>
        Created(new CreateExerciseCommand(body), Address, cancellationToken);

    /// <summary>Write an exercise of the practice's own anew</summary>
    /// <remarks>
    /// Replaces all of it, by its author or a supervisor; what was assigned keeps the text it was given. 403 <c>not-your-exercise</c>,
    /// 409 <c>built-in-exercise</c>: copy it instead. 409 <c>exercise-archived</c>.
    /// </remarks>
    [HttpPut("toolkit/exercises/{key}"), Sends<UpdateExerciseCommand>]
    public Task<IActionResult> UpdateExercise(string key, IfMatch ifMatch, OwnExerciseText body, CancellationToken cancellationToken) =>
        Answer(new UpdateExerciseCommand(key, ifMatch.Version, body), cancellationToken);

    /// <summary>Copy an exercise</summary>
    /// <remarks>Built in or the practice's own, archived or not. The copy is the caller's to change. 409 <c>key-taken</c>.</remarks>
    [HttpPost("toolkit/exercises/{key}/copy"), Sends<CopyExerciseCommand>, Creates]
    public Task<IActionResult> CopyExercise(string key, ExerciseCopy body, CancellationToken cancellationToken) =>
        Created(new CopyExerciseCommand(key, body), Address, cancellationToken);

    /// <summary>Archive an exercise of the practice's own</summary>
    /// <remarks>By its author, a supervisor or an administrator. No longer listed or given; its key stays taken, and what was assigned goes on. 409 <c>already-archived</c>.</remarks>
    [HttpPost("toolkit/exercises/{key}/archive"), Sends<ArchiveExerciseCommand>]
    public Task<IActionResult> ArchiveExercise(string key, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new ArchiveExerciseCommand(key, ifMatch.Version), cancellationToken);

    /// <summary>Restore an archived exercise</summary>
    /// <remarks>By its author, a supervisor or an administrator. 409 <c>not-archived</c>.</remarks>
    [HttpPost("toolkit/exercises/{key}/restore"), Sends<RestoreExerciseCommand>]
    public Task<IActionResult> RestoreExercise(string key, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new RestoreExerciseCommand(key, ifMatch.Version), cancellationToken);

    /// <summary>List the languages of an exercise</summary>
    /// <remarks>Each translation that the practice gives, and whether it is outdated.</remarks>
    [HttpGet("toolkit/exercises/{key}/translations"), Sends<ListTranslationsQuery>]
    public Task<IActionResult> ListTranslations(string key, CancellationToken cancellationToken) => Answer(new ListTranslationsQuery(key), cancellationToken);

    /// <summary>Read a translation</summary>
    [HttpGet("toolkit/exercises/{key}/translations/{language}"), Sends<GetTranslationQuery>]
    public Task<IActionResult> GetTranslation(string key, string language, CancellationToken cancellationToken) => Answer(new GetTranslationQuery(key, language), cancellationToken);

    /// <summary>Translate an exercise</summary>
    /// <remarks>
    /// Built in or the practice's own, into a language by its canonical BCP 47 tag; 404 for what is none. Held to the exercise's shape,
    /// each fault 400 under its field's name. Partners who read that language get it with what was assigned in these very words.
    /// </remarks>
    [HttpPut("toolkit/exercises/{key}/translations/{language}"), Sends<TranslateExerciseCommand>]
    public Task<IActionResult> TranslateExercise(string key, string language, IfMatch ifMatch, TranslationText body, CancellationToken cancellationToken) =>
        Answer(new TranslateExerciseCommand(key, language, ifMatch.Version, body), cancellationToken);

    /// <summary>Remove a translation</summary>
    /// <remarks>With those of words that the exercise had before: what was assigned is read as it was written.</remarks>
    [HttpDelete("toolkit/exercises/{key}/translations/{language}"), Sends<RemoveTranslationCommand>]
    public Task<IActionResult> RemoveTranslation(string key, string language, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Done(new RemoveTranslationCommand(key, language, ifMatch.Version), cancellationToken);

    /// <summary>Export the practice's own exercises</summary>
    /// <remarks>As an import takes them; without the archived ones and without translations.</remarks>
    [HttpGet("toolkit/own-exercises/export"), Sends<ExportExercisesQuery>]
    public Task<IActionResult> ExportExercises(CancellationToken cancellationToken) => Answer(new ExportExercisesQuery(), cancellationToken);

    /// <summary>Export the practice's own exercises as a sheet</summary>
    /// <remarks>
    /// CSV (RFC 4180) with one row each; lists of codes are parted by spaces, the questions are JSON. A cell that a spreadsheet would
    /// take for a formula stands behind an apostrophe, which an import takes away again.
    /// </remarks>
    [HttpGet("toolkit/own-exercises/export.csv"), Sends<ExportExerciseSheetQuery>, Produces("text/csv")]
    public Task<IActionResult> ExportExerciseSheet(CancellationToken cancellationToken) => Text(new ExportExerciseSheetQuery(), "text/csv", cancellationToken);

    /// <summary>Import exercises</summary>
    /// <remarks>
    /// A list or the text of a sheet, whole or not at all: a key that the practice has is written anew if its text differs, another is
    /// new. A dry run answers with every fault by row and field; else the same faults are 400. 409 <c>too-many-exercises</c>.
    /// </remarks>
    /// <param name="body">What to import.</param>
    /// <param name="dryRun">Only tell what it would do; no unless told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpPost("toolkit/own-exercises/import"), Sends<ImportExercisesCommand>]
    public Task<IActionResult> ImportExercises(ExerciseImport body, [FromQuery] bool? dryRun, CancellationToken cancellationToken) =>
        Answer(new ImportExercisesCommand(body, dryRun ?? false), cancellationToken);

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

    private static string Address(CatalogueExercise exercise) => $"toolkit/exercises/{exercise.Key}";
}
