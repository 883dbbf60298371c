using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Clients;

/// <summary>Takes a client back into the daily lists.</summary>
[Access(Roles.Clinicians | Roles.Frontdesk)]
public sealed record UnarchiveClientCommand(Guid ClientId, int? Version) : ICommand<Client>, IVersionedCommand;

public sealed class UnarchiveClientHandler(IDb db, ClientRecords clients, RequestScope scope, IOutbox outbox)
    : IRequestHandler<UnarchiveClientCommand, Client>
{
    private const string UnarchiveSql = """
        UPDATE Clients SET ArchivedAt = NULL, Version = Version + 1 WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<Client> Handle(UnarchiveClientCommand request, CancellationToken cancellationToken)
    {
        scope.SubjectId = request.ClientId;
        var row = await clients.Row(request.ClientId, cancellationToken);
        request.RequireCurrent(row.Version);
        if (row.ArchivedAt is not null)
        {
            await db.Execute(UnarchiveSql, new { row.Id, row.Version }, cancellationToken).OrStale();
            await outbox.Raise("client.unarchived", row.Id, cancellationToken);
        }

        return await clients.Find(row.Id, cancellationToken);
    }
}
