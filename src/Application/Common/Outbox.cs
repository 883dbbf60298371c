namespace CounselDesk.Application.Common;

public sealed class Outbox(IDb db, IIds ids, RequestScope scope, TimeProvider clock) : IOutbox
{
    private const string RaiseSql = """
        INSERT INTO Outbox (Seq, PracticeId, EventType, CoupleId, ResourceId, ClientId, At)
        VALUES (@Seq, @PracticeId, @EventType, @CoupleId, @ResourceId, @ClientId, @At)
        """;

    public Task Raise(string eventType, Guid resourceId, CancellationToken cancellationToken) =>
        Raise(new DomainEvent(eventType, resourceId, scope.CaseFile?.CoupleId), cancellationToken);

    public Task Raise(DomainEvent happened, CancellationToken cancellationToken) =>
        db.Execute(
            RaiseSql,
            new { Seq = ids.NextSequence(), EventType = happened.Type, happened.CoupleId, happened.ResourceId, happened.ClientId, At = clock.GetUtcNow() },
            cancellationToken);
}
