using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Safety;

/// <summary>A case's screenings, the last recorded first; for its clinicians alone.</summary>
[Access(Roles.Clinicians)]
public sealed record ListScreeningsQuery(Guid CoupleId, PageRequest Page, Guid? PartnerId = null) : IQuery<Page<Screening>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListScreeningsHandler(Screenings screenings, RequestScope scope) : IRequestHandler<ListScreeningsQuery, Page<Screening>>
{
    public Task<Page<Screening>> Handle(ListScreeningsQuery request, CancellationToken cancellationToken)
    {
        if (request.PartnerId is { } partnerId)
            scope.Case.RequirePartner(partnerId, "partnerId");
        scope.SubjectId = request.PartnerId;
        return screenings.Page(scope.Case.CoupleId, request.PartnerId, request.Page, cancellationToken);
    }
}
