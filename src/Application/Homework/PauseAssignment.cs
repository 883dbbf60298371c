using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <param name="Reason">Why it rests, at most 1000 characters. Clinicians read it, partners do not.</param>
public sealed record PauseText(string? Reason = null);

[Access(Roles.Clinicians)]
public sealed record PauseAssignmentCommand(Guid AssignmentId, int? Version, PauseText Body)
    : ICommand<Assignment>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class PauseAssignmentValidator : AbstractValidator<PauseAssignmentCommand>
{
    public PauseAssignmentValidator() => RuleFor(x => x.Body.Reason).Prose(HomeworkLimits.PauseReason);
}

public sealed class PauseAssignmentHandler(
    IDb db, IIds ids, Assignments assignments, ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
    : IRequestHandler<PauseAssignmentCommand, Assignment>
{
    private const string InsertSql = """
        INSERT INTO AssignmentPauses (Id, PracticeId, CoupleId, AssignmentId, Reason, PausedAt, PausedBy, ResumedAt, ResumedBy)
        SELECT @Id, @PracticeId, @CoupleId, @AssignmentId, @Reason, @PausedAt, @PausedBy, NULL, NULL
        WHERE NOT EXISTS (SELECT 1 FROM AssignmentPauses p WHERE p.PracticeId = @PracticeId AND p.AssignmentId = @AssignmentId AND p.ResumedAt IS NULL)
        """;

    public async Task<Assignment> Handle(PauseAssignmentCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var file = scope.Case;
        scope.ResourceId = request.AssignmentId;
        file.RequireOpen();
        var row = await assignments.Hold(request.AssignmentId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireNotWithdrawn();
        if (row.Status == AssignmentStatus.Completed)
            throw Refused.Conflict("already-ended", "The assignment is completed.");

        var paused = await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                file.CoupleId,
                AssignmentId = row.Id,
                Reason = protector.Seal(HomeworkTexts.Pause, request.Body.Reason),
                PausedAt = days.Now,
                PausedBy = scope.Caller.AccountId,
            },
            cancellationToken);
        if (paused == 0)
            throw Refused.Conflict("already-paused", "The assignment is paused.");
        await assignments.Touch(row, cancellationToken);
        await outbox.Raise("assignment.paused", row.Id, cancellationToken);
        return await assignments.Find(file, row.Id, cancellationToken);
    }
}
