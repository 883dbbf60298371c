using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Toolkit;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Pathways;

/// <param name="Override">Only for a step whose exercise the safety rule holds back.</param>
public sealed record PathwayAdvance(SafetyOverride? Override = null);

[Access(Roles.Clinicians)]
public sealed record AdvancePathwayCommand(Guid CoupleId, Guid RunId, int? Version, PathwayAdvance Body) : ICommand<PathwayRun>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class AdvancePathwayValidator : AbstractValidator<AdvancePathwayCommand>
{
    public AdvancePathwayValidator() => RuleFor(x => x.Body.Override!).SetValidator(new SafetyOverrideValidator());
}

public sealed class AdvancePathwayHandler(PathwayRuns runs, PathwaySteps opening, RequestScope scope, IOutbox outbox)
    : IRequestHandler<AdvancePathwayCommand, PathwayRun>
{
    public async Task<PathwayRun> Handle(AdvancePathwayCommand request, CancellationToken cancellationToken)
    {
        var file = scope.Case;
        scope.ResourceId = request.RunId;
        file.RequireOpen();
        var run = await runs.Row(file.CoupleId, request.RunId, cancellationToken);
        request.RequireCurrent(run.Version);
        run.RequireRunning();
        var steps = await runs.Steps(run.Id, cancellationToken);
        var next = PathwayCourse.Next([.. steps.Select(step => step.State())])
            ?? throw Refused.Conflict("nothing-to-open", "Every step has been opened or skipped.");
        await opening.Open(file, steps.Single(step => step.Number == next.Number), request.Body.Override, cancellationToken);
        await opening.Settle(file, run, isTouched: true, cancellationToken);
        await outbox.Raise("pathway.advanced", run.Id, cancellationToken);
        return await runs.Find(file.CoupleId, run.Id, cancellationToken);
    }
}
