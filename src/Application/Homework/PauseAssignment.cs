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

public sealed class PauseAssignmentHandler(Assignments assignments, AssignmentPauses pauses, RequestScope scope) : IRequestHandler<PauseAssignmentCommand, Assignment>
{
    public async Task<Assignment> Handle(PauseAssignmentCommand request, CancellationToken cancellationToken)
    {
        var file = scope.Case;
        scope.ResourceId = request.AssignmentId;
        file.RequireOpen();
        var row = await assignments.Hold(request.AssignmentId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireNotWithdrawn();
        if (row.Status == AssignmentStatus.Completed)
            throw Refused.Conflict("already-ended", "The assignment is completed.");
        if (!await pauses.Begin(file, row.Id, request.Body.Reason, cancellationToken))
            throw Refused.Conflict("already-paused", "The assignment is paused.");
        return await assignments.Find(file, row.Id, cancellationToken);
    }
}

/// <summary>Puts assignments to rest, each under the lock of its case.</summary>
public sealed class AssignmentPauses(IDb db, IIds ids, Assignments assignments, ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
{
    private const string InsertSql = """
        INSERT INTO AssignmentPauses (Id, PracticeId, CoupleId, AssignmentId, Reason, PausedAt, PausedBy, ResumedAt, ResumedBy)
        SELECT @Id, @PracticeId, @CoupleId, @AssignmentId, @Reason, @PausedAt, @PausedBy, NULL, NULL
        WHERE NOT EXISTS (SELECT 1 FROM AssignmentPauses p WHERE p.PracticeId = @PracticeId AND p.AssignmentId = @AssignmentId AND p.ResumedAt IS NULL)
        """;

    /// <returns>Whether it was not paused already.</returns>
    internal async Task<bool> Begin(CaseFile file, Guid assignmentId, string? reason, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var paused = await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                file.CoupleId,
                AssignmentId = assignmentId,
                Reason = protector.Seal(HomeworkTexts.Pause, reason),
                PausedAt = days.Now,
                PausedBy = scope.Caller.AccountId,
            },
            cancellationToken);
        if (paused == 0)
            return false;
        await assignments.Touch(assignmentId, cancellationToken);
        await outbox.Raise("assignment.paused", assignmentId, cancellationToken);
        return true;
    }
}
