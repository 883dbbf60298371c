using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Couples;

/// <summary>A merge patch: what is absent stays.</summary>
/// <param name="TherapistId">Whose case it becomes; also once it is closed, since somebody must answer for the record.</param>
/// <param name="Distance">Together, or long-distance; not once the case is closed.</param>
public sealed record CoupleChange(Optional<Guid> TherapistId = default, Optional<Distance> Distance = default);

[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk | Roles.Admin)]
public sealed record UpdateCoupleCommand(Guid CoupleId, int? Version, CoupleChange Body) : ICommand<Couple>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class UpdateCoupleValidator : AbstractValidator<UpdateCoupleCommand>
{
    public UpdateCoupleValidator() => RuleFor(x => x.Body.Distance.Value).IsInEnum().OverridePropertyName("body.distance");
}

public sealed class UpdateCoupleHandler(IDb db, Couples couples, NewCases cases, RequestScope scope, IOutbox outbox)
    : IRequestHandler<UpdateCoupleCommand, Couple>
{
    private const string UpdateSql = """
        UPDATE Couples SET TherapistId = @TherapistId, Distance = @Distance, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<Couple> Handle(UpdateCoupleCommand request, CancellationToken cancellationToken)
    {
        var couple = await couples.Find(request.CoupleId, cancellationToken);
        request.RequireCurrent(couple.Version);
        if (request.Body.Distance.IsSet)
            scope.Case.RequireOpen();
        var therapistId = couple.TherapistId;
        if (request.Body.TherapistId.IsSet && request.Body.TherapistId.Value != couple.TherapistId)
        {
            RequireOwner();
            therapistId = await cases.Therapist(request.Body.TherapistId.Value, cancellationToken);
        }

        await db.Execute(
            UpdateSql, new { couple.Id, couple.Version, TherapistId = therapistId, Distance = request.Body.Distance.Or(couple.Distance) }, cancellationToken).OrStale();
        scope.ResourceId = couple.Id;
        await outbox.Raise("couple.updated", couple.Id, cancellationToken);
        return await couples.Find(couple.Id, cancellationToken);
    }

    // Emergency access lasts for hours; it must not be a way to take a case over.
    private void RequireOwner()
    {
        var (caller, file) = (scope.Caller, scope.Case);
        if (caller.Has(Roles.Frontdesk | Roles.Admin) || file.TherapistId == caller.AccountId
            || (caller.Has(Roles.Supervisor) && file.SupervisorId == caller.AccountId))
            return;
        throw Refused.Forbidden("not-your-case", "Only the case's own clinicians, the front desk or an administrator give it to another therapist.");
    }
}
