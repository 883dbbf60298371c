using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Reports;

namespace CounselDesk.Application.Reports;

/// <summary>
/// Adds homework up by clinician and period, case after case. It gives shares in whole hundredths and no counts of what fell
/// due, so that from a practice's share and its clinicians' nobody works out a small group's.
/// </summary>
internal sealed class HomeworkTally(IReadOnlyList<ReportPeriod> periods, PracticeDays days)
{
    private readonly Dictionary<Guid, string> _therapists = [];
    private readonly Dictionary<(int Period, Guid Therapist), Sums> _sums = [];

    /// <summary>Counts one case.</summary>
    public void Add(ReportCase one, IEnumerable<HomeworkRecord> homework)
    {
        _therapists[one.TherapistId] = one.TherapistName;
        var records = homework.ToList();
        for (var index = 0; index < periods.Count; index++)
        {
            var period = periods[index];
            var sums = _sums.TryGetValue((index, one.TherapistId), out var found) ? found : _sums[(index, one.TherapistId)] = new Sums();
            if (one.IsOpenIn(period, days))
                sums.Cases++;
            var running = records.Where(record => record.Schedule.StartOn <= period.To && !(LastDay(record) < period.From)).ToList();
            var byPartner = running.SelectMany(record => record.Partners.Select(partner => (partner.PartnerId, Tally: Adherence.Between(record.Schedule, partner, period.From, period.To))))
                .GroupBy(part => part.PartnerId, part => part.Tally)
                .Select(parts => parts.Aggregate(AdherenceTally.None, (sum, part) => sum + part))
                .Where(tally => tally.Expected > 0);
            foreach (var tally in byPartner)
            {
                sums.Persons++;
                sums.Done += tally;
            }

            var ended = running.Where(record => !record.Withdrawn && LastDay(record) is { } last && period.Contains(last)).ToList();
            if (ended.Count == 0)
                continue;
            sums.CasesWithEnded++;
            sums.Ended += ended.Count;
            sums.Completed += ended.Count(record => AssignmentStatusRule.Of(record.Schedule, record.Partners, LastDay(record)!.Value) == AssignmentStatus.Completed);
        }
    }

    /// <summary>The rows of a period: each clinician by name, then all together, told by <c>TherapistId</c>.</summary>
    public IReadOnlyList<HomeworkRow> Rows(int period)
    {
        var therapists = _therapists.OrderBy(pair => pair.Value, StringComparer.Ordinal).ThenBy(pair => pair.Key).ToList();
        var sums = therapists.Select(therapist => _sums[(period, therapist.Key)]).ToList();
        var all = sums.Aggregate(new Sums(), (total, part) => total.With(part));
        var (cases, persons, ended) = (Shown(part => part.Cases), Shown(part => part.Persons), Shown(part => part.CasesWithEnded));
        return [.. therapists.Select((therapist, row) => Row(row, therapist.Key, therapist.Value, sums[row])), Row(sums.Count, null, null, all)];

        SmallGroups Shown(Func<Sums, int> count)
        {
            var table = new int[sums.Count, 1];
            foreach (var (row, part) in sums.Index())
                table[row, 0] = count(part);
            return new SmallGroups(table);
        }

        HomeworkRow Row(int row, Guid? id, string? name, Sums part) => new(
            periods[period].From, periods[period].To, id, name, cases[row, 0], persons[row, 0],
            persons[row, 0] is null ? null : Hundredths(part.Done.HalfCredits, 2 * part.Done.Expected),
            ended[row, 0], ended[row, 0] is null ? null : Hundredths(part.Completed, part.Ended));
    }

    private static DateOnly? LastDay(HomeworkRecord record) => (record.Schedule.DueOn, record.Schedule.EndedOn) switch
    {
        ({ } due, { } end) => due < end ? due : end,
        var (due, end) => due ?? end,
    };

    private static decimal? Hundredths(int part, int whole) => whole == 0 ? null : Math.Round(part / (decimal)whole, 2, MidpointRounding.AwayFromZero);

    private sealed class Sums
    {
        public int Cases { get; set; }

        public int Persons { get; set; }

        public AdherenceTally Done { get; set; } = AdherenceTally.None;

        public int CasesWithEnded { get; set; }

        public int Ended { get; set; }

        public int Completed { get; set; }

        public Sums With(Sums other) => new()
        {
            Cases = Cases + other.Cases,
            Persons = Persons + other.Persons,
            Done = Done + other.Done,
            CasesWithEnded = CasesWithEnded + other.CasesWithEnded,
            Ended = Ended + other.Ended,
            Completed = Completed + other.Completed,
        };
    }
}
