using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <param name="Reason">Why it is taken back, at most 1000 characters. Clinicians read it, partners do not.</param>
public sealed record Withdrawal(string Reason);

[Access(Roles.Clinicians)]
public sealed record WithdrawAssignmentCommand(Guid AssignmentId, int? Version, Withdrawal Body)
    : ICommand<Assignment>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class WithdrawAssignmentValidator : AbstractValidator<WithdrawAssignmentCommand>
{
    public WithdrawAssignmentValidator() => RuleFor(x => x.Body.Reason).Prose(HomeworkLimits.WithdrawalReason);
}

public sealed class WithdrawAssignmentHandler(
    IDb db, Assignments assignments, ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
    : IRequestHandler<WithdrawAssignmentCommand, Assignment>
{
    private const string UpdateSql = """
        UPDATE Assignments SET Status = 'Withdrawn', EndedOn = @EndedOn, WithdrawnAt = @WithdrawnAt, WithdrawnBy = @WithdrawnBy,
          WithdrawnReason = @WithdrawnReason, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<Assignment> Handle(WithdrawAssignmentCommand request, CancellationToken cancellationToken)
    {
        var file = scope.Case;
        scope.ResourceId = request.AssignmentId;
        file.RequireOpen();
        var row = await assignments.Hold(request.AssignmentId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireNotWithdrawn();
        if (row.Status == AssignmentStatus.Completed)
            throw Refused.Conflict("already-ended", "The assignment is completed.");

        await db.Execute(
            UpdateSql,
            new
            {
                EndedOn = days.Today,
                WithdrawnAt = days.Now,
                WithdrawnBy = scope.Caller.AccountId,
                WithdrawnReason = protector.Protect(HomeworkTexts.Withdrawal, request.Body.Reason),
                row.Id,
                row.Version,
            },
            cancellationToken).OrStale();
        await outbox.Raise("assignment.withdrawn", row.Id, cancellationToken);
        return await assignments.Find(file, row.Id, cancellationToken);
    }
}
