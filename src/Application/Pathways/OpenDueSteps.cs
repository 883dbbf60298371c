using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;

namespace CounselDesk.Application.Pathways;

/// <summary>
/// Opens the steps of a practice's running pathways whose day has come. Reading opens nothing, since a read may be served by
/// a replica and is nobody's decision; so the clock does, in a short transaction for each pathway.
/// </summary>
public sealed class OpenDueSteps(
    IDb db, IUnitOfWork unitOfWork, PathwayRuns runs, PathwaySteps opening, RequestScope scope, IAuditTrail audit, PracticeDays days)
{
    private const string RunningSql = """
        SELECT r.Id, r.CoupleId, r.StartedBy FROM PathwayRuns r WHERE r.PracticeId = @PracticeId AND r.Status = 'Running' ORDER BY r.Seq
        """;

    /// <returns>How many steps opened.</returns>
    public async Task<int> Run(CancellationToken stopping)
    {
        var opened = 0;
        var nobody = scope.Caller;
        foreach (var run in await db.Query<RunningRow>(RunningSql, null, CancellationToken.None))
        {
            if (stopping.IsCancellationRequested)
                break;
            try
            {
                // Assigned in the name of whoever started the pathway; the audit tells that it was the clock.
                scope.Caller = nobody with { AccountId = run.StartedBy };
                opened += await unitOfWork.InTransaction(() => Settle(run), CancellationToken.None);
            }
            finally
            {
                (scope.Caller, scope.CaseFile, scope.ResourceId) = (nobody, null, null);
            }
        }

        return opened;
    }

    private async Task<int> Settle(RunningRow running)
    {
        await db.Lock($"case:{running.CoupleId}", CancellationToken.None);
        var file = await db.Find<CaseFile>(
            CaseFiles.ByCoupleSql, new { Id = running.CoupleId, AccountId = running.StartedBy, days.Now }, CancellationToken.None).OrNotFound("couple");
        var run = await runs.Row(running.CoupleId, running.Id, CancellationToken.None);
        // Read again under the lock: another process, or a clinician, may have been here since.
        if (run.Status != PathwayRunStatus.Running || file.FrozenAt is not null || file.Status is CoupleStatus.Paused or CoupleStatus.Closed)
            return 0;
        scope.CaseFile = file;
        var made = await opening.Settle(file, run, isTouched: false, CancellationToken.None);
        foreach (var assignment in made)
        {
            await audit.Append(
                new AuditEntry { PracticeId = scope.Caller.PracticeId, At = days.Now, Action = "open-pathway-step", Outcome = AuditOutcome.Allowed, CoupleId = file.CoupleId, ResourceId = assignment },
                CancellationToken.None);
        }

        return made.Count;
    }

    private sealed record RunningRow
    {
        public Guid Id { get; init; }

        public Guid CoupleId { get; init; }

        public Guid StartedBy { get; init; }
    }
}
