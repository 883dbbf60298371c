using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <param name="Assignments">1 to 20 exercises for this couple; all are given, or none.</param>
public sealed record AssignmentBatch(IReadOnlyList<NewAssignment> Assignments);

/// <param name="Assignments">What was given, in the order asked for.</param>
public sealed record AssignedBatch(IReadOnlyList<Assignment> Assignments);

[Access(Roles.Clinicians)]
public sealed record AssignBatchCommand(Guid CoupleId, AssignmentBatch Body) : ICommand<AssignedBatch>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class AssignBatchValidator : AbstractValidator<AssignBatchCommand>
{
    public AssignBatchValidator()
    {
        RuleFor(x => x.Body.Assignments).Batch();
        RuleForEach(x => x.Body.Assignments).SetValidator(new NewAssignmentValidator());
    }
}

public sealed class AssignBatchHandler(AssignmentGiver giver, RequestScope scope) : IRequestHandler<AssignBatchCommand, AssignedBatch>
{
    public async Task<AssignedBatch> Handle(AssignBatchCommand request, CancellationToken cancellationToken)
    {
        var given = new List<Assignment>();
        foreach (var (index, body) in request.Body.Assignments.Index())
            given.Add(await Refused.Within($"assignments[{index}]", () => giver.Give(scope.Case, body, cancellationToken)));
        scope.ResourceId = null;
        scope.SubjectId = null;
        return new AssignedBatch(given);
    }
}
