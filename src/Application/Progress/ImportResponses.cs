using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Progress;

/// <param name="Csv">The text of a sheet: <c>partner</c>, <c>measure</c>, <c>answeredOn</c>, <c>item1</c>, <c>item2</c> and so on; at most 200 rows below the header.</param>
public sealed record ResponseImport(string Csv);

/// <summary>What an import of past results does, or would do.</summary>
/// <param name="Done">Whether it was done: not on a dry run.</param>
/// <param name="Entered">How many rows became responses.</param>
/// <param name="AlreadyThere">How many rows were answered already, by partner, measure and day; they are left as they are.</param>
/// <param name="Faults">Every broken rule by row and column; with any, nothing is done at all.</param>
public sealed record ResponseImportReport(bool Done, int Entered, int AlreadyThere, IReadOnlyList<ImportFault> Faults);

/// <summary>All or nothing.</summary>
[Access(Roles.Clinicians)]
public sealed record ImportResponsesCommand(Guid CoupleId, ResponseImport Body, bool DryRun) : ICommand<ResponseImportReport>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ImportResponsesValidator : AbstractValidator<ImportResponsesCommand>
{
    public ImportResponsesValidator() => RuleFor(x => x.Body.Csv).NotEmpty();
}

public sealed class ImportResponsesHandler(
    IDb db, ICsv csv, PracticeMeasures measures, ResponseEntry entry, ResponseSeries series, ResponseAlerts alerts, RequestScope scope, PracticeDays days)
    : IRequestHandler<ImportResponsesCommand, ResponseImportReport>
{
    private const int MostRows = 200;

    private const string ThereSql = """
        SELECT r.ClientId, r.Measure, r.AnsweredOn
        FROM Responses r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId
        """;

    public async Task<ResponseImportReport> Handle(ImportResponsesCommand request, CancellationToken cancellationToken)
    {
        var file = scope.Case;
        file.RequireOpen();
        foreach (var partner in file.Partners)
            await entry.Hold(partner, cancellationToken);
        var rows = csv.Read(request.Body.Csv) ?? throw Refused.Invalid("csv", "Give a sheet with one header, every quote closed and no row longer than the header.", "no-sheet");
        if (rows.Count is 0 or > MostRows)
            throw Refused.Invalid("csv", $"Give 1 to {MostRows} rows below the header.", rows.Count == 0 ? "no-sheet" : "too-many-rows");
        var (catalogue, inUse) = (await measures.Catalogue(cancellationToken), await measures.InUse(cancellationToken));
        var sheet = new ResponseSheet(file, inUse, days.Today);
        if (!ResponseSheet.HasKnownColumns(rows[0].Keys))
            throw Refused.Invalid("csv", "Use the columns partner, measure, answeredOn, item1, item2 and so on, and no others: totals without answers cannot be checked.", "unknown-column");
        var read = rows.Select((row, index) => sheet.Read(index, row)).OfType<SheetRow>().ToList();
        if (sheet.Faults.Count > 0)
        {
            return request.DryRun
                ? new ResponseImportReport(false, 0, 0, sheet.Faults)
                : throw Refused.Invalid(new ValidationResult(sheet.Faults.Select(fault => new ValidationFailure($"rows[{fault.Row}].{fault.Field}", fault.Rule))));
        }

        var there = (await db.Query<ThereRow>(ThereSql, new { file.CoupleId }, cancellationToken))
            .Where(row => catalogue.TryGet(row.Measure, out _))
            .Select(row => ResponseSheet.Place(row.ClientId, catalogue[row.Measure], row.AnsweredOn)).ToHashSet();
        var added = read.Where(one => !there.Contains(ResponseSheet.Place(one.ClientId, one.Instrument, one.AnsweredOn))).ToList();
        if (!request.DryRun)
            await Enter(added, cancellationToken);
        return new ResponseImportReport(!request.DryRun, added.Count, read.Count - added.Count, []);
    }

    private async Task Enter(IReadOnlyList<SheetRow> added, CancellationToken cancellationToken)
    {
        var coupleId = scope.Case.CoupleId;
        foreach (var one in added)
            await entry.Insert(one.ClientId, one.Instrument, one.AnsweredOn, one.Answers, one.Score, ResponseOrigin.Session, cancellationToken);
        foreach (var sheet in added.GroupBy(one => (one.ClientId, one.Instrument.Key)))
        {
            var (clientId, instrument) = (sheet.Key.ClientId, sheet.First().Instrument);
            var course = await series.OfPartner(coupleId, clientId, instrument, cancellationToken);
            // A past answer that tells of a risk is news to whoever reads it now, and the newest of a sheet stands for those before it.
            // One left out asks for a look only while nothing came after it.
            var told = sheet.Where(one => one.Score.Risk == RiskAnswer.Raised || (one.Score.Risk == RiskAnswer.Unanswered && one.AnsweredOn == course.Scored[^1].AnsweredOn));
            if (told.MaxBy(one => one.AnsweredOn) is { } newest)
                await alerts.Risk(coupleId, clientId, instrument, newest.AnsweredOn, newest.Score.Risk, cancellationToken);
            await alerts.Worsening(coupleId, clientId, instrument, course, cancellationToken);
        }
    }

    private sealed record ThereRow
    {
        public Guid ClientId { get; init; }

        public string Measure { get; init; } = "";

        public DateOnly AnsweredOn { get; init; }
    }
}
