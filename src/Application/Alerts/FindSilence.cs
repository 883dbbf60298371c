using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.Alerts;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Alerts;

/// <summary>
/// Finds the couples of a practice of whom nothing has been heard: homework that nobody logs, and an agreement that was kept and
/// is not any more. One statement finds a hundred that may be meant, and each is looked at again under the lock of its case.
/// </summary>
public sealed class FindSilence(
    IDb db, IUnitOfWork unitOfWork, HomeworkRecords homework, AgreementVersions agreements, RaiseAlert alerts, RequestScope scope, IAuditTrail audit, PracticeDays days)
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
        """;

    /// <returns>How many alerts were raised.</returns>
    public async Task<int> Run(CancellationToken stopping) =>
        await Each(MaybeStalled, Stalled, stopping) + await Each(MaybeBrokenOff, BrokenOff, stopping);

    private Task<IReadOnlyList<CoupleRow>> MaybeStalled(long after) => db.Query<CoupleRow>(
        MaybeStalledSql, new { After = after, days.Today, Since = days.StartOf(days.Today.AddDays(1 - SilenceRule.StalledDays)), Take = Portion }, CancellationToken.None);

    private Task<IReadOnlyList<CoupleRow>> MaybeBrokenOff(long after) => db.Query<CoupleRow>(
        MaybeBrokenOffSql, new { After = after, SinceDay = days.Today.AddDays(-SilenceRule.BrokenOffDays), Take = Portion }, CancellationToken.None);

    private async Task<int> Each(Func<long, Task<IReadOnlyList<CoupleRow>>> portion, Func<CaseFile, Task<bool>> look, CancellationToken stopping)
    {
        var (raised, after) = (0, long.MinValue);
        while (!stopping.IsCancellationRequested && await portion(after) is { Count: > 0 } couples)
        {
            foreach (var couple in couples)
            {
                if (stopping.IsCancellationRequested)
                    break;
                raised += await unitOfWork.InTransaction(() => Look(couple.Id, look), CancellationToken.None) ? 1 : 0;
            }

            after = couples[^1].Seq;
        }

        return raised;
    }

    private async Task<bool> Look(Guid coupleId, Func<CaseFile, Task<bool>> look)
    {
        await db.Lock($"case:{coupleId}", CancellationToken.None);
        var file = await db.Find<CaseFile>(CaseFiles.ByCoupleSql, new { Id = coupleId, scope.Caller.AccountId, days.Now }, CancellationToken.None).OrNotFound("couple");
        if (file.FrozenAt is not null || file.Status is CoupleStatus.Paused or CoupleStatus.Closed)
            return false;
        try
        {
            scope.CaseFile = file;
            if (!await look(file))
                return false;
            await audit.Append(
                new AuditEntry { PracticeId = scope.Caller.PracticeId, At = days.Now, Action = "raise-alert", Outcome = AuditOutcome.Allowed, CoupleId = file.CoupleId },
                CancellationToken.None);
            return true;
        }
        finally
        {
            scope.CaseFile = null;
        }
    }

    private async Task<bool> Stalled(CaseFile file)
    {
        var records = await homework.Of(file, CancellationToken.None);
        var lastSign = await db.Find<DateTimeOffset?>(LastEnteredSql, new { file.CoupleId }, CancellationToken.None) is { } at ? days.DayOf(at) : (DateOnly?)null;
        var running = records.Select(record => (record.Schedule, Span: Span(record))).ToList();
        if (SilenceRule.RunStart(running.Select(one => one.Span), lastSign, days.Today) is not { } start)
            return false;
        var wanted = records.Where(record => record.Partners.Any(partner => NextDue.Of(record.Schedule, partner.Entries, days.Today) is not null)).ToList();
        var silent = SilenceRule.Days(start, days.Today, day => running.TrueForAll(one => !Covers(one.Span, day) || one.Schedule.IsPausedOn(day)));
        return wanted.Count > 0 && silent >= SilenceRule.StalledDays && await Raise(
            file, AlertKind.HomeworkStalled, start, $"homework-stalled:{start:yyyy-MM-dd}",
            $"Homework has been running for {SilenceRule.StalledDays} days, pauses left out, without an entry of either partner.",
            [.. wanted.Select(record => record.AssignmentId)]);
    }

    private async Task<bool> BrokenOff(CaseFile file)
    {
        if (file.Kind == CaseKind.Individual)
            return false;
        var (id, current) = await agreements.Current(file, CancellationToken.None);
        if (!file.Partners.All(partner => current.Acceptances.Any(acceptance => acceptance.PartnerId == partner)) || current.Rows.All(row => row.Frequency.Kind == CadenceKind.Once))
            return false;
        if (await db.Find<DateOnly?>(LastKeptSql, new { file.CoupleId, AgreementId = id }, CancellationToken.None) is not { } kept)
            return false;
        var changes = await db.Query<StatusRow>(RestsSql, new { file.CoupleId }, CancellationToken.None);
        var rests = changes.Zip(changes.Skip(1)).Where(pair => pair.First.Status == CoupleStatus.Paused)
            .Select(pair => new SchedulePause(days.DayOf(pair.First.At), days.DayOf(pair.Second.At))).ToList();
        return SilenceRule.Days(kept, days.Today, day => rests.Exists(rest => day >= rest.From && day < rest.ResumedOn)) >= SilenceRule.BrokenOffDays && await Raise(
            file, AlertKind.AgreementBrokenOff, kept, $"agreement-broken-off:{id}:{kept:yyyy-MM-dd}",
            $"The agreement in force was kept, and for {SilenceRule.BrokenOffDays} days, pauses left out, no row has been ticked as kept by either partner.", []);
    }

    private async Task<bool> Raise(CaseFile file, AlertKind kind, DateOnly since, FormattableString cause, string basis, IReadOnlyList<Guid> assignments)
    {
        if (await db.Find<DateOnly?>(NewestSinceSql, new { file.CoupleId, Kind = kind }, CancellationToken.None) >= since)
            return false;
        return await alerts.Raise(file.CoupleId, null, kind, FormattableString.Invariant(cause), basis, CancellationToken.None, assignments, since);
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
