using CounselDesk.Api.Http;
using CounselDesk.Application.Progress;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>The outcome measures, as they are scored here.</summary>
[Tags("Measures")]
public sealed class MeasuresController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>List the measures</summary>
    /// <remarks>Ranges, cut-offs, bands and reliable change with their sources, all on one page. Only our own trust pulse carries wording.</remarks>
    [HttpGet("measures"), Sends<ListMeasuresQuery>]
    public Task<IActionResult> ListMeasures(CancellationToken cancellationToken) => Answer(new ListMeasuresQuery(), cancellationToken);

    /// <summary>Read a measure</summary>
    [HttpGet("measures/{key}"), Sends<GetMeasureQuery>]
    public Task<IActionResult> GetMeasure(string key, CancellationToken cancellationToken) => Answer(new GetMeasureQuery(key), cancellationToken);
}
