using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <summary>What may still be changed once it is given.</summary>
/// <param name="DueOn">Last day on which it can be done; null makes it open-ended.</param>
/// <param name="Target">Occurrences wanted in all from each partner, 1 to 366; null is as many as the cadence gives.</param>
/// <param name="Instructions">The therapist's own words, which the partners read; at most 4000 characters.</param>
public sealed record AssignmentChange(
    Optional<DateOnly?> DueOn = default, Optional<int?> Target = default, Optional<string?> Instructions = default);

[Access(Roles.Clinicians)]
public sealed record ChangeAssignmentCommand(Guid AssignmentId, int? Version, AssignmentChange Body)
    : ICommand<Assignment>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Assignment(AssignmentId);
}

public sealed class ChangeAssignmentValidator : AbstractValidator<ChangeAssignmentCommand>
{
    public ChangeAssignmentValidator()
    {
        RuleFor(x => x.Body.Target.Value).InclusiveBetween(1, AssignmentSchedule.MaxTarget).OverridePropertyName("target");
        RuleFor(x => x.Body.Instructions.Value).Prose(HomeworkLimits.Instructions).OverridePropertyName("instructions");
    }
}

public sealed class ChangeAssignmentHandler(
    IDb db, Assignments assignments, ITextProtector protector, RequestScope scope, IOutbox outbox)
    : IRequestHandler<ChangeAssignmentCommand, Assignment>
{
    private const string UpdateSql = """
        UPDATE Assignments SET DueOn = @DueOn, Target = @Target, Instructions = @Instructions, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<Assignment> Handle(ChangeAssignmentCommand request, CancellationToken cancellationToken)
    {
        var (body, file) = (request.Body, scope.Case);
        scope.ResourceId = request.AssignmentId;
        file.RequireOpen();
        var row = await assignments.Hold(request.AssignmentId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireNotWithdrawn();
        var changed = row with
        {
            DueOn = body.DueOn.Or(row.DueOn),
            Target = body.Target.Or(row.Target),
            Instructions = body.Instructions.IsSet ? protector.Seal(HomeworkTexts.Instructions, body.Instructions.Value) : row.Instructions,
        };
        if (changed.DueOn < row.StartOn)
            throw Refused.Invalid("dueOn", "Must not be before startOn.");
        if (!changed.Schedule().IsValid())
            throw Refused.Invalid("target", "What is done once has no other target than 1.");
        var entries = await assignments.EntriesOf(file, row, cancellationToken);
        if (entries.Any(partner => partner.Entries.Any(entry => entry.Day > changed.DueOn)))
            throw Refused.Conflict("entries-after-due", "There is an entry for a later day than dueOn would allow.");

        await db.Execute(UpdateSql, new { changed.DueOn, changed.Target, changed.Instructions, row.Id, row.Version }, cancellationToken).OrStale();
        await assignments.KeepStatus(file, changed, cancellationToken);
        await outbox.Raise("assignment.changed", row.Id, cancellationToken);
        return await assignments.Find(file, row.Id, cancellationToken);
    }
}
