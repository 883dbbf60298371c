using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Goals;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Goals;

/// <param name="Status">Open, reached or paused, from any of these to any other; dropped, which is final.</param>
/// <param name="Reason">Why, in 1 to 1000 characters. For clinicians alone; kept encrypted.</param>
public sealed record GoalStatusChange(GoalStatus Status, string Reason);

[Access(Roles.Clinicians, OwnCase = true)]
public sealed record ChangeGoalStatusCommand(Guid GoalId, int? Version, GoalStatusChange Body) : ICommand<Goal>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Goal(GoalId);
}

public sealed class ChangeGoalStatusValidator : AbstractValidator<ChangeGoalStatusCommand>
{
    public ChangeGoalStatusValidator()
    {
        RuleFor(x => x.Body.Status).IsInEnum();
        RuleFor(x => x.Body.Reason).NotNull().Prose(Limits.Reason);
    }
}

public sealed class ChangeGoalStatusHandler(IDb db, IIds ids, Goals goals, ITextProtector protector, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<ChangeGoalStatusCommand, Goal>
{
    private const string UpdateSql = """
        UPDATE Goals SET Status = @Status, Version = Version + 1 WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    private const string EnterSql = """
        INSERT INTO GoalStatusChanges (Id, PracticeId, Seq, CoupleId, GoalId, Status, Reason, ByAccountId, At)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @GoalId, @Status, @Reason, @ByAccountId, @At)
        """;

    public async Task<Goal> Handle(ChangeGoalStatusCommand request, CancellationToken cancellationToken)
    {
        var (file, body) = (scope.Case, request.Body);
        file.RequireOpen();
        var row = await goals.Row(request.GoalId, cancellationToken);
        scope.ResourceId = row.Id;
        scope.SubjectId = row.ClientId;
        request.RequireCurrent(row.Version);
        if (!row.Status.CanBecome(body.Status))
            throw Refused.Conflict("status-not-possible", "A goal goes between open, reached and paused, and to dropped, which is final.");

        await db.Execute(UpdateSql, new { body.Status, row.Id, row.Version }, cancellationToken).OrStale();
        await db.Execute(
            EnterSql,
            new
            {
                Id = ids.New(),
                Seq = ids.NextSequence(),
                file.CoupleId,
                GoalId = row.Id,
                body.Status,
                Reason = protector.Protect(GoalTexts.ReasonPurpose(row.Id), body.Reason),
                ByAccountId = scope.Caller.AccountId,
                At = clock.GetUtcNow(),
            },
            cancellationToken);
        await outbox.Raise("goal.status-changed", row.Id, cancellationToken);
        return await goals.Find(file, row.Id, cancellationToken);
    }
}
