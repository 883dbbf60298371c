using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Agreements;

/// <summary>Every version of a case's agreement, newest first.</summary>
[Access(Roles.Clinicians)]
public sealed record ListAgreementVersionsQuery(Guid CoupleId, PageRequest Page) : IQuery<Page<AgreementVersion>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListAgreementVersionsHandler(AgreementVersions versions, RequestScope scope) : IRequestHandler<ListAgreementVersionsQuery, Page<AgreementVersion>>
{
    private const string List = "agreement-versions";

    public async Task<Page<AgreementVersion>> Handle(ListAgreementVersionsQuery request, CancellationToken cancellationToken)
    {
        var before = request.Page.Before(List);
        var found = (await versions.All(scope.Case, cancellationToken)).Where(version => version.Version < before).Take(request.Page.Take).ToList();
        return PageRequest.Cut(List, request.Page, found, version => version.Version);
    }
}

[Access(Roles.Clinicians)]
public sealed record GetAgreementVersionQuery(Guid CoupleId, Guid AgreementId) : IQuery<AgreementVersion>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetAgreementVersionHandler(AgreementVersions versions, RequestScope scope) : IRequestHandler<GetAgreementVersionQuery, AgreementVersion>
{
    public async Task<AgreementVersion> Handle(GetAgreementVersionQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.AgreementId;
        return (await versions.All(scope.Case, cancellationToken)).FirstOrDefault(version => version.Id == request.AgreementId)
            ?? throw Refused.NotFound("version of the agreement");
    }
}
