using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Events;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Measures;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Progress;
using CounselDesk.Domain.Sessions;
using CounselDesk.Domain.Toolkit;
using MediatR;

namespace CounselDesk.Application.Briefs;

/// <summary>A fixed number of statements, each on one case's rows, however long the history.</summary>
[Access(Roles.Clinicians)]
public sealed record GetBriefQuery(Guid CoupleId) : IQuery<Brief>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetBriefHandler(
    IDb db, Couples.Couples couples, LastPlans plans, HomeworkRecords homework, ResponseSeries series, CoupleRecommender recommender,
    Alerts.Alerts alerts, CaseGoals goals, CaseEvents events, AskedMeasures asked, ITextProtector protector, RequestScope scope, PracticeDays days)
    : IRequestHandler<GetBriefQuery, Brief>
{
    private const int MostEntries = 50;
    private const int MostAlerts = 20;
    private const int MostEvents = 20;
    private const int MostGoals = 20;
    private const int Suggested = 3;
    private const int FirstWeeks = 4;

    private const string LastHeldSql = """
        SELECT s.Id, s.StartsAt, s.Kind, s.Place,
          CASE WHEN EXISTS (SELECT 1 FROM Notes n WHERE n.PracticeId = @PracticeId AND n.CoupleId = s.CoupleId AND n.SessionId = s.Id AND n.Status <> 'Returned')
            THEN 1 ELSE 0 END AS HasNote
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId AND s.Status = 'Held'
        ORDER BY s.StartsAt DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string NextBookedSql = """
        SELECT s.Id, s.StartsAt, s.Kind, s.Place, 1 AS HasNote
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId AND s.Status = 'Booked' AND s.EndsAt >= @Now
        ORDER BY s.StartsAt
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string EntriesSql = LogRow.ReviewedSelectSql + """
         AND l.CoupleId = @CoupleId AND l.DoneOn >= @Since
        ORDER BY l.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string AlertsSql = AlertRow.SelectSql + """
         AND x.CoupleId = @CoupleId AND x.AcknowledgedAt IS NULL
        ORDER BY x.Seq DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Brief> Handle(GetBriefQuery request, CancellationToken cancellationToken)
    {
        var (file, today) = (scope.Case, days.Today);
        var couple = await couples.Find(file.CoupleId, cancellationToken);
        var last = await db.Find<SessionFacts>(LastHeldSql, new { file.CoupleId, Take = 1 }, cancellationToken);
        var next = await db.Find<SessionFacts>(NextBookedSql, new { file.CoupleId, days.Now, Take = 1 }, cancellationToken);
        var since = last is null ? today.AddDays(-7 * FirstWeeks) : days.DayOf(last.StartsAt);
        var plan = await plans.Newest(file, cancellationToken);
        var unsigned = await plans.Unsigned(file, cancellationToken);
        var records = await homework.Of(file, cancellationToken);
        var entries = await db.Query<LogRow>(EntriesSql, new { file.CoupleId, Since = since, Take = MostEntries }, cancellationToken);
        var measures = await series.Of(file, cancellationToken);
        var open = await alerts.Open(await db.Query<AlertRow>(AlertsSql, new { file.CoupleId, Take = MostAlerts }, cancellationToken), cancellationToken);
        var counting = await goals.Counting(file, cancellationToken);
        var happened = await events.Since(file.CoupleId, since, MostEvents, cancellationToken);
        var recommended = await recommender.For(file, Suggested, cancellationToken);
        var isScreened = !recommended.Warnings.Contains(RecommendationWarning.NotYetScreened);

        return new Brief(
            file.CoupleId, today, couple.Status, couple.Partners, last?.ToSession(), next?.ToSession(), plan,
            Homework(file, records, entries, since, today),
            [.. measures.Select(Measure)],
            Goals(file, counting), happened,
            [.. open.Select(alert => new BriefAlert(alert.Id, alert.Kind, alert.PartnerId, alert.Basis, alert.Since, alert.RaisedAt, alert.NextSteps))],
            unsigned,
            [.. Overdue(file, isScreened, last, records, measures, today), .. Overdue(await asked.OfCase(file, cancellationToken))],
            recommended.Ranked, recommended.Warnings);
    }

    private BriefHomework Homework(CaseFile file, IReadOnlyList<HomeworkRecord> records, IReadOnlyList<LogRow> entries, DateOnly since, DateOnly today)
    {
        var tallies = records.SelectMany(record => Adherence.Of(record.Schedule, record.Partners, today).Partners)
            .ToLookup(partner => partner.PartnerId, partner => partner.Tally);
        var perPartner = file.Partners.Select(id => (Id: id, Tally: Sum(tallies[id]))).ToList();
        var titles = records.ToDictionary(record => record.AssignmentId, record => record.Title);
        int Count(Guid partner, LogOutcome outcome) => entries.Count(entry => entry.ClientId == partner && entry.Outcome == outcome);
        return new BriefHomework(
            since,
            HomeworkDone.Of(Sum(perPartner.Select(partner => partner.Tally))),
            [
                .. perPartner.Select(partner => new BriefPartnerHomework(
                    partner.Id, Count(partner.Id, LogOutcome.Done), Count(partner.Id, LogOutcome.Partly), Count(partner.Id, LogOutcome.Skipped),
                    HomeworkDone.Of(partner.Tally))),
            ],
            [
                .. entries.Select(entry => new BriefEntry(
                    entry.AssignmentId, titles[entry.AssignmentId], entry.ClientId, entry.DoneOn, entry.Outcome, entry.Helpful, entry.Difficulty,
                    entry.OpenAnswers(protector), entry.OpenBarrier(protector), entry.BarrierCode, entry.Quality, entry.Share != LogShare.Therapist)),
            ]);
    }

    private BriefGoals Goals(CaseFile file, IReadOnlyList<RatedGoal> counting) => new(
        [
            .. counting.Where(goal => goal.Row.Status == GoalStatus.Open).Take(MostGoals)
                .Select(goal => new BriefGoal(goal.Row.Id, goal.Row.Scope, goal.Row.Open(protector).Title, goal.Row.TargetOn, goal.Latest)),
        ],
        CaseGoals.Attainment(file, counting).Scopes);

    private static AdherenceTally Sum(IEnumerable<AdherenceTally> tallies) => tallies.Aggregate(AdherenceTally.None, (sum, tally) => sum + tally);

    private static BriefMeasure Measure(MeasureSeries measure) => new(
        measure.Measure, measure.Title,
        [
            .. measure.Partners.Select(partner => new BriefMove(
                partner.PartnerId, partner.Baseline?.Total, partner.Latest?.Total, partner.Latest?.AnsweredOn, partner.Change?.Amount,
                partner.Change?.Class ?? ChangeClass.NotClassified, partner.Change?.IsReliable)),
        ],
        measure.CoupleClass, measure.Gap, measure.Basis);

    private static IEnumerable<OverdueItem> Overdue(
        CaseFile file, bool isScreened, SessionFacts? last, IReadOnlyList<HomeworkRecord> records, IReadOnlyList<MeasureSeries> measures, DateOnly today)
    {
        if (!isScreened)
            yield return new OverdueItem(OverdueKind.Screening, null, null, null);
        if (last is { HasNote: false })
            yield return new OverdueItem(OverdueKind.SessionNote, last.Id, null, null);
        foreach (var record in records.Where(record => AssignmentStatusRule.Of(record.Schedule, record.Partners, today, record.Withdrawn) == AssignmentStatus.Expired))
            yield return new OverdueItem(OverdueKind.Assignment, record.AssignmentId, null, record.Schedule.DueOn);
        var pulse = measures.FirstOrDefault(measure => measure.Measure == TrustPulseAlert.InstrumentKey);
        foreach (var partner in file.Partners)
        {
            var answeredOn = pulse?.Partners.FirstOrDefault(series => series.PartnerId == partner)?.Latest?.AnsweredOn;
            if (answeredOn is null || answeredOn < today.AddDays(-7))
                yield return new OverdueItem(OverdueKind.TrustPulse, null, partner, answeredOn);
        }
    }

    private static IEnumerable<OverdueItem> Overdue(IReadOnlyList<AskedMeasure> asked) =>
        from one in asked
        where one.Row.StoppedAt is null
        from partner in one.Partners
        where partner.Occurrences is [.., { State: AskedState.Late or AskedState.Missed }]
        select new OverdueItem(OverdueKind.RequestedMeasure, one.Row.Id, partner.ClientId, partner.Occurrences[^1].By);

    private sealed record SessionFacts
    {
        public Guid Id { get; init; }

        public DateTimeOffset StartsAt { get; init; }

        public SessionKind Kind { get; init; }

        public SessionPlace Place { get; init; }

        public bool HasNote { get; init; }

        public BriefSession ToSession() => new(Id, StartsAt, Kind, Place);
    }
}
