using System.Threading.Channels;
using CounselDesk.Application.Common;
using CounselDesk.Infrastructure.Security;
using CounselDesk.Infrastructure.Sql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CounselDesk.Infrastructure.Audit;

/// <summary>The scope's way to the audit: into its own transaction, or to the writer that groups those of many requests.</summary>
public sealed class AuditTrail(AuditWriter writer, AuditRows rows) : IAuditTrail
{
    public Task Record(AuditEntry entry, CancellationToken cancellationToken) => writer.Record(entry, cancellationToken);

    public Task Append(AuditEntry entry, CancellationToken cancellationToken) => rows.Append([entry], cancellationToken);
}

/// <summary>Appends entries to their practice's chain, inside the scope's transaction.</summary>
public sealed class AuditRows(IDb db, InstanceSecrets secrets, DatabaseOptions options)
{
    private const string TailSql = "SELECT t.Seq, t.Seal FROM AuditTails t WHERE t.PracticeId = @PracticeId";

    private const string StartTailSql = "INSERT INTO AuditTails (PracticeId, Seq, Seal) VALUES (@PracticeId, @Seq, @Seal)";

    private const string MoveTailSql = "UPDATE AuditTails SET Seq = @Seq, Seal = @Seal WHERE PracticeId = @PracticeId";

    private const string AppendSql = """
        INSERT INTO AuditEntries (PracticeId, Seq, At, AccountId, Roles, Action, Outcome, Code, CoupleId, SubjectId, ResourceId, Reason, Address, TraceId, Seal)
        VALUES (@PracticeId, @Seq, @At, @AccountId, @Roles, @Action, @Outcome, @Code, @CoupleId, @SubjectId, @ResourceId, @Reason, @Address, @TraceId, @Seal)
        """;

    private const string LedgerSql = "INSERT INTO AuditLedger (PracticeId, Seq, Seal) VALUES (@PracticeId, @Seq, @Seal)";

    public async Task Append(IEnumerable<AuditEntry> entries, CancellationToken cancellationToken)
    {
        // Chains are locked in one order, so that two processes cannot wait for each other.
        foreach (var chain in entries.GroupBy(entry => entry.PracticeId).OrderBy(chain => chain.Key))
        {
            await db.Lock($"audit:{chain.Key}", cancellationToken);
            var key = await secrets.AuditKey(cancellationToken);
            var tail = await db.Find<Tail>(TailSql, new { PracticeId = chain.Key }, cancellationToken);
            var (sequence, seal) = (tail?.Seq ?? 0, tail?.Seal ?? AuditChain.Start);
            foreach (var entry in chain)
            {
                seal = AuditChain.Seal(key, seal, ++sequence, entry);
                await db.Execute(
                    AppendSql,
                    new
                    {
                        entry.PracticeId,
                        Seq = sequence,
                        entry.At,
                        entry.AccountId,
                        entry.Roles,
                        entry.Action,
                        entry.Outcome,
                        entry.Code,
                        entry.CoupleId,
                        entry.SubjectId,
                        entry.ResourceId,
                        entry.Reason,
                        entry.Address,
                        entry.TraceId,
                        Seal = seal,
                    },
                    cancellationToken);
                if (options.Ledger)
                    await db.Execute(LedgerSql, new { PracticeId = chain.Key, Seq = sequence, Seal = seal }, cancellationToken);
            }

            await db.Execute(tail is null ? StartTailSql : MoveTailSql, new { PracticeId = chain.Key, Seq = sequence, Seal = seal }, cancellationToken);
        }
    }

    private sealed record Tail
    {
        public long Seq { get; init; }

        public string Seal { get; init; } = "";
    }
}

/// <summary>
/// Writes the entries of concurrent reads and refusals together: whoever waits while one group is written is in the
/// next. Nobody's answer leaves before its entry is durable, and none is lost when the host stops.
/// </summary>
public sealed class AuditWriter(IServiceScopeFactory scopes) : BackgroundService
{
    private const int LargestGroup = 256;

    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });

    public async Task Record(AuditEntry entry, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(entry);
        await _waiting.Writer.WriteAsync(waiting, cancellationToken);
        await waiting.Written.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Only the channel's end stops it, so that requests still under way at shutdown are audited too.
        await foreach (var first in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            var group = new List<Waiting> { first };
            while (group.Count < LargestGroup && _waiting.Reader.TryRead(out var next))
                group.Add(next);
            try
            {
                await Write(group);
                group.ForEach(waiting => waiting.Written.SetResult());
            }
            catch (Exception fault)
            {
                // Each request that waits fails with it: no answer without its audit.
                group.ForEach(waiting => waiting.Written.SetException(fault));
            }
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    private async Task Write(List<Waiting> group)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = scope.ServiceProvider.GetRequiredService<AuditRows>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().InTransaction(
            async () =>
            {
                await rows.Append(group.Select(waiting => waiting.Entry), CancellationToken.None);
                return true;
            },
            CancellationToken.None);
    }

    private sealed record Waiting(AuditEntry Entry)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
