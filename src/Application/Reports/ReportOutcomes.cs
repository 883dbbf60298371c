using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Progress;
using CounselDesk.Domain;
using CounselDesk.Domain.Reports;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Reports;

/// <summary>How those fared who answered measures, as counts: an administrator's whole practice, a supervisor's own and supervised cases.</summary>
/// <param name="Request">Which period, and whose cases.</param>
/// <param name="Measure">Only this measure; null: every one.</param>
[Access(ReportAccess.May)]
public sealed record ReportOutcomesQuery(ReportRequest Request, string? Measure = null) : IQuery<OutcomeReport>;

public sealed class ReportOutcomesValidator : AbstractValidator<ReportOutcomesQuery>
{
    public ReportOutcomesValidator() => RuleFor(x => x.Measure).Line(Limits.Code);
}

public sealed class ReportOutcomesHandler(Outcomes outcomes) : IRequestHandler<ReportOutcomesQuery, OutcomeReport>
{
    public Task<OutcomeReport> Handle(ReportOutcomesQuery request, CancellationToken cancellationToken) =>
        outcomes.Of(request.Request, request.Measure, cancellationToken);
}

/// <summary>Reads outcomes in two statements for each portion of cases.</summary>
public sealed class Outcomes(IDb db, ReportCases cases, PracticeMeasures measures, PracticeDays days, RequestScope scope)
{
    /// <summary>Said in every report.</summary>
    public const string Withheld =
        "A figure is null where fewer than five persons, couples or cases would be counted, or where it would let such a figure be worked out.";

    // Answers from after the period too: a baseline that was named among them leaves those before it unclassified.
    private const string AnswersSql = """
        SELECT r.CoupleId, r.ClientId, r.Seq, r.Measure, r.AnsweredOn, r.Total, r.Decimals, r.MissingItems, r.Constants,
          CASE WHEN EXISTS (
            SELECT 1 FROM BaselineChoices b
            WHERE b.PracticeId = @PracticeId AND b.CoupleId = r.CoupleId AND b.ResponseId = r.Id
              AND b.Seq = (
                SELECT MAX(n.Seq) FROM BaselineChoices n
                WHERE n.PracticeId = @PracticeId AND n.CoupleId = r.CoupleId AND n.ClientId = r.ClientId AND n.Measure = r.Measure))
            THEN 1 ELSE 0 END AS IsNamedBaseline
        FROM Responses r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId IN @CoupleIds AND (@Measure IS NULL OR r.Measure = @Measure)
        """;

    internal async Task<OutcomeReport> Of(ReportRequest request, string? measure, CancellationToken cancellationToken)
    {
        var period = request.Period(days.Today);
        var catalogue = await measures.Catalogue(cancellationToken);
        if (measure is not null && (!catalogue.TryGet(measure, out var instrument) || instrument.Confidential))
            throw Refused.Invalid("measure", "Name one of the measures listed at /measures whose answers go to responses.", "no-such-measure");
        scope.ResourceId = request.TherapistId;
        var parts = request.Parts(period);
        var tally = new OutcomeTally(parts, catalogue, days);
        await foreach (var portion in cases.Portions(cancellationToken))
        {
            var answers = (await db.Query<OutcomeAnswer>(AnswersSql, new { CoupleIds = portion.Select(one => one.CoupleId).ToList(), Measure = measure }, cancellationToken))
                .ToLookup(answer => answer.CoupleId);
            foreach (var one in portion)
                tally.Add(one, answers[one.CoupleId]);
        }

        // What may be shown is decided for all clinicians and their sum at once, whatever part of it was asked for.
        var rows = Enumerable.Range(0, parts.Count).SelectMany(tally.Rows).Where(row => IsWanted(request, row.TherapistId));
        return new OutcomeReport(period.From, period.To, request.Grouping, [.. rows], Withheld);
    }

    internal static bool IsWanted(ReportRequest request, Guid? therapistId) => request.TherapistId is { } one
        ? therapistId == one
        : (request.Grouping == ReportGrouping.Therapist) == (therapistId is not null);
}
