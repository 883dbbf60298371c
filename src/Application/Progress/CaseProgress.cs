using CounselDesk.Application.Common;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Progress;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Progress;

/// <summary>
/// Puts a case's progress together in at most fourteen statements beside the case file's, whatever the history. It reads responses and
/// homework records only: no note, screening or reflection can reach what is made of it.
/// </summary>
public sealed class CaseProgress(IDb db, ResponseSeries series, HomeworkRecords homework, GoalCourses goals, PracticeDays days, RequestScope scope)
{
    /// <summary>Ten years.</summary>
    public const int MostWeeks = 520;

    internal const string HeadSql = """
        SELECT c.CreatedAt, p.Name AS PracticeName, a.FirstName AS FirstNameA, a.LastName AS LastNameA, b.FirstName AS FirstNameB, b.LastName AS LastNameB
        FROM Couples c
        JOIN Practices p ON p.Id = c.PracticeId
        JOIN Clients a ON a.Id = c.PartnerAId AND a.PracticeId = c.PracticeId
        LEFT JOIN Clients b ON b.Id = c.PartnerBId AND b.PracticeId = c.PracticeId
        WHERE c.PracticeId = @PracticeId AND c.Id = @CoupleId
        """;

    private const string QualitySql = """
        SELECT l.ClientId, l.DoneOn, l.Quality FROM AssignmentLogs l WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId AND l.Quality IS NOT NULL
        """;

    private const string HeldSql = """
        SELECT s.Id, s.StartsAt, s.Kind
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId AND s.Status = 'Held'
        ORDER BY s.StartsAt
        """;

    private const string AlertsSql = """
        SELECT x.Kind, COUNT(*) AS Raised, SUM(CASE WHEN x.AcknowledgedAt IS NULL THEN 1 ELSE 0 END) AS Unacknowledged
        FROM Alerts x
        WHERE x.PracticeId = @PracticeId AND x.CoupleId = @CoupleId AND x.RaisedAt >= @Since
        GROUP BY x.Kind
        ORDER BY x.Kind
        """;

    private const string EventsSql = """
        SELECT e.Id, e.HappenedOn, e.Kind, e.ClientId
        FROM CaseEvents e
        WHERE e.PracticeId = @PracticeId AND e.CoupleId = @CoupleId AND e.WithdrawnAt IS NULL AND e.HappenedOn >= @Since
        ORDER BY e.HappenedOn, e.Seq
        """;

    /// <summary>The progress of the scope's case, and the names that a page of it shows.</summary>
    internal async Task<(CoupleProgress Progress, ProgressHead Head)> Read(CancellationToken cancellationToken)
    {
        var file = scope.Case;
        var head = await db.Find<ProgressHead>(HeadSql, new { file.CoupleId }, cancellationToken).OrNotFound("couple");
        var measures = await series.Of(file, cancellationToken);
        var records = await homework.Of(file, cancellationToken);
        var ratings = (await db.Query<RatedRow>(QualitySql, new { file.CoupleId }, cancellationToken))
            .ToLookup(row => (ResponseDays.WeekOf(row.DoneOn), row.ClientId), row => row.Quality);

        var held = await db.Query<HeldRow>(HeldSql, new { file.CoupleId }, cancellationToken);
        var last = held is [.., var newest] ? newest : null;
        var alerts = last is null ? [] : await db.Query<AlertsSince>(AlertsSql, new { file.CoupleId, Since = last.StartsAt }, cancellationToken);

        var today = days.Today;
        var pulse = measures.FirstOrDefault(measure => measure.Measure == TrustPulseAlert.InstrumentKey);
        var weeks = ResponseDays.Weeks(First(days.DayOf(head.CreatedAt), measures, records), today, MostWeeks);
        var sessions = held.Select(row => new HeldSession(row.Id, days.DayOf(row.StartsAt), row.Kind)).Where(session => session.HeldOn >= weeks[0]).ToList();
        var happened = await db.Query<ProgressEvent>(EventsSql, new { file.CoupleId, Since = weeks[0] }, cancellationToken);
        var standing = await goals.Standing(file, [.. weeks.Select(week => week.AddDays(6) < today ? week.AddDays(6) : today)], cancellationToken);
        var attained = CaseGoals.Attainment(file, [.. standing[^1].Where(goal => goal.Row.Status.Counts())]);
        var counted = records.Select(record => (record.AssignmentId, Adherence.Of(record.Schedule, record.Partners, today).Partners)).ToList();
        var whole = Whole(file.Partners, counted.SelectMany(one => one.Partners));
        var partners = file.Partners.Zip(head.FirstNames, (id, name) => new PartnerProgress(id, name, Trust(pulse, id), HomeworkDone.Of(whole[id]))).ToList();
        var progress = new CoupleProgress(
            file.CoupleId, today, partners, HomeworkDone.Of(Sum(whole.Values)),
            Weeks(file.Partners, weeks, pulse, records, ratings, sessions, happened, [.. standing.Select(GoalCourses.Week)], today), sessions,
            SinceLastSession.Of(sessions.LastOrDefault(), file.Partners, records, measures, alerts), happened, attained, measures, []);
        var due = counted.Where(one => one.Partners.Any(partner => partner.Tally.Expected > 0)).Select(one => one.AssignmentId).ToList();
        return (progress with { Summary = ProgressSummary.Of(progress, due) }, head);
    }

    private static DateOnly First(DateOnly opened, IReadOnlyList<MeasureSeries> measures, IReadOnlyList<HomeworkRecord> records) => measures
        .SelectMany(measure => measure.Partners).SelectMany(partner => partner.Points.Take(1)).Select(point => point.AnsweredOn)
        .Concat(records.Select(record => record.Schedule.StartOn))
        .Append(opened)
        .Min();

