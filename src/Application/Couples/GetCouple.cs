using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Couples;

[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk | Roles.Admin)]
public sealed record GetCoupleQuery(Guid CoupleId) : IQuery<Couple>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetCoupleHandler(Couples couples) : IRequestHandler<GetCoupleQuery, Couple>
{
    public Task<Couple> Handle(GetCoupleQuery request, CancellationToken cancellationToken) => couples.Find(request.CoupleId, cancellationToken);
}
