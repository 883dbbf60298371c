using CounselDesk.Api.Http;
using CounselDesk.Application.Progress;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Answers to measures, and what they and the homework say together.</summary>
[Tags("Progress")]
public sealed class ProgressController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Record a partner's answers to a measure</summary>
    /// <remarks>
    /// Scored on entry by the measure's own rules; answers that cannot be scored are refused, naming items and rule. One response to a
    /// measure a day (409 <c>already-answered</c>), one trust pulse a week (409 <c>already-answered-this-week</c>). <c>hits</c> is taken by the
    /// case's screenings only (422 <c>use-screening</c>). An answer to the risk item above its lowest one, a risk item left unanswered, and a reliable
    /// worsening raise an alert; such an answer does so even where the response is refused for want of other answers.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/responses"), Sends<RecordResponseCommand>, Creates]
    public Task<IActionResult> RecordResponse(Guid coupleId, NewResponse body, CancellationToken cancellationToken) =>
        Created(new RecordResponseCommand(coupleId, body), response => $"couples/{coupleId}/responses/{response.Id}", cancellationToken);

    /// <summary>List what was answered in a case</summary>
    /// <remarks>Both partners' responses, in session and from the portal, last entered first. Screenings are not among them.</remarks>
    [HttpGet("couples/{coupleId:guid}/responses"), Sends<ListResponsesQuery>]
    public Task<IActionResult> ListResponses(Guid coupleId, [FromQuery] PageQuery page, string? measure, Guid? partnerId, CancellationToken cancellationToken) =>
        Answer(new ListResponsesQuery(coupleId, page, measure, partnerId), cancellationToken);

    /// <summary>Read a response</summary>
    [HttpGet("couples/{coupleId:guid}/responses/{responseId:guid}"), Sends<GetResponseQuery>]
    public Task<IActionResult> GetResponse(Guid coupleId, Guid responseId, CancellationToken cancellationToken) =>
        Answer(new GetResponseQuery(coupleId, responseId), cancellationToken);

    /// <summary>Read a case's progress</summary>
    /// <remarks>
    /// Trust, homework, goals and events side by side by week, every measure with its class and constants, whose trust moved, and a summary of sentences
    /// made by rule. Change of the trust pulse is not classified, as no smallest reliable change is published for it, and says so.
    /// </remarks>
    [HttpGet("couples/{coupleId:guid}/progress"), Sends<GetProgressQuery>]
    public Task<IActionResult> GetProgress(Guid coupleId, CancellationToken cancellationToken) => Answer(new GetProgressQuery(coupleId), cancellationToken);

    /// <summary>Draw a measure and the homework on one time axis</summary>
    /// <remarks>
    /// One self-contained SVG picture; the partners are labelled by first name. Bands, cut-off and reliable changes are marked where the
    /// measure's publication gives them, sessions held and events by day. <c>measure</c> takes any measure that has a total and whose
    /// answers go to responses; without it, the trust pulse is drawn (400 <c>no-such-measure</c>, <c>no-total</c>).
    /// </remarks>
    [HttpGet("couples/{coupleId:guid}/progress/chart.svg"), Sends<DrawProgressChartQuery>, Produces("image/svg+xml")]
    public Task<IActionResult> DrawProgressChart(Guid coupleId, string? measure, CancellationToken cancellationToken) =>
        Text(new DrawProgressChartQuery(coupleId, measure), "image/svg+xml", cancellationToken);

    /// <summary>Print a case's progress</summary>
    /// <remarks>
    /// One self-contained HTML page for A4 or Letter, which says for whom it is; no notes, screenings or reflections are in any. Clinical:
    /// the chart, the weeks, the measures with their sources, and the rule behind every sentence. For the couple: only what both may see,
    /// that is sessions and exercises together and the agreement; their pulses only if each let theirs stand there (409 <c>no-couple</c>).
    /// For a third party: what a release of this case allows, as long as its authorizations are in force (400 <c>release-required</c>,
    /// 409 <c>authorization-missing</c>).
    /// </remarks>
    /// <param name="coupleId">The case.</param>
    /// <param name="audience">For whom; for the clinician unless told.</param>
    /// <param name="releaseId">For a third party: the release that it is printed for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpGet("couples/{coupleId:guid}/report"), Sends<PrintReportQuery>, Produces("text/html"), MayConflict]
    public Task<IActionResult> PrintReport(Guid coupleId, ReportAudience? audience, Guid? releaseId, CancellationToken cancellationToken) =>
        Text(new PrintReportQuery(coupleId, audience, releaseId), "text/html", cancellationToken);

    /// <summary>Read whether a partner lets their pulse stand beside the other's</summary>
    /// <remarks>On pages made for both, and only if both do. For clinicians; to the other partner it says nothing. 409 <c>no-couple</c>.</remarks>
    [HttpGet("couples/{coupleId:guid}/pulse-sharing/{partnerId:guid}"), Sends<GetPartnerPulseSharingQuery>]
    public Task<IActionResult> GetPartnerPulseSharing(Guid coupleId, Guid partnerId, CancellationToken cancellationToken) =>
        Answer(new GetPartnerPulseSharingQuery(coupleId, partnerId), cancellationToken);

    /// <summary>Enter whether a partner lets their pulse stand beside the other's</summary>
    /// <remarks>From a form that they signed, asked of each alone. 409: <c>no-couple</c>, <c>case-closed</c>, <c>record-frozen</c>.</remarks>
    [HttpPut("couples/{coupleId:guid}/pulse-sharing/{partnerId:guid}"), Sends<WritePartnerPulseSharingCommand>]
    public Task<IActionResult> WritePartnerPulseSharing(Guid coupleId, Guid partnerId, IfMatch ifMatch, SignedPulseSharing body, CancellationToken cancellationToken) =>
        Answer(new WritePartnerPulseSharingCommand(coupleId, partnerId, ifMatch.Version, body), cancellationToken);
}
