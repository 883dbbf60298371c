using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

[Access(Roles.Partner)]
public sealed record GetPortalAssignmentQuery(Guid AssignmentId) : IQuery<PortalAssignment>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class GetPortalAssignmentHandler(PortalCases cases, PortalAssignments assignments, RequestScope scope)
    : IRequestHandler<GetPortalAssignmentQuery, PortalAssignment>
{
    public async Task<PortalAssignment> Handle(GetPortalAssignmentQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.AssignmentId;
        scope.SubjectId = cases.ClientId;
        var row = await assignments.Row(request.AssignmentId, cancellationToken);
        return (await assignments.Show([row], cancellationToken))[0];
    }
}
