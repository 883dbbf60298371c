using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Hours;

namespace CounselDesk.Application.Homework;

/// <summary>
/// Reminds each partner of what is due, by an event that names the assignment and the partner and nothing else. What one
/// partner did never decides over the other's reminder, so none tells how far the other is.
/// </summary>
public sealed class RemindPartners(
    IDb db, IUnitOfWork unitOfWork, Schedules schedules, RequestScope scope, IAuditTrail audit, IOutbox outbox, PracticeDays days)
{
    /// <summary>Assignments of one transaction, so that requests come between them.</summary>
    public const int Batch = 50;

    /// <summary>Most that one pass looks at; the rest is the next one's.</summary>
    public const int Most = 10_000;

    private const string QuietSql = "SELECT p.QuietFrom, p.QuietTo FROM Practices p WHERE p.Id = @PracticeId";

    private const string DueSql = """
        SELECT a.Id
        FROM Assignments a
        WHERE a.PracticeId = @PracticeId AND a.RemindOn <= @By AND a.Status IN ('Assigned', 'InProgress')
        ORDER BY a.RemindOn
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string RowsSql = AssignmentRow.ScheduleSelectSql + " AND a.Id IN @Ids";

    private const string EntriesSql = EntryRow.SelectSql + " AND l.AssignmentId IN @Ids ORDER BY l.Seq";

    // A partner's own hours come with the case, so that whoever is in it is known by one statement.
    private const string PartnersSql = """
        SELECT c.Id AS CoupleId, c.Status, c.FrozenAt, p.Id AS ClientId, p.Reminders, p.QuietFrom, p.QuietTo
        FROM Couples c
        JOIN Clients p ON p.PracticeId = c.PracticeId AND p.Id IN (c.PartnerAId, c.PartnerBId)
        WHERE c.PracticeId = @PracticeId AND c.Id IN @CoupleIds
        """;

    private const string RemindedSql = """
        SELECT r.AssignmentId, r.ClientId, r.Period FROM Reminders r WHERE r.PracticeId = @PracticeId AND r.AssignmentId IN @Ids
        """;

    private const string RemindSql = """
        INSERT INTO Reminders (AssignmentId, ClientId, Period, PracticeId, CoupleId, RemindedAt)
        SELECT @AssignmentId, @ClientId, @Period, @PracticeId, @CoupleId, @RemindedAt
        WHERE NOT EXISTS (
          SELECT 1 FROM Reminders r
          WHERE r.PracticeId = @PracticeId AND r.AssignmentId = @AssignmentId AND r.ClientId = @ClientId AND r.Period = @Period)
        """;

    private const string LookAgainSql = """
        UPDATE Assignments SET RemindOn = @RemindOn WHERE PracticeId = @PracticeId AND Id IN @Ids
        """;

    /// <returns>How many reminders went out.</returns>
    public async Task<int> Run(CancellationToken stopping)
    {
        // By what the clocks show now: over a change of the clocks that is exact without reckoning when quiet hours end.
        var (today, shown) = (days.Today, days.TimeOf(days.Now));
        var quiet = (await db.Find<QuietRow>(QuietSql, null, CancellationToken.None).OrNotFound("practice")).ToTime();
        if (quiet?.Covers(shown) == true)
            return 0;
        var by = shown >= ReminderRule.Time ? today : today.AddDays(-1);
        var due = await db.Query<Guid>(DueSql, new { By = by, Take = Most }, CancellationToken.None);
        var sent = 0;
        foreach (var batch in due.Chunk(Batch))
        {
            if (stopping.IsCancellationRequested)
                break;
            sent += await unitOfWork.InTransaction(() => Remind(batch, today, shown), CancellationToken.None);
        }

        return sent;
    }

    private async Task<int> Remind(IReadOnlyList<Guid> ids, DateOnly today, TimeOnly shown)
    {
        // Held as commands hold them, so that nothing of theirs changes or is logged meanwhile.
        await db.Lock($"reminders:{scope.Caller.PracticeId}", CancellationToken.None);
        foreach (var id in ids.Order())
            await db.Lock($"assignment:{id}", CancellationToken.None);
        var rows = (await db.Query<AssignmentRow>(RowsSql, new { Ids = ids }, CancellationToken.None))
            .Where(row => row.Status is AssignmentStatus.Assigned or AssignmentStatus.InProgress).ToList();
        if (rows.Count == 0)
            return 0;

        var plans = await schedules.Of(rows, CancellationToken.None);
        var couples = rows.Select(row => row.CoupleId).Distinct().ToList();
        var partners = (await db.Query<PartnerRow>(PartnersSql, new { CoupleIds = couples }, CancellationToken.None)).ToLookup(row => row.CoupleId);
        var entries = (await db.Query<EntryRow>(EntriesSql, new { Ids = ids }, CancellationToken.None))
            .ToLookup(row => (row.AssignmentId, row.ClientId), row => new HomeworkEntry(row.DoneOn, row.Outcome));
        var reminded = (await db.Query<RemindedRow>(RemindedSql, new { Ids = ids }, CancellationToken.None))
            .ToLookup(row => (row.AssignmentId, row.ClientId), row => row.Period);

        var (sent, lookAgain) = (0, new Dictionary<Guid, DateOnly>());
        foreach (var row in rows)
        {
            var again = DateOnly.MaxValue;
            foreach (var partner in partners[row.CoupleId].Where(partner => row.PartnerId is null || row.PartnerId == partner.ClientId))
            {
                var key = (row.Id, partner.ClientId);
                var known = reminded[key].ToHashSet();
                ReminderSpan? Next() => ReminderRule.Next(plans[row.Id], [.. entries[key]], days.DayOf(row.AssignedAt), known, today);

                var next = Next();
                if (next?.IsDue(today, shown) == true && partner.MayBeReminded(shown))
                {
                    sent += await Send(row, partner.ClientId, next.Period);
                    known.Add(next.Period);
                    next = Next();
                }

                var from = partner.LookAgainOn(plans[row.Id], next, today);
                again = from < again ? from : again;
            }

            lookAgain[row.Id] = again;
        }

        foreach (var day in lookAgain.GroupBy(one => one.Value, one => one.Key))
            await db.Execute(LookAgainSql, new { RemindOn = day.Key, Ids = day.ToList() }, CancellationToken.None);
        return sent;
    }

    private async Task<int> Send(AssignmentRow row, Guid partner, int period)
    {
        var written = await db.Execute(
            RemindSql, new { AssignmentId = row.Id, ClientId = partner, Period = period, row.CoupleId, RemindedAt = days.Now }, CancellationToken.None);
        if (written == 0)
            return 0;
        await outbox.Raise(new DomainEvent("assignment.due", row.Id, row.CoupleId, partner), CancellationToken.None);
        await audit.Append(
            new AuditEntry
            {
                PracticeId = scope.Caller.PracticeId,
                At = days.Now,
                Action = "remind-partner",
                Outcome = AuditOutcome.Allowed,
                CoupleId = row.CoupleId,
                SubjectId = partner,
                ResourceId = row.Id,
            },
            CancellationToken.None);
        return written;
    }

    private sealed record QuietRow
    {
        public int QuietFrom { get; init; }

        public int QuietTo { get; init; }

        public QuietTime? ToTime() => QuietHours.Between(QuietFrom, QuietTo);
    }

    private sealed record RemindedRow
    {
        public Guid AssignmentId { get; init; }

        public Guid ClientId { get; init; }

        public int Period { get; init; }
    }

    private sealed record PartnerRow
    {
        public Guid CoupleId { get; init; }

        public CoupleStatus Status { get; init; }

        public DateTimeOffset? FrozenAt { get; init; }

        public Guid ClientId { get; init; }

        public bool Reminders { get; init; }

        public int? QuietFrom { get; init; }

        public int? QuietTo { get; init; }

        private bool IsOver => FrozenAt is not null || Status == CoupleStatus.Closed;

        public bool MayBeReminded(TimeOnly shown) =>
            Reminders && !IsOver && Status != CoupleStatus.Paused && QuietHours.Between(QuietFrom, QuietTo)?.Covers(shown) != true;

        /// <summary>Never too late: a pause may end and a setting change, so what holds a reminder back is looked at each day.</summary>
        public DateOnly LookAgainOn(AssignmentSchedule schedule, ReminderSpan? next, DateOnly today)
        {
            if (IsOver)
                return DateOnly.MaxValue;
            if (schedule.IsPausedOn(today))
                return today.AddDays(1);
            if (next is null)
                return DateOnly.MaxValue;
            return Reminders || next.On > today ? next.On : today.AddDays(1);
        }
    }
}
