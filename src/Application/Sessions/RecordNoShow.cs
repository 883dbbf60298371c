using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>Also of a closed case: what happened before it closed can still be recorded.</summary>
[Access(Roles.Clinicians)]
public sealed record RecordNoShowCommand(Guid SessionId, int? Version) : ICommand<Session>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Session(SessionId);
}

public sealed class RecordNoShowHandler(IDb db, Sessions sessions, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<RecordNoShowCommand, Session>
{
    private const string UpdateSql = """
        UPDATE Sessions SET Status = 'NoShow', AttendedA = 0, AttendedB = 0, ChangedAt = @ChangedAt, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'Booked'
        """;

    public async Task<Session> Handle(RecordNoShowCommand request, CancellationToken cancellationToken)
    {
        var row = await sessions.Row(request.SessionId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireCanBecome(SessionStatus.NoShow);
        row.RequireStarted(clock.GetUtcNow());
        await db.Execute(UpdateSql, new { row.Id, ChangedAt = clock.GetUtcNow(), row.Version }, cancellationToken).OrStale();
        await outbox.Raise("session.missed", row.Id, cancellationToken);
        return await sessions.Find(row.Id, cancellationToken);
    }
}
