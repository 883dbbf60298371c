using System.Globalization;
using CounselDesk.Application.Common;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Progress;
using Refused = CounselDesk.Domain.Progress.Refused;

namespace CounselDesk.Application.Progress;

/// <summary>A row of a sheet of past results, scored.</summary>
internal sealed record SheetRow(Guid ClientId, Instrument Instrument, DateOnly AnsweredOn, IReadOnlyList<decimal?> Answers, Score Score);

/// <summary>Reads the rows of a sheet of past results; what is wrong is gathered by row and column, never with its value.</summary>
internal sealed class ResponseSheet(CaseFile file, InstrumentCatalogue catalogue, DateOnly today)
{
    private static readonly HashSet<string> Named = new(["partner", "measure", "answeredOn"], StringComparer.Ordinal);
    private readonly HashSet<(Guid, string, DateOnly)> _places = [];

    /// <summary>Everything wrong so far.</summary>
    public List<ImportFault> Faults { get; } = [];

    public static bool HasKnownColumns(IEnumerable<string> columns)
    {
        var all = columns.ToList();
        return Named.IsSubsetOf(all) && all.TrueForAll(column => Named.Contains(column) || ItemOf(column) is not null);
    }

    /// <summary>What there is one response of: a partner's measure on a day, or in a week where it is answered weekly.</summary>
    public static (Guid ClientId, string Measure, DateOnly Day) Place(Guid clientId, Instrument instrument, DateOnly day) =>
        (clientId, instrument.Key, ResponseEntry.WeekStart(instrument, day) ?? day);

    /// <summary>The row, or null where anything in it is wrong.</summary>
    public SheetRow? Read(int row, IReadOnlyDictionary<string, string> cells)
    {
        var (clientId, instrument, day) = (Partner(row, cells["partner"]), Measure(row, cells["measure"]), Day(row, cells["answeredOn"]));
        var answers = Answers(row, cells);
        if (clientId is not { } client || instrument is null || day is not { } on || answers is null)
            return null;
        var outcome = Scoring.Score(instrument, answers.ToDictionary(pair => pair.Key, pair => (decimal?)pair.Value));
        if (outcome is not Scored { Score: var score })
        {
            foreach (var refusal in ((Refused)outcome).Refusals)
                Faults.AddRange(refusal.Items.Select(item => new ImportFault(row, FormattableString.Invariant($"item{item}"), refusal.Message)));
            return null;
        }

        if (!_places.Add(Place(client, instrument, on)))
        {
            Faults.Add(new ImportFault(row, "answeredOn", "Another row holds this partner's answers to this measure for that day or week."));
            return null;
        }

        return new SheetRow(client, instrument, on, [.. instrument.Items.Select(item => answers.TryGetValue(item.Number, out var answer) ? answer : (decimal?)null)], score);
    }

    private static int? ItemOf(string column) =>
        column.StartsWith("item", StringComparison.Ordinal) && int.TryParse(column.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= 1 and <= ResponseDays.MostAnswers && column == FormattableString.Invariant($"item{number}") ? number : null;

    private Guid? Partner(int row, string cell)
    {
        Guid? found = cell.ToUpperInvariant() switch
        {
            "A" => file.PartnerAId,
            "B" => file.PartnerBId,
            _ => Guid.TryParse(cell, out var id) && file.HasPartner(id) ? id : null,
        };
        if (found is null)
            Faults.Add(new ImportFault(row, "partner", "Write a or b, or the id of one of this case's partners."));
        return found;
    }

    private Instrument? Measure(int row, string cell)
    {
        if (catalogue.TryGet(cell, out var instrument) && !instrument.Confidential)
            return instrument;
        Faults.Add(new ImportFault(row, "measure", "Name one of the measures listed at /measures whose answers go to responses, and none that is retired."));
        return null;
    }

    private DateOnly? Day(int row, string cell)
    {
        if (DateOnly.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day <= today && day >= today.AddYears(-ResponseDays.OldestYears))
            return day;
        Faults.Add(new ImportFault(row, "answeredOn", $"Write a day as YYYY-MM-DD, not in the future and within the last {ResponseDays.OldestYears} years."));
        return null;
    }

    private Dictionary<int, decimal>? Answers(int row, IReadOnlyDictionary<string, string> cells)
    {
        var (answers, isGood) = (new Dictionary<int, decimal>(), true);
        foreach (var (column, cell) in cells.Where(cell => ItemOf(cell.Key) is not null && cell.Value.Length > 0))
        {
            if (decimal.TryParse(cell, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var answer))
            {
                answers[ItemOf(column)!.Value] = answer;
                continue;
            }

            Faults.Add(new ImportFault(row, column, "Write a number with a point, or leave it empty."));
            isGood = false;
        }

        return isGood ? answers : null;
    }
}
