using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Couples;

[Access(Roles.Clinicians)]
public sealed record GetFormulationQuery(Guid CoupleId) : IQuery<Formulation>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetFormulationHandler(Formulations formulations, RequestScope scope) : IRequestHandler<GetFormulationQuery, Formulation>
{
    public Task<Formulation> Handle(GetFormulationQuery request, CancellationToken cancellationToken) =>
        formulations.Of(scope.Case.CoupleId, scope.Case.Partners, cancellationToken);
}
