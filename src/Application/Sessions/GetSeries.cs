using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Sessions;

[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk)]
public sealed record GetSeriesQuery(Guid SeriesId) : IQuery<SessionSeries>, ICaseRequest
{
    public CaseKey Case => CaseKey.Series(SeriesId);
}

public sealed class GetSeriesHandler(SeriesRecords series, RequestScope scope) : IRequestHandler<GetSeriesQuery, SessionSeries>
{
    public Task<SessionSeries> Handle(GetSeriesQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.SeriesId;
        return series.Find(request.SeriesId, cancellationToken);
    }
}
