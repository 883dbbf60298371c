using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Couples;

/// <summary>A merge patch: what is absent stays.</summary>
/// <param name="TherapistId">Whose case it becomes; also once it is closed, since somebody must answer for the record. The front desk and administrators may say so too.</param>
/// <param name="Distance">Together, or long-distance; not once the case is closed. Part of the formulation: for the case's clinicians alone.</param>
public sealed record CoupleChange(Optional<Guid> TherapistId = default, Optional<Distance> Distance = default);

[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk | Roles.Admin, OwnCase = true)]
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
        {
            RequireClinician();
            scope.Case.RequireOpen();
        }

        var therapistId = couple.TherapistId;
        if (request.Body.TherapistId.IsSet && request.Body.TherapistId.Value != couple.TherapistId)
            therapistId = await cases.Therapist(request.Body.TherapistId.Value, cancellationToken);

        await db.Execute(
            UpdateSql, new { couple.Id, couple.Version, TherapistId = therapistId, Distance = request.Body.Distance.Or(couple.Distance) }, cancellationToken).OrStale();
        scope.ResourceId = couple.Id;
        await outbox.Raise("couple.updated", couple.Id, cancellationToken);
        return await couples.Find(couple.Id, cancellationToken);
    }

    // Somebody may be front desk and clinician at once: of a case that is only at their desk they do not judge.
    private void RequireClinician()
    {
        if (!scope.Caller.Has(Roles.Clinicians))
            throw Refused.Forbidden("role-may-not", "Only clinicians write distance: it is part of the formulation.");
        if (!scope.Case.IsOwn(scope.Caller))
            throw Refused.Forbidden("not-your-case", "Only the case's own clinicians write distance: it is part of the formulation.");
    }
}
