using CounselDesk.Application.Common;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Homework;

/// <param name="Assignments">1 to 20 exercises for couples of the caller; all are given, or none.</param>
public sealed record CouplesBatch(IReadOnlyList<CoupleAssignment> Assignments);

/// <param name="CoupleId">One of the caller's cases.</param>
/// <param name="Assignment">What it is to be given.</param>
public sealed record CoupleAssignment(Guid CoupleId, NewAssignment Assignment);

[Access(Roles.Clinicians)]
public sealed record AssignToCouplesCommand(CouplesBatch Body) : ICommand<AssignedBatch>;

public sealed class AssignToCouplesValidator : AbstractValidator<AssignToCouplesCommand>
{
    public AssignToCouplesValidator()
    {
        RuleFor(x => x.Body.Assignments).Batch();
        RuleForEach(x => x.Body.Assignments).ChildRules(one =>
            one.RuleFor(x => x.Assignment).NotNull().SetValidator(new NewAssignmentValidator()));
    }
}

/// <summary>Opens each case by its own wall, and leaves an audit entry in each beside the request's own.</summary>
public sealed class AssignToCouplesHandler(
    IDb db, CaseFiles caseFiles, AssignmentGiver giver, RequestScope scope, IAuditTrail audit, TimeProvider clock)
    : IRequestHandler<AssignToCouplesCommand, AssignedBatch>
{
    public async Task<AssignedBatch> Handle(AssignToCouplesCommand request, CancellationToken cancellationToken)
    {
        var rule = RequestRule.Of(typeof(AssignToCouplesCommand));
        var asked = request.Body.Assignments;
        // In one order whoever asks, so that two requests cannot wait for each other.
        foreach (var coupleId in asked.Select(one => one.CoupleId).Distinct().Order())
            await db.Lock($"case:{coupleId}", cancellationToken);

        var files = new Dictionary<Guid, CaseFile>();
        var given = new List<Assignment>();
        foreach (var (index, one) in asked.Index())
        {
            var item = $"assignments[{index}]";
            await Refused.Within(item, () => Open(files, one.CoupleId, rule, cancellationToken));
            given.Add(await Refused.Within($"{item}.assignment", () => giver.Give(scope.Case, one.Assignment, cancellationToken)));
            await audit.Append(AuditEntry.Of(scope, rule, AuditOutcome.Allowed, null, clock.GetUtcNow()), cancellationToken);
            scope.Reason = null;
        }

        (scope.CaseFile, scope.ResourceId, scope.SubjectId) = (null, null, null);
        return new AssignedBatch(given);
    }

    private async Task<CaseFile> Open(Dictionary<Guid, CaseFile> files, Guid coupleId, RequestRule rule, CancellationToken cancellationToken)
    {
        if (files.TryGetValue(coupleId, out var file))
        {
            scope.CaseFile = file;
            scope.Reason = file.EmergencyReason;
            return file;
        }

        scope.CaseFile = null;
        try
        {
            await caseFiles.Open(CaseKey.Couple(coupleId), rule.Access!, cancellationToken);
        }
        catch (Refused refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            // The address is there; the body names what is not.
            throw Refused.Invalid("coupleId", "Name one of the practice's cases.", "no-such-case");
        }

        return files[coupleId] = scope.Case;
    }
}
