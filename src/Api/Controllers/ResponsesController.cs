using CounselDesk.Api.Http;
using CounselDesk.Application.Progress;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>What becomes of answers once they are entered: corrections, and what later ones are compared with.</summary>
[Tags("Progress")]
public sealed class ResponsesController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Correct a response</summary>
    /// <remarks>
    /// All answers anew, scored by the measure's rules; measure, partner and day stay. The form before is kept in the history and never
    /// changed. Alerts follow from the new answers; one that the old answers raised stays until it is acknowledged.
    /// </remarks>
    [HttpPut("couples/{coupleId:guid}/responses/{responseId:guid}"), Sends<CorrectResponseCommand>]
    public Task<IActionResult> CorrectResponse(Guid coupleId, Guid responseId, IfMatch ifMatch, ResponseCorrection body, CancellationToken cancellationToken) =>
        Answer(new CorrectResponseCommand(coupleId, responseId, ifMatch.Version, body), cancellationToken);

    /// <summary>Import past results</summary>
    /// <remarks>
    /// A sheet with the columns <c>partner</c> (a, b or the client's id), <c>measure</c>, <c>answeredOn</c> (YYYY-MM-DD) and <c>item1</c>, <c>item2</c> and so
    /// on, an empty cell for what was not answered; at most 200 rows. All or nothing: every fault is told by row, from 0 below the header, and
    /// column, never with its value. What is there already, by partner, measure and day (the trust pulse: week), is left as it is. Totals alone
    /// are not taken, as nothing could check them. The newest answer of the sheet that tells of a risk alerts, by partner
    /// and measure, however long past it is.
    /// </remarks>
    /// <param name="coupleId">The case.</param>
    /// <param name="body">The sheet.</param>
    /// <param name="dryRun">Tell what it would do, and do nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpPost("couples/{coupleId:guid}/responses/import"), Sends<ImportResponsesCommand>]
    public Task<IActionResult> ImportResponses(Guid coupleId, ResponseImport body, [FromQuery] bool? dryRun, CancellationToken cancellationToken) =>
        Answer(new ImportResponsesCommand(coupleId, body, dryRun ?? false), cancellationToken);

    /// <summary>Read every form of a response</summary>
    /// <remarks>Oldest first, each with its answers, its score by the constants of its time, who entered it and why; the last one stands.</remarks>
    [HttpGet("couples/{coupleId:guid}/responses/{responseId:guid}/history"), Sends<GetResponseHistoryQuery>]
    public Task<IActionResult> GetResponseHistory(Guid coupleId, Guid responseId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new GetResponseHistoryQuery(coupleId, responseId, page), cancellationToken);

    /// <summary>Read a partner's baseline</summary>
    /// <remarks>The response that later ones to the measure are compared with: the one named, else the first complete one of the case.</remarks>
    [HttpGet("couples/{coupleId:guid}/baselines/{measure}/{partnerId:guid}"), Sends<GetBaselineQuery>]
    public Task<IActionResult> GetBaseline(Guid coupleId, string measure, Guid partnerId, CancellationToken cancellationToken) =>
        Answer(new GetBaselineQuery(coupleId, measure, partnerId), cancellationToken);

    /// <summary>Name a partner's baseline</summary>
    /// <remarks>
    /// Responses, progress, brief and report follow at once. What is a worsening only from this baseline raises an alert; one that has been told
    /// of is not told of again because it is now counted from elsewhere. <c>responseId</c> null takes up the rule again; 400 <c>no-such-response</c> for one
    /// of another partner, measure or case.
    /// </remarks>
    [HttpPut("couples/{coupleId:guid}/baselines/{measure}/{partnerId:guid}"), Sends<NameBaselineCommand>]
    public Task<IActionResult> NameBaseline(
        Guid coupleId, string measure, Guid partnerId, IfMatch ifMatch, BaselineChoice body, CancellationToken cancellationToken) =>
        Answer(new NameBaselineCommand(coupleId, measure, partnerId, ifMatch.Version, body), cancellationToken);
}
