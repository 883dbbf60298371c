using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Clients;

[Access(Roles.Staff)]
public sealed record GetClientQuery(Guid ClientId) : IQuery<Client>;

public sealed class GetClientHandler(ClientRecords clients, RequestScope scope) : IRequestHandler<GetClientQuery, Client>
{
    public Task<Client> Handle(GetClientQuery request, CancellationToken cancellationToken)
    {
        scope.SubjectId = request.ClientId;
        return clients.Find(request.ClientId, cancellationToken);
    }
}
