using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Clients;

/// <summary>Takes a client out of the daily lists. Nothing is deleted, and a portal account goes on working.</summary>
[Access(Roles.Clinicians | Roles.Frontdesk)]
public sealed record ArchiveClientCommand(Guid ClientId, int? Version) : ICommand<Client>, IVersionedCommand;

public sealed class ArchiveClientHandler(IDb db, ClientRecords clients, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<ArchiveClientCommand, Client>
{
    private const string OpenCasesSql = $"""
        SELECT COUNT(*) AS Cases FROM {ClientCases.OfClientPartSql} c WHERE c.Status <> 'Closed'
        """;

    private const string ArchiveSql = """
        UPDATE Clients SET ArchivedAt = @ArchivedAt, Version = Version + 1 WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<Client> Handle(ArchiveClientCommand request, CancellationToken cancellationToken)
    {
        scope.SubjectId = request.ClientId;
        await clients.Lock(request.ClientId, cancellationToken);
        var row = await clients.Row(request.ClientId, cancellationToken);
        request.RequireCurrent(row.Version);
        if (row.ArchivedAt is null)
        {
            if (await db.Find<long>(OpenCasesSql, new { request.ClientId }, cancellationToken) > 0)
                throw Refused.Conflict("has-open-case", "The client is in a case that is not closed.");
            await db.Execute(ArchiveSql, new { row.Id, row.Version, ArchivedAt = clock.GetUtcNow() }, cancellationToken).OrStale();
            await outbox.Raise("client.archived", row.Id, cancellationToken);
        }

        return await clients.Find(row.Id, cancellationToken);
    }
}
