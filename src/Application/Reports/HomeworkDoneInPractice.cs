using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;

namespace CounselDesk.Application.Reports;

/// <summary>Reads homework in five statements for each portion of cases.</summary>
public sealed class HomeworkDoneInPractice(ReportCases cases, HomeworkRecords records, PracticeDays days, RequestScope scope)
{
    internal async Task<HomeworkReport> Of(ReportRequest request, CancellationToken cancellationToken)
    {
        var period = request.Period(days.Today);
        scope.ResourceId = request.TherapistId;
        var parts = request.Parts(period);
        var tally = new HomeworkTally(parts, days);
        await foreach (var portion in cases.Portions(cancellationToken))
        {
            var homework = await records.OfCases([.. portion.Select(one => one.File)], cancellationToken);
            foreach (var one in portion)
                tally.Add(one, homework[one.CoupleId]);
        }

        var rows = Enumerable.Range(0, parts.Count).SelectMany(tally.Rows).Where(row => Outcomes.IsWanted(request, row.TherapistId));
        return new HomeworkReport(period.From, period.To, request.Grouping, [.. rows], Outcomes.Withheld);
    }
}
