using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Pathways;

/// <summary>The pathways that a case walks or walked, the last started first.</summary>
[Access(Roles.Clinicians)]
public sealed record ListPathwayRunsQuery(Guid CoupleId, PageRequest Page) : IQuery<Page<PathwayRun>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListPathwayRunsHandler(PathwayRuns runs, RequestScope scope) : IRequestHandler<ListPathwayRunsQuery, Page<PathwayRun>>
{
    public Task<Page<PathwayRun>> Handle(ListPathwayRunsQuery request, CancellationToken cancellationToken) =>
        runs.Page(scope.Case.CoupleId, request.Page, cancellationToken);
}

[Access(Roles.Clinicians)]
public sealed record GetPathwayRunQuery(Guid CoupleId, Guid RunId) : IQuery<PathwayRun>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetPathwayRunHandler(PathwayRuns runs, RequestScope scope) : IRequestHandler<GetPathwayRunQuery, PathwayRun>
{
    public Task<PathwayRun> Handle(GetPathwayRunQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.RunId;
        return runs.Find(scope.Case.CoupleId, request.RunId, cancellationToken);
    }
}
