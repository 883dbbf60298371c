using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <param name="Override">Only for an exercise that the safety rule holds back.</param>
public sealed record AssignmentResumption(SafetyOverride? Override = null);

[Access(Roles.Clinicians)]
public sealed record ResumeAssignmentCommand(Guid AssignmentId, int? Version, AssignmentResumption? Body = null)
    : ICommand<Assignment>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class ResumeAssignmentValidator : AbstractValidator<ResumeAssignmentCommand>
{
    public ResumeAssignmentValidator() =>
        When(x => x.Body is not null, () => RuleFor(x => x.Body!.Override!).SetValidator(new SafetyOverrideValidator()));
}

public sealed class ResumeAssignmentHandler(IDb db, Assignments assignments, SafetyHolds holds, RequestScope scope, IOutbox outbox, PracticeDays days)
    : IRequestHandler<ResumeAssignmentCommand, Assignment>
{
    private const string UpdateSql = """
        UPDATE AssignmentPauses SET ResumedAt = @ResumedAt, ResumedBy = @ResumedBy
        WHERE AssignmentId = @AssignmentId AND PracticeId = @PracticeId AND ResumedAt IS NULL
        """;

    public async Task<Assignment> Handle(ResumeAssignmentCommand request, CancellationToken cancellationToken)
    {
        var file = scope.Case;
        scope.ResourceId = request.AssignmentId;
        file.RequireOpen();
        var row = await assignments.Hold(request.AssignmentId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireNotWithdrawn();

        var resumed = await db.Execute(
            UpdateSql, new { ResumedAt = days.Now, ResumedBy = scope.Caller.AccountId, AssignmentId = row.Id }, cancellationToken);
        if (resumed == 0)
            throw Refused.Conflict("not-paused", "The assignment itself is not paused; a pause of the case ends with the case's status.");
        await holds.Renew(file, row, asksForMore: true, request.Body?.Override, cancellationToken);
        await assignments.Touch(row.Id, cancellationToken);
        await outbox.Raise("assignment.resumed", row.Id, cancellationToken);
        return await assignments.Find(file, row.Id, cancellationToken);
    }
}