    private static Dictionary<Guid, AdherenceTally> Whole(IReadOnlyList<Guid> partners, IEnumerable<PartnerAdherence> counted)
    {
        var tallies = counted.ToLookup(partner => partner.PartnerId, partner => partner.Tally);
        return partners.ToDictionary(id => id, id => Sum(tallies[id]));
    }

    private static List<WeekOfProgress> Weeks(
        IReadOnlyList<Guid> partners, IReadOnlyList<DateOnly> weeks, MeasureSeries? pulse, IReadOnlyList<HomeworkRecord> records,
        ILookup<(DateOnly Week, Guid Partner), int> ratings, IReadOnlyList<HeldSession> sessions, IReadOnlyList<ProgressEvent> events,
        IReadOnlyList<GoalsOfWeek> goals, DateOnly today)
    {
        var due = records
            .SelectMany(record => record.Partners.SelectMany(partner => Adherence
                .ByWeek(record.Schedule, [partner], today, Within(record.Schedule, weeks))
                .Select(week => (Key: (week.WeekStart, partner.PartnerId), week.Tally))))
            .ToLookup(week => week.Key, week => week.Tally);
        var pulses = (pulse?.Partners ?? [])
            .SelectMany(partner => partner.Points.Select(point => (Key: (ResponseDays.WeekOf(point.AnsweredOn), partner.PartnerId), point.Total)))
            .ToDictionary(point => point.Key, point => (int?)point.Total);
        var happened = events.ToLookup(one => ResponseDays.WeekOf(one.HappenedOn));
        var held = sessions.CountBy(session => ResponseDays.WeekOf(session.HeldOn)).ToDictionary();
        return
        [
            .. weeks.Zip(goals, (week, goalsOfWeek) =>
            {
                var tallies = partners.Select(id => Sum(due[(week, id)])).ToList();
                return new WeekOfProgress(
                    week,
                    [.. partners.Zip(tallies, (id, tally) => new PartnerWeek(id, pulses.GetValueOrDefault((week, id)), HomeworkDone.Of(tally), HomeworkQuality.Of([.. ratings[(week, id)]])))],
                    HomeworkDone.Of(Sum(tallies)),
                    held.GetValueOrDefault(week),
                    [.. happened[week]],
                    goalsOfWeek);
            }),
        ];
    }

    // Only the weeks an assignment can have anything in, so that many short ones over years stay cheap.
    private static IReadOnlyList<DateOnly> Within(AssignmentSchedule schedule, IReadOnlyList<DateOnly> weeks)
    {
        var last = Min(schedule.DueOn, schedule.EndedOn);
        return [.. weeks.Where(week => week.AddDays(6) >= schedule.StartOn && !(week > last))];
    }

    private static DateOnly? Min(DateOnly? one, DateOnly? other) => one is null || other < one ? other ?? one : one;

    private static AdherenceTally Sum(IEnumerable<AdherenceTally> tallies) => tallies.Aggregate(AdherenceTally.None, (sum, tally) => sum + tally);

    private static TrustMove Trust(MeasureSeries? pulse, Guid partnerId)
    {
        var own = pulse?.Partners.FirstOrDefault(partner => partner.PartnerId == partnerId);
        var direction = own?.Change?.Amount switch
        {
            null => TrustDirection.Unknown,
            > 0 => TrustDirection.Up,
            < 0 => TrustDirection.Down,
            _ => TrustDirection.Level,
        };
        return new TrustMove(
            direction, own?.Baseline?.Total, own?.Baseline?.AnsweredOn, own?.Latest?.Total, own?.Latest?.AnsweredOn, own?.Change?.Amount,
            own?.Change?.Class ?? ChangeClass.NotClassified, own?.Change?.IsReliable, pulse?.Basis ?? MeasureChange.NotClassifiedBasis);
    }
}

/// <summary>An entry that a clinician rated.</summary>
internal sealed record RatedRow
{
    public Guid ClientId { get; init; }

    public DateOnly DoneOn { get; init; }

    public int Quality { get; init; }
}

/// <summary>A session held, as the database gives it.</summary>
internal sealed record HeldRow
{
    public Guid Id { get; init; }

    public DateTimeOffset StartsAt { get; init; }

    public SessionKind Kind { get; init; }
}

/// <summary>What a page of a case is headed by.</summary>
internal sealed record ProgressHead
{
    public DateTimeOffset CreatedAt { get; init; }

    public string PracticeName { get; init; } = "";

    public string FirstNameA { get; init; } = "";

    public string LastNameA { get; init; } = "";

    public string? FirstNameB { get; init; }

    public string? LastNameB { get; init; }

    /// <summary>First names; told apart by the last name's first letter where both have the same.</summary>
    public IReadOnlyList<string> FirstNames => FirstNameB switch
    {
        null => [FirstNameA],
        _ when string.Equals(FirstNameA, FirstNameB, StringComparison.OrdinalIgnoreCase) => [$"{FirstNameA} {Initial(LastNameA)}", $"{FirstNameB} {Initial(LastNameB!)}"],
        _ => [FirstNameA, FirstNameB],
    };

    public IReadOnlyList<string> FullNames => FirstNameB is null ? [$"{FirstNameA} {LastNameA}"] : [$"{FirstNameA} {LastNameA}", $"{FirstNameB} {LastNameB}"];

    private static string Initial(string name) => name.EnumerateRunes().First() + ".";
}
