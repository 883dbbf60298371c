using CounselDesk.Application.Common;

namespace CounselDesk.Application.Homework;

/// <summary>
/// Tells, once for each, of assignments whose due day has passed unfinished. That they are expired follows from the day and
/// needs no job; only what listens to events could not know.
/// </summary>
public sealed class TellExpired(IDb db, IUnitOfWork unitOfWork, RequestScope scope, IAuditTrail audit, IOutbox outbox, PracticeDays days)
{
    /// <summary>Assignments of one transaction, so that requests come between them.</summary>
    public const int Batch = 100;

    private const string UntoldSql = """
        SELECT a.Id, a.CoupleId
        FROM Assignments a
        WHERE a.PracticeId = @PracticeId AND a.DueOn < @Today AND a.ExpiryToldAt IS NULL AND a.Status IN ('Assigned', 'InProgress')
        ORDER BY a.DueOn
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    // A clinician, or a partner's late entry, may have been faster since it was found.
    private const string ToldSql = """
        UPDATE Assignments SET ExpiryToldAt = @Now
        WHERE PracticeId = @PracticeId AND Id = @Id AND DueOn < @Today AND ExpiryToldAt IS NULL AND Status IN ('Assigned', 'InProgress')
        """;

    /// <returns>How many it told of.</returns>
    public async Task<int> Run(CancellationToken stopping)
    {
        var told = 0;
        while (!stopping.IsCancellationRequested)
        {
            var (found, batch) = await unitOfWork.InTransaction(TellSome, CancellationToken.None);
            told += batch;
            if (found < Batch)
                break;
        }

        return told;
    }

    private async Task<(int Found, int Told)> TellSome()
    {
        // Processes take turns, so that none waits long for rows that another is about to tell of.
        await db.Lock($"expiry:{scope.Caller.PracticeId}", CancellationToken.None);
        var found = await db.Query<UntoldRow>(UntoldSql, new { days.Today, Take = Batch }, CancellationToken.None);
        var told = 0;
        foreach (var row in found)
        {
            if (await db.Execute(ToldSql, new { row.Id, days.Now, days.Today }, CancellationToken.None) == 0)
                continue;
            await outbox.Raise(new DomainEvent("assignment.expired", row.Id, row.CoupleId), CancellationToken.None);
            await audit.Append(
                new AuditEntry { PracticeId = scope.Caller.PracticeId, At = days.Now, Action = "tell-expired", Outcome = AuditOutcome.Allowed, CoupleId = row.CoupleId, ResourceId = row.Id },
                CancellationToken.None);
            told++;
        }

        return (found.Count, told);
    }

    private sealed record UntoldRow
    {
        public Guid Id { get; init; }

        public Guid CoupleId { get; init; }
    }
}
