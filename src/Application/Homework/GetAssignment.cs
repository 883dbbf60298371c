using CounselDesk.Application.Common;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Homework;

[Access(Roles.Clinicians)]
public sealed record GetAssignmentQuery(Guid AssignmentId, string? Language = null) : IQuery<Assignment>, ICaseRequest
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class GetAssignmentHandler(Assignments assignments, Translations translations, RequestScope scope) : IRequestHandler<GetAssignmentQuery, Assignment>
{
    public async Task<Assignment> Handle(GetAssignmentQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.AssignmentId;
        var given = await assignments.Find(scope.Case, request.AssignmentId, cancellationToken);
        return given with { Exercise = await translations.In(given.Exercise! with { Key = given.ExerciseKey }, request.Language, cancellationToken) };
    }
}
