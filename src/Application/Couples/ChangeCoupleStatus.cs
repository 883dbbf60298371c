using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Couples;

/// <param name="Status">From intake to active; between active and paused; from any to closed, which is final.</param>
/// <param name="Reason">Why, in 1 to 1000 characters. For clinicians only; kept encrypted.</param>
public sealed record CoupleStatusChange(CoupleStatus Status, string Reason);

[Access(Roles.Clinicians, OwnCase = true)]
public sealed record ChangeCoupleStatusCommand(Guid CoupleId, int? Version, CoupleStatusChange Body) : ICommand<Couple>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ChangeCoupleStatusValidator : AbstractValidator<ChangeCoupleStatusCommand>
{
    public ChangeCoupleStatusValidator()
    {
        RuleFor(x => x.Body.Status).IsInEnum();
        RuleFor(x => x.Body.Reason).Prose(Limits.Reason);
    }
}

public sealed class ChangeCoupleStatusHandler(IDb db, Couples couples, StatusChanges changes, RequestScope scope, IOutbox outbox)
    : IRequestHandler<ChangeCoupleStatusCommand, Couple>
{
    private const string UpdateSql = """
        UPDATE Couples SET Status = @Status, Version = Version + 1 WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<Couple> Handle(ChangeCoupleStatusCommand request, CancellationToken cancellationToken)
    {
        var couple = await couples.Find(request.CoupleId, cancellationToken);
        request.RequireCurrent(couple.Version);
        if (!couple.Status.CanBecome(request.Body.Status))
            throw Refused.Conflict("status-not-possible", "A case goes from intake to active, between active and paused, and to closed, which is final.");

        await db.Execute(UpdateSql, new { couple.Id, couple.Version, request.Body.Status }, cancellationToken).OrStale();
        scope.ResourceId = await changes.Enter(couple.Id, request.Body.Status, request.Body.Reason, cancellationToken);
        await outbox.Raise("couple.status-changed", couple.Id, cancellationToken);
        return await couples.Find(couple.Id, cancellationToken);
    }
}
