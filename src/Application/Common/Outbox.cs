namespace CounselDesk.Application.Common;

public sealed class Outbox(IDb db, IIds ids, RequestScope scope, TimeProvider clock) : IOutbox
{
    private const string RaiseSql = """
        INSERT INTO Outbox (Seq, PracticeId, EventType, CoupleId, ResourceId, At)
        VALUES (@Seq, @PracticeId, @EventType, @CoupleId, @ResourceId, @At)
        """;

    public Task Raise(string eventType, Guid resourceId, CancellationToken cancellationToken) =>
        db.Execute(
            RaiseSql,
            new { Seq = ids.NextSequence(), EventType = eventType, scope.CaseFile?.CoupleId, ResourceId = resourceId, At = clock.GetUtcNow() },
            cancellationToken);
}
