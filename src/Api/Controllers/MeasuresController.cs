using CounselDesk.Api.Http;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Progress;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>The outcome measures, as they are scored here.</summary>
[Tags("Measures")]
public sealed class MeasuresController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>List the measures</summary>
    /// <remarks>Ranges, cut-offs, bands and reliable change with their sources, all on one page. Only our own trust pulse comes with wording; the others show what the practice has entered.</remarks>
    [HttpGet("measures"), Sends<ListMeasuresQuery>]
    public Task<IActionResult> ListMeasures(CancellationToken cancellationToken) => Answer(new ListMeasuresQuery(), cancellationToken);

    /// <summary>Read a measure</summary>
    [HttpGet("measures/{key}"), Sends<GetMeasureQuery>]
    public Task<IActionResult> GetMeasure(string key, CancellationToken cancellationToken) => Answer(new GetMeasureQuery(key), cancellationToken);

    /// <summary>Make a measure of the practice's own</summary>
    /// <remarks>
    /// Seen by this practice alone, and answered, asked for, charted and counted like a built-in one. Its facts never change: other items, ranges or
    /// constants are another measure with another key (409 <c>key-taken</c> for one in use, built in or ever used). Contradictions are refused
    /// by field, such as <c>bands[2].from</c>. Screenings stay built in. Nothing of a client belongs into it.
    /// </remarks>
    [HttpPost("measures"), Sends<CreateMeasureCommand>, Creates]
    public Task<IActionResult> CreateMeasure(NewMeasure body, CancellationToken cancellationToken) =>
        Created(new CreateMeasureCommand(body), made => $"measures/{made.Key}", cancellationToken);

    /// <summary>Retire a measure of the practice's own</summary>
    /// <remarks>It takes no new answers, requests or wording (422 <c>measure-retired</c>), and running requests ask nothing more. What was answered stays readable, and its key taken.</remarks>
    [HttpPost("measures/{key}/retire"), Sends<RetireMeasureCommand>]
    public Task<IActionResult> RetireMeasure(string key, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new RetireMeasureCommand(key, ifMatch.Version), cancellationToken);

    /// <summary>Restore a measure of the practice's own</summary>
    /// <remarks>It takes answers again, and requests that still run ask again.</remarks>
    [HttpPost("measures/{key}/restore"), Sends<RestoreMeasureCommand>]
    public Task<IActionResult> RestoreMeasure(string key, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new RestoreMeasureCommand(key, ifMatch.Version), cancellationToken);

    /// <summary>Read a measure's wording</summary>
    /// <remarks>The practice's own, or ours; empty, with version 0, while none has been entered. No other practice sees it.</remarks>
    [HttpGet("measures/{key}/wording"), Sends<GetMeasureWordingQuery>]
    public Task<IActionResult> GetMeasureWording(string key, CancellationToken cancellationToken) => Answer(new GetMeasureWordingQuery(key), cancellationToken);

    /// <summary>Write a measure's wording</summary>
    /// <remarks>
    /// A sentence for each item, under the practice's own licence: 422 <c>licence-not-confirmed</c> unless that is said. Ours stays as it is
    /// (409 <c>built-in-wording</c>). With it, partners can be asked for the measure in the portal.
    /// </remarks>
    [HttpPut("measures/{key}/wording"), Sends<WriteMeasureWordingCommand>]
    public Task<IActionResult> WriteMeasureWording(string key, IfMatch ifMatch, MeasureWordingText body, CancellationToken cancellationToken) =>
        Answer(new WriteMeasureWordingCommand(key, ifMatch.Version, body), cancellationToken);

    /// <summary>Take a measure's wording away</summary>
    /// <remarks>Answers stay; requests that run ask nothing more in the portal until there is wording again.</remarks>
    [HttpDelete("measures/{key}/wording"), Sends<RemoveMeasureWordingCommand>]
    public Task<IActionResult> RemoveMeasureWording(string key, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Done(new RemoveMeasureWordingCommand(key, ifMatch.Version), cancellationToken);
}
