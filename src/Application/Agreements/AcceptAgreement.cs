using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Agreements;

/// <param name="PartnerId">The partner who accepts, in session.</param>
public sealed record AgreementAcceptance(Guid PartnerId);

[Access(Roles.Clinicians, OwnCase = true)]
public sealed record AcceptAgreementCommand(Guid CoupleId, int? Version, AgreementAcceptance Body) : ICommand<Agreement>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class AcceptAgreementHandler(AgreementVersions versions, RequestScope scope) : IRequestHandler<AcceptAgreementCommand, Agreement>
{
    public async Task<Agreement> Handle(AcceptAgreementCommand request, CancellationToken cancellationToken)
    {
        scope.Case.RequirePartner(request.Body.PartnerId, "partnerId");
        await versions.Accept(scope.Case, request.Body.PartnerId, request, scope.Caller.AccountId, cancellationToken);
        return await versions.Of(scope.Case, cancellationToken);
    }
}
