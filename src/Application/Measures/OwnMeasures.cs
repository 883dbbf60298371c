using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.Progress;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Measures;

/// <summary>Writes measures of the practice's own.</summary>
public sealed class OwnMeasures(IDb db, IIds ids, PracticeMeasures measures, MeasureWordings wordings, RequestScope scope, IOutbox outbox, TimeProvider clock)
{
    internal const int Most = 50;

    private const string InsertSql = """
        INSERT INTO OwnMeasures (Id, PracticeId, Seq, MeasureKey, Facts, CreatedBy, CreatedAt, RetiredAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @MeasureKey, @Facts, @AccountId, @Now, NULL, 1)
        """;

    private const string RetireSql = """
        UPDATE OwnMeasures SET RetiredAt = @RetiredAt, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    internal async Task<MeasureFacts> Add(Instrument instrument, CancellationToken cancellationToken)
    {
        var id = ids.New();
        await Hold(cancellationToken);
        if (await measures.Find(instrument.Key, cancellationToken) is not null)
            throw Refused.Conflict("key-taken", "A measure has or had this key: give another.");
        if ((await measures.Own(cancellationToken)).Count >= Most)
            throw Refused.Conflict("too-many-measures", $"A practice has at most {Most} measures of its own, the retired ones among them.");
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                MeasureKey = instrument.Key,
                Facts = OwnMeasureRow.TextOf(instrument),
                scope.Caller.AccountId,
                Now = clock.GetUtcNow(),
            },
            cancellationToken);
        scope.ResourceId = id;
        await outbox.Raise("measure.created", id, cancellationToken);
        return await Show(instrument.Key, cancellationToken);
    }

    /// <summary>The practice's own measure, for a command that retires or restores it.</summary>
    internal async Task<OwnMeasureRow> ToChange(IVersionedCommand request, string key, CancellationToken cancellationToken)
    {
        await Hold(cancellationToken);
        if (await measures.Row(key, cancellationToken) is { } row)
        {
            scope.ResourceId = row.Id;
            request.RequireCurrent(row.Version);
            return row;
        }

        if (await measures.Find(key, cancellationToken) is null)
            throw Refused.NotFound("measure");
        request.RequireCurrent(0);
        throw Refused.Conflict("built-in-measure", "A built-in measure stays as it is.");
    }

    internal async Task<MeasureFacts> Retire(OwnMeasureRow row, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        await db.Execute(RetireSql, new { row.Id, RetiredAt = at, row.Version }, cancellationToken).OrStale();
        await outbox.Raise(at is null ? "measure.restored" : "measure.retired", row.Id, cancellationToken);
        return await Show(row.MeasureKey, cancellationToken);
    }

    private async Task<MeasureFacts> Show(string key, CancellationToken cancellationToken)
    {
        measures.Forget();
        return await measures.Facts(await wordings.Worded(await wordings.Require(key, cancellationToken), cancellationToken), cancellationToken);
    }

    // Nobody else of the practice writes a measure until the command ends, and what was read before is read anew.
    private async Task Hold(CancellationToken cancellationToken)
    {
        await db.Lock($"own-measures:{scope.Caller.PracticeId}", cancellationToken);
        measures.Forget();
    }
}
