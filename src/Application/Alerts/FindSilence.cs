using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Alerts;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Alerts;

/// <summary>
/// Finds the couples of a practice of whom nothing has been heard: homework that nobody logs, an agreement that was kept and is
/// not any more, and a partner who answers nothing of what is asked. One statement finds a hundred that may be meant, and each is looked at again under the lock of its case.
/// </summary>
public sealed class FindSilence(
    IDb db, IUnitOfWork unitOfWork, HomeworkRecords homework, AgreementVersions agreements, UnansweredMeasures unanswered, Practices.Practices practices,
    RaiseAlert alerts, RequestScope scope, IAuditTrail audit, PracticeDays days)
{
    private const int Portion = 100;

    // While homework is due and nobody entered any; the case's own pauses are left to the look at it.
    private const string MaybeStalledSql = """
        SELECT c.Id, c.Seq FROM Couples c
        WHERE c.PracticeId = @PracticeId AND c.Seq > @After AND c.FrozenAt IS NULL AND c.Status IN ('Intake', 'Active')
          AND EXISTS (
            SELECT 1 FROM Assignments a
            WHERE a.PracticeId = @PracticeId AND a.CoupleId = c.Id AND a.Status IN ('Assigned', 'InProgress') AND (a.DueOn IS NULL OR a.DueOn >= @Today))
          AND NOT EXISTS (SELECT 1 FROM AssignmentLogs l WHERE l.PracticeId = @PracticeId AND l.CoupleId = c.Id AND l.EnteredAt > @Since)
        ORDER BY c.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string MaybeBrokenOffSql = """
        SELECT c.Id, c.Seq FROM Couples c
        WHERE c.PracticeId = @PracticeId AND c.Seq > @After AND c.FrozenAt IS NULL AND c.Status IN ('Intake', 'Active')
          AND EXISTS (SELECT 1 FROM AgreementTicks t WHERE t.PracticeId = @PracticeId AND t.CoupleId = c.Id AND t.Kept = 1)
          AND NOT EXISTS (SELECT 1 FROM AgreementTicks t WHERE t.PracticeId = @PracticeId AND t.CoupleId = c.Id AND t.Kept = 1 AND t.Day > @SinceDay)
        ORDER BY c.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // Somebody who is asked has not answered that measure of late; when it was due, and what they did answer, is left to the look at it.
    private const string MaybeNoAnswerSql = """
        SELECT c.Id, c.Seq FROM Couples c
        WHERE c.PracticeId = @PracticeId AND c.Seq > @After AND c.FrozenAt IS NULL AND c.Status IN ('Intake', 'Active')
          AND EXISTS (
            SELECT 1 FROM MeasureRequests q
            WHERE q.PracticeId = @PracticeId AND q.CoupleId = c.Id AND q.StoppedAt IS NULL AND q.StartOn <= @SinceDay
              AND (
                SELECT COUNT(DISTINCT r.ClientId) FROM Responses r
                WHERE r.PracticeId = @PracticeId AND r.CoupleId = c.Id AND r.Measure = q.Measure AND r.AnsweredOn > @SinceDay
                  AND (q.ClientId IS NULL OR r.ClientId = q.ClientId)
              ) < CASE WHEN q.ClientId IS NULL AND c.PartnerBId IS NOT NULL THEN 2 ELSE 1 END)
        ORDER BY c.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string LastEnteredSql = "SELECT MAX(l.EnteredAt) AS At FROM AssignmentLogs l WHERE l.PracticeId = @PracticeId AND l.CoupleId = @CoupleId";

    private const string LastKeptSql = """
        SELECT MAX(t.Day) AS Day FROM AgreementTicks t WHERE t.PracticeId = @PracticeId AND t.CoupleId = @CoupleId AND t.AgreementId = @AgreementId AND t.Kept = 1
        """;

    private const string RestsSql = """
        SELECT s.Status, s.At FROM CoupleStatusChanges s WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId ORDER BY s.Seq
        """;

    // One run of silence raises one, even where what it began with was changed afterwards.
    private const string NewestSinceSql = """
        SELECT MAX(x.SinceOn) AS Since FROM Alerts x WHERE x.PracticeId = @PracticeId AND x.CoupleId = @CoupleId AND x.Kind = @Kind
          AND (@ClientId IS NULL OR x.ClientId = @ClientId)
        """;

    /// <returns>How many alerts were raised.</returns>
    public async Task<int> Run(CancellationToken stopping)
    {
        var practice = await practices.Find(CancellationToken.None);
        var (stalled, brokenOff, weeks) = (practice.HomeworkStalledDays, practice.AgreementBrokenOffDays, practice.NoAnswerWeeks);
        return await Each(after => MaybeStalled(after, stalled), async file => await Stalled(file, stalled) ? 1 : 0, stopping)
            + await Each(after => MaybeBrokenOff(after, brokenOff), async file => await BrokenOff(file, brokenOff) ? 1 : 0, stopping)
            + await Each(after => MaybeNoAnswer(after, weeks), file => NoAnswer(file, weeks), stopping);
    }

    private Task<IReadOnlyList<CoupleRow>> MaybeStalled(long after, int leastDays) => db.Query<CoupleRow>(
        MaybeStalledSql, new { After = after, days.Today, Since = days.StartOf(days.Today.AddDays(1 - leastDays)), Take = Portion }, CancellationToken.None);

    private Task<IReadOnlyList<CoupleRow>> MaybeBrokenOff(long after, int leastDays) => db.Query<CoupleRow>(
        MaybeBrokenOffSql, new { After = after, SinceDay = days.Today.AddDays(-leastDays), Take = Portion }, CancellationToken.None);

    private Task<IReadOnlyList<CoupleRow>> MaybeNoAnswer(long after, int weeks) => db.Query<CoupleRow>(
        MaybeNoAnswerSql, new { After = after, SinceDay = days.Today.AddDays(-7 * weeks), Take = Portion }, CancellationToken.None);

    private async Task<int> Each(Func<long, Task<IReadOnlyList<CoupleRow>>> portion, Func<CaseFile, Task<int>> look, CancellationToken stopping)
    {
        var (raised, after) = (0, long.MinValue);
        while (!stopping.IsCancellationRequested && await portion(after) is { Count: > 0 } couples)
        {
            foreach (var couple in couples)
            {
                if (stopping.IsCancellationRequested)
                    break;
                raised += await unitOfWork.InTransaction(() => Look(couple.Id, look), CancellationToken.None);
            }

            after = couples[^1].Seq;
        }

        return raised;
    }

    private async Task<int> Look(Guid coupleId, Func<CaseFile, Task<int>> look)
    {
        await db.Lock($"case:{coupleId}", CancellationToken.None);
        var file = await db.Find<CaseFile>(CaseFiles.ByCoupleSql, new { Id = coupleId, scope.Caller.AccountId, days.Now }, CancellationToken.None).OrNotFound("couple");
        if (file.FrozenAt is not null || file.Status is CoupleStatus.Paused or CoupleStatus.Closed)
            return 0;
        try
        {
            scope.CaseFile = file;
            var raised = await look(file);
            if (raised == 0)
                return 0;
            await audit.Append(
                new AuditEntry { PracticeId = scope.Caller.PracticeId, At = days.Now, Action = "raise-alert", Outcome = AuditOutcome.Allowed, CoupleId = file.CoupleId },
                CancellationToken.None);
            return raised;
        }
        finally
        {
            scope.CaseFile = null;
        }
    }

    private async Task<bool> Stalled(CaseFile file, int leastDays)
    {
        var records = await homework.Of(file, CancellationToken.None);
        var lastSign = await db.Find<DateTimeOffset?>(LastEnteredSql, new { file.CoupleId }, CancellationToken.None) is { } at ? days.DayOf(at) : (DateOnly?)null;
        var running = records.Select(record => (record.Schedule, Span: Span(record))).ToList();
        if (SilenceRule.RunStart(running.Select(one => one.Span), lastSign, days.Today) is not { } start)
            return false;
        var wanted = records.Where(record => record.Partners.Any(partner => NextDue.Of(record.Schedule, partner.Entries, days.Today) is not null)).ToList();
        var silent = SilenceRule.Days(start, days.Today, day => running.TrueForAll(one => !Covers(one.Span, day) || one.Schedule.IsPausedOn(day)));
        return wanted.Count > 0 && silent >= leastDays && await Raise(
            file, AlertKind.HomeworkStalled, start, $"homework-stalled:{start:yyyy-MM-dd}",
            $"Homework has been running for the practice's {leastDays} days, pauses left out, without an entry of either partner.",
            [.. wanted.Select(record => record.AssignmentId)]);
    }

    private async Task<bool> BrokenOff(CaseFile file, int leastDays)
    {
        if (file.Kind == CaseKind.Individual)
            return false;
        var (id, current) = await agreements.Current(file, CancellationToken.None);
        if (!file.Partners.All(partner => current.Acceptances.Any(acceptance => acceptance.PartnerId == partner)) || current.Rows.All(row => row.Frequency.Kind == CadenceKind.Once))
            return false;
        if (await db.Find<DateOnly?>(LastKeptSql, new { file.CoupleId, AgreementId = id }, CancellationToken.None) is not { } kept)
            return false;
        return SilenceRule.Days(kept, days.Today, await Rests(file)) >= leastDays && await Raise(
            file, AlertKind.AgreementBrokenOff, kept, $"agreement-broken-off:{id}:{kept:yyyy-MM-dd}",
            $"The agreement in force was kept, and for the practice's {leastDays} days, pauses left out, no row has been ticked as kept by either partner.", []);
    }

    private async Task<int> NoAnswer(CaseFile file, int weeks)
    {
        var raised = 0;
        foreach (var (partner, start) in await unanswered.Of(file, 7 * weeks, await Rests(file), CancellationToken.None))
        {
            var missed = start.AddDays(1);
            raised += await Raise(
                file, AlertKind.NoAnswer, missed, $"no-answer:{partner}:{missed:yyyy-MM-dd}",
                $"What this partner is asked to answer has been past its day for the practice's {weeks} weeks, pauses left out, and nothing of it was answered.",
                [], partner) ? 1 : 0;
        }

        return raised;
    }

    private async Task<Func<DateOnly, bool>> Rests(CaseFile file)
    {
        var changes = await db.Query<StatusRow>(RestsSql, new { file.CoupleId }, CancellationToken.None);
        var rests = changes.Zip(changes.Skip(1)).Where(pair => pair.First.Status is CoupleStatus.Paused or CoupleStatus.Closed)
            .Select(pair => new SchedulePause(days.DayOf(pair.First.At), days.DayOf(pair.Second.At))).ToList();
        return day => rests.Exists(rest => day >= rest.From && day < rest.ResumedOn);
    }

    private async Task<bool> Raise(
        CaseFile file, AlertKind kind, DateOnly since, FormattableString cause, string basis, IReadOnlyList<Guid> assignments, Guid? clientId = null)
    {
        if (await db.Find<DateOnly?>(NewestSinceSql, new { file.CoupleId, ClientId = clientId, Kind = kind }, CancellationToken.None) >= since)
            return false;
        return await alerts.Raise(file.CoupleId, clientId, kind, FormattableString.Invariant(cause), basis, CancellationToken.None, assignments, since);
    }

    // Never before it was given, whenever it says that it starts.
    private DaySpan Span(HomeworkRecord record)
    {
        var (given, schedule) = (days.DayOf(record.AssignedAt), record.Schedule);
        var last = schedule.DueOn is null || schedule.EndedOn < schedule.DueOn ? schedule.EndedOn ?? schedule.DueOn : schedule.DueOn;
        return new DaySpan(given > schedule.StartOn ? given : schedule.StartOn, last);
    }

    private static bool Covers(DaySpan span, DateOnly day) => day >= span.First && !(day > span.Last);

    private sealed record CoupleRow
    {
        public Guid Id { get; init; }

        public long Seq { get; init; }
    }

    private sealed record StatusRow
    {
        public CoupleStatus Status { get; init; }

        public DateTimeOffset At { get; init; }
    }
}
