using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Consents;

/// <param name="Reason">Why, if it was said, in at most 1000 characters; kept encrypted.</param>
public sealed record Revocation(string? Reason = null);

/// <summary>
/// Ends a consent from now on; what was released before stays released. Nothing of the case's state may stand in its
/// way, so it works on closed and frozen cases too, and asks for no <c>If-Match</c>.
/// </summary>
[Access(Roles.Clinicians, OwnCase = true)]
public sealed record RevokeConsentCommand(Guid CoupleId, Guid ConsentId, Revocation Body) : ICommand<Consent>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class RevokeConsentValidator : AbstractValidator<RevokeConsentCommand>
{
    public RevokeConsentValidator() => RuleFor(x => x.Body.Reason).Prose(Limits.Reason);
}

public sealed class RevokeConsentHandler(IDb db, ConsentRecords consents, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<RevokeConsentCommand, Consent>
{
    private const string RevokeSql = """
        UPDATE Consents SET RevokedAt = @RevokedAt, RevokedBy = @RevokedBy, RevokeReason = @RevokeReason
        WHERE Id = @Id AND CoupleId = @CoupleId AND PracticeId = @PracticeId AND RevokedAt IS NULL
        """;

    public async Task<Consent> Handle(RevokeConsentCommand request, CancellationToken cancellationToken)
    {
        var coupleId = scope.Case.CoupleId;
        await consents.Lock(coupleId, cancellationToken);
        var consent = await consents.Find(coupleId, request.ConsentId, cancellationToken);
        (scope.ResourceId, scope.SubjectId) = (consent.Id, consent.PartnerId);
        var revoked = await db.Execute(
            RevokeSql,
            new
            {
                consent.Id,
                CoupleId = coupleId,
                RevokedAt = clock.GetUtcNow(),
                RevokedBy = scope.Caller.AccountId,
                RevokeReason = consents.SealReason(request.Body.Reason),
            },
            cancellationToken);
        if (revoked == 0)
            throw Refused.Conflict("already-revoked", "The consent has been revoked already.");
        await outbox.Raise("consent.revoked", consent.Id, cancellationToken);
        return await consents.Find(coupleId, consent.Id, cancellationToken);
    }
}
