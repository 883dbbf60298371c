using CounselDesk.Application.Common;
using MediatR;

namespace CounselDesk.Application.Reports;

/// <summary>How much of the homework was done, as shares: an administrator's whole practice, a supervisor's own and supervised cases.</summary>
/// <param name="Request">Which period, and whose cases.</param>
[Access(ReportAccess.May)]
public sealed record ReportHomeworkQuery(ReportRequest Request) : IQuery<HomeworkReport>;

/// <summary>How much of the homework was done. No names, no exercises and no single person's homework.</summary>
/// <param name="From">The first day counted.</param>
/// <param name="To">The last day counted.</param>
/// <param name="By">What the rows stand for.</param>
/// <param name="Rows">Clinicians by name, or months from the oldest, or one row.</param>
/// <param name="Withheld">Why a figure is null, in a sentence.</param>
public sealed record HomeworkReport(DateOnly From, DateOnly To, ReportGrouping By, IReadOnlyList<HomeworkRow> Rows, string Withheld);

/// <summary>One clinician, one month, or all.</summary>
/// <param name="From">The first day counted here.</param>
/// <param name="To">The last day counted here.</param>
/// <param name="TherapistId">The clinician; null for all together.</param>
/// <param name="TherapistName">That person's name.</param>
/// <param name="Cases">Cases open on some day of the period; null: withheld.</param>
/// <param name="Persons">Persons of whom homework fell due; null: withheld.</param>
/// <param name="Adherence">Credited / expected of all that fell due, 0 to 1 in whole hundredths; null: withheld.</param>
/// <param name="CasesWithEnded">Cases with homework whose last day lay in the period, not withdrawn; null: withheld.</param>
/// <param name="Completion">Which share of that homework was completed, 0 to 1 in whole hundredths; null: withheld.</param>
public sealed record HomeworkRow(
    DateOnly From, DateOnly To, Guid? TherapistId, string? TherapistName, int? Cases, int? Persons, decimal? Adherence, int? CasesWithEnded, decimal? Completion);

public sealed class ReportHomeworkHandler(HomeworkDoneInPractice homework) : IRequestHandler<ReportHomeworkQuery, HomeworkReport>
{
    public Task<HomeworkReport> Handle(ReportHomeworkQuery request, CancellationToken cancellationToken) => homework.Of(request.Request, cancellationToken);
}
