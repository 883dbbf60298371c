using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.Progress;
using CounselDesk.Domain.Reports;

namespace CounselDesk.Application.Reports;

/// <summary>Counts classes by clinician, measure and period, case after case, and in the end shows what may be shown.</summary>
internal sealed class OutcomeTally(IReadOnlyList<ReportPeriod> periods, InstrumentCatalogue catalogue, PracticeDays days)
{
    private static readonly ChangeClass[] Classes =
        [ChangeClass.Recovered, ChangeClass.Improved, ChangeClass.Unchanged, ChangeClass.Deteriorated, ChangeClass.NotClassified];

    private readonly Dictionary<Guid, string> _therapists = [];
    private readonly Dictionary<(int Period, Guid Therapist), int> _cases = [];
    private readonly Dictionary<(int Period, Guid Therapist, string Measure, ChangeClass Class), int> _persons = [];
    private readonly Dictionary<(int Period, string Measure, ChangeClass Class), int> _couples = [];
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);

    /// <summary>Counts one case.</summary>
    public void Add(ReportCase one, IEnumerable<OutcomeAnswer> answers)
    {
        _therapists[one.TherapistId] = one.TherapistName;
        var courses = answers.GroupBy(answer => answer.Measure, StringComparer.Ordinal)
            .Where(course => catalogue.TryGet(course.Key, out _))
            .Select(course => (Measure: course.Key, ByPartner: course.ToLookup(answer => answer.ClientId)))
            .ToList();
        for (var period = 0; period < periods.Count; period++)
        {
            if (one.IsOpenIn(periods[period], days))
                Count(_cases, (period, one.TherapistId));
            foreach (var (measure, byPartner) in courses)
            {
                var classes = one.File.Partners.Select(partner => ClassIn(periods[period], catalogue[measure], [.. byPartner[partner]])).ToList();
                foreach (var found in classes.OfType<ChangeClass>())
                    Count(_persons, (period, one.TherapistId, measure, found));
                if (classes.Exists(found => found is not null))
                    _answered.Add(measure);
                if (classes is [{ } first, { } second])
                    Count(_couples, (period, measure, ReliableChange.OfCouple(first, second)));
            }
        }
    }

    /// <summary>The rows of a period: each clinician by name, then all together, told by <c>TherapistId</c>.</summary>
    public IReadOnlyList<OutcomeRow> Rows(int period)
    {
        var therapists = _therapists.OrderBy(pair => pair.Value, StringComparer.Ordinal).ThenBy(pair => pair.Key).ToList();
        var cases = new SmallGroups(Table(therapists.Count, 1, (row, _) => _cases.GetValueOrDefault((period, therapists[row].Key))));
        var measures = catalogue.All.Where(instrument => _answered.Contains(instrument.Key)).Select(instrument => (
            Instrument: instrument,
            Persons: new SmallGroups(Table(therapists.Count, Classes.Length, (row, column) => _persons.GetValueOrDefault((period, therapists[row].Key, instrument.Key, Classes[column])))))).ToList();
        return
        [
            .. therapists.Select((therapist, row) => Row(row, therapist.Key, therapist.Value, _ => null)),
            Row(therapists.Count, null, null, measure => Couples(period, measure.Instrument.Key, measure.Persons, therapists.Count)),
        ];

        OutcomeRow Row(int row, Guid? id, string? name, Func<(Instrument Instrument, SmallGroups Persons), OutcomeCounts?> couples) => new(
            periods[period].From, periods[period].To, id, name, cases[row, 0],
            [.. measures.Select(measure => new MeasureOutcome(measure.Instrument.Key, measure.Instrument.Title, Counts(measure.Persons, row), couples(measure)))]);
    }

    private OutcomeCounts? Couples(int period, string measure, SmallGroups persons, int all)
    {
        if (Enumerable.Range(0, Classes.Length + 1).Any(column => persons[all, column] is null))
            return null;
        return Counts(new SmallGroups(Table(1, Classes.Length, (_, column) => _couples.GetValueOrDefault((period, measure, Classes[column])))), 0);
    }

    /// <summary>The class of the last answer in the period, by the constants in force when it was given; null: none was given.</summary>
    private static ChangeClass? ClassIn(ReportPeriod period, Instrument instrument, List<OutcomeAnswer> answers)
    {
        var course = answers.OrderBy(answer => answer.AnsweredOn).ThenBy(answer => answer.Seq).ToList();
        var last = course.FindLastIndex(answer => period.Contains(answer.AnsweredOn));
        if (last < 0)
            return null;
        // What the therapist named goes before the first complete one, as in the course of the case itself.
        var named = course.FindIndex(answer => answer.IsNamedBaseline);
        var baseline = named >= 0 ? named : course.FindIndex(answer => answer.MissingItems is null);
        return baseline < 0 || baseline >= last
            ? ChangeClass.NotClassified
            : ReliableChange.Between(course[last].AsScored(instrument), course[baseline].Score(), course[last].Score()).Class;
    }

    private static OutcomeCounts Counts(SmallGroups table, int row) =>
        new(table[row, Classes.Length], table[row, 0], table[row, 1], table[row, 2], table[row, 3], table[row, 4]);

    private static int[,] Table(int rows, int columns, Func<int, int, int> value)
    {
        var table = new int[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                table[row, column] = value(row, column);
        }

        return table;
    }

    private static void Count<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}

/// <summary>An answer as far as its class is concerned: nothing decrypted, no name.</summary>
internal sealed record OutcomeAnswer
{
    public Guid CoupleId { get; init; }

    public Guid ClientId { get; init; }

    public long Seq { get; init; }

    public string Measure { get; init; } = "";

    public DateOnly AnsweredOn { get; init; }

    public int? Total { get; init; }

    public int Decimals { get; init; }

    public string? MissingItems { get; init; }

    public string Constants { get; init; } = "";

    /// <summary>Whether it is the one that the therapist named last for this person and measure.</summary>
    public bool IsNamedBaseline { get; init; }

    public Score Score() => new(Measure, Total, null, Decimals, [], null, [], MissingItems is not null, [], RiskAnswer.NotAsked);

    public Instrument AsScored(Instrument instrument) => StoredScore.Constants(Constants).In(instrument);
}
