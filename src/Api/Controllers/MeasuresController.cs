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
