using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Agreements;

[Access(Roles.Clinicians)]
public sealed record GetAgreementQuery(Guid CoupleId) : IQuery<Agreement>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetAgreementHandler(AgreementVersions versions, RequestScope scope) : IRequestHandler<GetAgreementQuery, Agreement>
{
    public Task<Agreement> Handle(GetAgreementQuery request, CancellationToken cancellationToken) => versions.Of(scope.Case, cancellationToken);
}
