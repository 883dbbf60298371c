using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Homework;

[Access(Roles.Clinicians)]
public sealed record GetAssignmentQuery(Guid AssignmentId) : IQuery<Assignment>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class GetAssignmentHandler(Assignments assignments, RequestScope scope) : IRequestHandler<GetAssignmentQuery, Assignment>
{
    public Task<Assignment> Handle(GetAssignmentQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.AssignmentId;
        return assignments.Find(scope.Case, request.AssignmentId, cancellationToken);
    }
}
