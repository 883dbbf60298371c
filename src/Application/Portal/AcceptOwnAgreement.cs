using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>The caller accepts, for themselves, the version that they read.</summary>
[Access(Roles.Partner)]
public sealed record AcceptOwnAgreementCommand(int? Version, Guid? CaseId = null) : ICommand<PortalAgreement>, IVersionedCommand;

public sealed class AcceptOwnAgreementHandler(PortalCases cases, AgreementVersions versions) : IRequestHandler<AcceptOwnAgreementCommand, PortalAgreement>
{
    public async Task<PortalAgreement> Handle(AcceptOwnAgreementCommand request, CancellationToken cancellationToken)
    {
        var couple = await cases.Couple(request.CaseId, cancellationToken) ?? throw Refused.NotFound("agreement");
        await versions.Accept(couple, cases.ClientId, request, null, cancellationToken);
        return PortalAgreement.Of(await versions.Of(couple, cancellationToken), cases.ClientId);
    }
}
