using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Measures;

/// <summary>Asks no more; what is open falls away, what was answered or missed stays as it is.</summary>
[Access(Roles.Clinicians)]
public sealed record StopMeasureRequestCommand(Guid CoupleId, Guid RequestId, int? Version) : ICommand<MeasureRequest>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class StopMeasureRequestHandler(IDb db, MeasureRequests requests, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<StopMeasureRequestCommand, MeasureRequest>
{
    private const string StopSql = """
        UPDATE MeasureRequests SET StoppedBy = @AccountId, StoppedAt = @Now, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND StoppedAt IS NULL
        """;

    public async Task<MeasureRequest> Handle(StopMeasureRequestCommand request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.RequestId;
        var current = await requests.Find(request.RequestId, cancellationToken);
        request.RequireCurrent(current.Version);
        if (current.StoppedAt is not null)
            throw Refused.Conflict("already-stopped", "The request is stopped already.");
        await db.Execute(StopSql, new { scope.Caller.AccountId, Now = clock.GetUtcNow(), current.Id, current.Version }, cancellationToken).OrStale();
        await outbox.Raise("measure.request-stopped", current.Id, cancellationToken);
        return await requests.Find(current.Id, cancellationToken);
    }
}
