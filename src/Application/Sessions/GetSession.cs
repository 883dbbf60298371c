using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Sessions;

[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk)]
public sealed record GetSessionQuery(Guid SessionId) : IQuery<Session>, ICaseRequest
{
    public CaseKey Case => CaseKey.Session(SessionId);
}

public sealed class GetSessionHandler(Sessions sessions) : IRequestHandler<GetSessionQuery, Session>
{
    public Task<Session> Handle(GetSessionQuery request, CancellationToken cancellationToken) => sessions.Find(request.SessionId, cancellationToken);
}
