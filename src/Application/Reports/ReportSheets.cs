using System.Globalization;
using CounselDesk.Application.Common;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Reports;

/// <summary>Outcomes as a sheet: a line for each row and measure, an empty cell where a figure is withheld.</summary>
/// <param name="Request">Which period, and whose cases.</param>
/// <param name="Measure">Only this measure; null: every one.</param>
[Access(ReportAccess.May)]
public sealed record ReportOutcomesSheetQuery(ReportRequest Request, string? Measure = null) : IQuery<string>;

public sealed class ReportOutcomesSheetValidator : AbstractValidator<ReportOutcomesSheetQuery>
{
    public ReportOutcomesSheetValidator() => RuleFor(x => x.Measure).Line(Limits.Code);
}

public sealed class ReportOutcomesSheetHandler(Outcomes outcomes, ICsv csv) : IRequestHandler<ReportOutcomesSheetQuery, string>
{
    private static readonly string[] Columns =
    [
        "from", "to", "therapistId", "therapistName", "cases", "measure", "title", "answered", "recovered", "improved", "unchanged", "deteriorated", "notClassified",
        "couplesAnswered", "couplesRecovered", "couplesImproved", "couplesUnchanged", "couplesDeteriorated", "couplesNotClassified",
    ];

    public async Task<string> Handle(ReportOutcomesSheetQuery request, CancellationToken cancellationToken)
    {
        var report = await outcomes.Of(request.Request, request.Measure, cancellationToken);
        return csv.Write(Columns, report.Rows.SelectMany(row => row.Measures.Select(measure => (IReadOnlyList<string>)
        [
            Cell.Of(row.From), Cell.Of(row.To), Cell.Of(row.TherapistId), row.TherapistName ?? "", Cell.Of(row.Cases), measure.Measure, measure.Title,
            .. Cells(measure.Persons), .. Cells(measure.Couples),
        ])));
    }

    private static IEnumerable<string> Cells(OutcomeCounts? counts) =>
        new[] { counts?.Answered, counts?.Recovered, counts?.Improved, counts?.Unchanged, counts?.Deteriorated, counts?.NotClassified }.Select(count => Cell.Of(count));
}

/// <summary>Homework as a sheet: a line for each row, an empty cell where a figure is withheld.</summary>
/// <param name="Request">Which period, and whose cases.</param>
[Access(ReportAccess.May)]
public sealed record ReportHomeworkSheetQuery(ReportRequest Request) : IQuery<string>;

public sealed class ReportHomeworkSheetHandler(HomeworkDoneInPractice homework, ICsv csv) : IRequestHandler<ReportHomeworkSheetQuery, string>
{
    private static readonly string[] Columns = ["from", "to", "therapistId", "therapistName", "cases", "persons", "adherence", "casesWithEnded", "completion"];

    public async Task<string> Handle(ReportHomeworkSheetQuery request, CancellationToken cancellationToken) =>
        csv.Write(Columns, (await homework.Of(request.Request, cancellationToken)).Rows.Select(row => (IReadOnlyList<string>)
        [
            Cell.Of(row.From), Cell.Of(row.To), Cell.Of(row.TherapistId), row.TherapistName ?? "", Cell.Of(row.Cases), Cell.Of(row.Persons), Cell.Of(row.Adherence),
            Cell.Of(row.CasesWithEnded), Cell.Of(row.Completion),
        ]));
}

/// <summary>Values as a sheet holds them, the same in every language.</summary>
internal static class Cell
{
    public static string Of(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Of(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
