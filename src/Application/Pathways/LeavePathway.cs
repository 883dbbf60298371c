using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Pathways;

/// <param name="Step">Which step, from 1.</param>
/// <param name="Reason">Why, at most 1000 characters; for clinicians, and kept encrypted.</param>
public sealed record StepSkip(int Step, string Reason);

[Access(Roles.Clinicians)]
public sealed record SkipStepCommand(Guid CoupleId, Guid RunId, int? Version, StepSkip Body) : ICommand<PathwayRun>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class SkipStepValidator : AbstractValidator<SkipStepCommand>
{
    public SkipStepValidator() => RuleFor(x => x.Body.Reason).NotNull().Prose(PathwayLimits.Reason);
}

public sealed class SkipStepHandler(
    IDb db, PathwayRuns runs, PathwaySteps opening, ITextProtector protector, RequestScope scope, IOutbox outbox, PracticeDays days)
    : IRequestHandler<SkipStepCommand, PathwayRun>
{
    private const string SkipSql = """
        UPDATE PathwayRunSteps SET Status = 'Skipped', EndedOn = @Today, HeldBecause = NULL, SkipReason = @SkipReason
        WHERE PracticeId = @PracticeId AND RunId = @RunId AND Number = @Number AND Status NOT IN ('Done', 'Skipped')
        """;

    public async Task<PathwayRun> Handle(SkipStepCommand request, CancellationToken cancellationToken)
    {
        var (file, body) = (scope.Case, request.Body);
        scope.ResourceId = request.RunId;
        file.RequireOpen();
        var run = await runs.Row(file.CoupleId, request.RunId, cancellationToken);
        request.RequireCurrent(run.Version);
        run.RequireRunning();
        var step = (await runs.Steps(run.Id, cancellationToken)).FirstOrDefault(step => step.Number == body.Step)
            ?? throw Refused.Invalid("step", "Name a step of the pathway, from 1.", "unknown-step");
        if (step.State().IsOver)
            throw Refused.Conflict("step-over", "The step is done or skipped already.");
        await db.Execute(
            SkipSql,
            new { RunId = run.Id, step.Number, days.Today, SkipReason = protector.Protect(PathwayRuns.SkipPurpose(run.Id, step.Number), body.Reason) },
            cancellationToken).OrStale();
        await opening.Settle(file, run, isTouched: true, cancellationToken);
        await outbox.Raise("pathway.advanced", run.Id, cancellationToken);
        return await runs.Find(file.CoupleId, run.Id, cancellationToken);
    }
}

/// <param name="Reason">Why, at most 1000 characters; for clinicians, and kept encrypted.</param>
public sealed record PathwayStop(string Reason);

[Access(Roles.Clinicians)]
public sealed record StopPathwayCommand(Guid CoupleId, Guid RunId, int? Version, PathwayStop Body) : ICommand<PathwayRun>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class StopPathwayValidator : AbstractValidator<StopPathwayCommand>
{
    public StopPathwayValidator() => RuleFor(x => x.Body.Reason).NotNull().Prose(PathwayLimits.Reason);
}

public sealed class StopPathwayHandler(IDb db, PathwayRuns runs, ITextProtector protector, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<StopPathwayCommand, PathwayRun>
{
    private const string StopSql = """
        UPDATE PathwayRuns SET Status = 'Stopped', EndedAt = @EndedAt, StopReason = @StopReason, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<PathwayRun> Handle(StopPathwayCommand request, CancellationToken cancellationToken)
    {
        var file = scope.Case;
        scope.ResourceId = request.RunId;
        file.RequireOpen();
        var run = await runs.Row(file.CoupleId, request.RunId, cancellationToken);
        request.RequireCurrent(run.Version);
        run.RequireRunning();
        await db.Execute(
            StopSql,
            new { EndedAt = clock.GetUtcNow(), StopReason = protector.Protect(PathwayRuns.StopPurpose(run.Id), request.Body.Reason), run.Id, run.Version },
            cancellationToken).OrStale();
        await outbox.Raise("pathway.stopped", run.Id, cancellationToken);
        return await runs.Find(file.CoupleId, run.Id, cancellationToken);
    }
}
