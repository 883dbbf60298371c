using CounselDesk.Api.Http;
using CounselDesk.Application.Reports;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>What a practice's work comes to, as counts without names: an administrator's whole practice, a supervisor's own and supervised cases.</summary>
[Tags("Reports")]
public sealed class ReportsController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Report outcomes</summary>
    /// <remarks>
    /// Each person's last answer of the period against their baseline, by the rules of the case's own progress; a couple's class is that
    /// of the partner who does less well. Figures under five are withheld, and others from which they could be worked out. Only whole
    /// months that are over can be asked for (400 <c>no-whole-months</c>, <c>month-not-over</c>). 400 <c>no-such-measure</c>. What is
    /// withheld is withheld within one report: two reports of periods that overlap, held against each other, can still tell of somebody
    /// who answered in one of them only. Every report is audited.
    /// </remarks>
    /// <param name="from">The first day of a month; twelve months before the end unless told.</param>
    /// <param name="to">The last day of a month that is over; of the last one unless told. At most 36 months in all.</param>
    /// <param name="therapistId">Only the cases that this clinician has now.</param>
    /// <param name="by">What the rows stand for; one row for all together unless told. A month is counted by itself, so months do not add up.</param>
    /// <param name="measure">Only this measure.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpGet("reports/outcomes"), Sends<ReportOutcomesQuery>]
    public Task<IActionResult> ReportOutcomes(DateOnly? from, DateOnly? to, Guid? therapistId, ReportGrouping? by, string? measure, CancellationToken cancellationToken) =>
        Answer(new ReportOutcomesQuery(new ReportRequest(from, to, by, therapistId), measure), cancellationToken);

    /// <summary>Report outcomes as a sheet</summary>
    /// <remarks>
    /// CSV (RFC 4180), a line for each row and measure; an empty cell is a figure withheld. A cell that a spreadsheet would take for a
    /// formula stands behind an apostrophe.
    /// </remarks>
    /// <param name="from">The first day of a month; twelve months before the end unless told.</param>
    /// <param name="to">The last day of a month that is over; of the last one unless told. At most 36 months in all.</param>
    /// <param name="therapistId">Only the cases that this clinician has now.</param>
    /// <param name="by">What the rows stand for; one row for all together unless told. A month is counted by itself, so months do not add up.</param>
    /// <param name="measure">Only this measure.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpGet("reports/outcomes.csv"), Sends<ReportOutcomesSheetQuery>, Produces("text/csv")]
    public Task<IActionResult> ReportOutcomesSheet(DateOnly? from, DateOnly? to, Guid? therapistId, ReportGrouping? by, string? measure, CancellationToken cancellationToken) =>
        Text(new ReportOutcomesSheetQuery(new ReportRequest(from, to, by, therapistId), measure), "text/csv", cancellationToken);

    /// <summary>Report homework</summary>
    /// <remarks>
    /// What was done of what fell due in the period, and which share of the homework that ended in it was completed. Shares are in whole
    /// hundredths; those of fewer than five persons or cases are withheld, and others from which they could be worked out. Only whole months
    /// that are over can be asked for (400 <c>no-whole-months</c>, <c>month-not-over</c>).
    /// </remarks>
    /// <param name="from">The first day of a month; twelve months before the end unless told.</param>
    /// <param name="to">The last day of a month that is over; of the last one unless told. At most 36 months in all.</param>
    /// <param name="therapistId">Only the cases that this clinician has now.</param>
    /// <param name="by">What the rows stand for; one row for all together unless told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpGet("reports/homework"), Sends<ReportHomeworkQuery>]
    public Task<IActionResult> ReportHomework(DateOnly? from, DateOnly? to, Guid? therapistId, ReportGrouping? by, CancellationToken cancellationToken) =>
        Answer(new ReportHomeworkQuery(new ReportRequest(from, to, by, therapistId)), cancellationToken);

    /// <summary>Report homework as a sheet</summary>
    /// <remarks>CSV (RFC 4180); an empty cell is a figure withheld. A cell that a spreadsheet would take for a formula stands behind an apostrophe.</remarks>
    /// <param name="from">The first day of a month; twelve months before the end unless told.</param>
    /// <param name="to">The last day of a month that is over; of the last one unless told. At most 36 months in all.</param>
    /// <param name="therapistId">Only the cases that this clinician has now.</param>
    /// <param name="by">What the rows stand for; one row for all together unless told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [HttpGet("reports/homework.csv"), Sends<ReportHomeworkSheetQuery>, Produces("text/csv")]
    public Task<IActionResult> ReportHomeworkSheet(DateOnly? from, DateOnly? to, Guid? therapistId, ReportGrouping? by, CancellationToken cancellationToken) =>
        Text(new ReportHomeworkSheetQuery(new ReportRequest(from, to, by, therapistId)), "text/csv", cancellationToken);
}
