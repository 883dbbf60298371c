using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Measures;

/// <summary>What was asked in a case, last asked first, with what became of it by partner.</summary>
[Access(Roles.Clinicians)]
public sealed record ListMeasureRequestsQuery(Guid CoupleId) : IQuery<Page<MeasureRequest>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListMeasureRequestsHandler(AskedMeasures asked, MeasureRequests requests, RequestScope scope)
    : IRequestHandler<ListMeasureRequestsQuery, Page<MeasureRequest>>
{
    public async Task<Page<MeasureRequest>> Handle(ListMeasureRequestsQuery request, CancellationToken cancellationToken) =>
        new(await requests.Show(await asked.OfCase(scope.Case, cancellationToken), cancellationToken), null);
}

[Access(Roles.Clinicians)]
public sealed record GetMeasureRequestQuery(Guid CoupleId, Guid RequestId) : IQuery<MeasureRequest>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetMeasureRequestHandler(MeasureRequests requests, RequestScope scope) : IRequestHandler<GetMeasureRequestQuery, MeasureRequest>
{
    public Task<MeasureRequest> Handle(GetMeasureRequestQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.RequestId;
        return requests.Find(request.RequestId, cancellationToken);
    }
}
