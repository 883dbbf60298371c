using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Practices;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Consents;

/// <summary>A form that one partner signed.</summary>
/// <param name="PartnerId">Who signed.</param>
/// <param name="Kind">Treatment, secrets-policy or release.</param>
/// <param name="SignedOn">The day of the signature; not in the future.</param>
/// <param name="Policy">For secrets-policy only: the policy that the signed form states; the practice's of today unless told.</param>
/// <param name="Recipient">For release, and required there: who may be given the record, in at most 200 characters on one line. A release must name the same.</param>
/// <param name="Purpose">For release, and required there: what for, in at most 500 characters.</param>
/// <param name="ExpiresOn">For release, and required there: the last day it holds.</param>
public sealed record NewConsent(
    Guid PartnerId, ConsentKind Kind, DateOnly SignedOn, SecretsPolicy? Policy = null, string? Recipient = null, string? Purpose = null, DateOnly? ExpiresOn = null);

/// <summary>Consents are recorded whatever the case's status: a closed record may still be released.</summary>
[Access(Roles.Clinicians, OwnCase = true)]
public sealed record RecordConsentCommand(Guid CoupleId, NewConsent Body) : ICommand<Consent>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class RecordConsentValidator : AbstractValidator<RecordConsentCommand>
{
    public RecordConsentValidator()
    {
        RuleFor(x => x.Body.Kind).IsInEnum();
        RuleFor(x => x.Body.Policy).IsInEnum();
        RuleFor(x => x.Body.SignedOn).Must(day => day.Year >= 1900).WithMessage("Give a day from 1900 on.");
        RuleFor(x => x.Body.Policy).Null().When(x => x.Body.Kind != ConsentKind.SecretsPolicy).WithMessage("Only for secrets-policy.");
        When(x => x.Body.Kind == ConsentKind.Release, () =>
        {
            RuleFor(x => x.Body.Recipient).NotNull().Line(ConsentLimits.Recipient);
            RuleFor(x => x.Body.Purpose).NotNull().Prose(Limits.ShortText);
            RuleFor(x => x.Body.ExpiresOn).NotNull();
            RuleFor(x => x.Body.ExpiresOn).Must((x, day) => day is null || day >= x.Body.SignedOn).WithMessage("Must not be before signedOn.");
        }).Otherwise(() =>
        {
            RuleFor(x => x.Body.Recipient).Null().WithMessage("Only for release.");
            RuleFor(x => x.Body.Purpose).Null().WithMessage("Only for release.");
            RuleFor(x => x.Body.ExpiresOn).Null().WithMessage("Only for release.");
        });
    }
}

public sealed class RecordConsentHandler(IDb db, IIds ids, ConsentRecords consents, PracticeDays days, RequestScope scope, IOutbox outbox)
    : IRequestHandler<RecordConsentCommand, Consent>
{
    private const string PolicySql = "SELECT p.SecretsPolicy FROM Practices p WHERE p.Id = @PracticeId";

    private const string InsertSql = """
        INSERT INTO Consents (Id, PracticeId, Seq, CoupleId, ClientId, Kind, SignedOn, Policy, Recipient, Purpose, ExpiresOn,
          RecordedBy, RecordedAt, RevokedAt, RevokedBy, RevokeReason)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @ClientId, @Kind, @SignedOn, @Policy, @Recipient, @Purpose, @ExpiresOn,
          @RecordedBy, @RecordedAt, NULL, NULL, NULL)
        """;

    public async Task<Consent> Handle(RecordConsentCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var (file, body) = (scope.Case, request.Body);
        file.RequirePartner(body.PartnerId, "partnerId");
        if (body.SignedOn > days.Today)
            throw Refused.Invalid("signedOn", "Must not be in the future.");
        if (body.Kind != ConsentKind.Release)
            file.RequireOpen();

        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                file.CoupleId,
                ClientId = body.PartnerId,
                body.Kind,
                body.SignedOn,
                Policy = body.Kind == ConsentKind.SecretsPolicy ? body.Policy ?? await PolicyOfToday(cancellationToken) : (SecretsPolicy?)null,
                Recipient = consents.SealRecipient(body.Recipient),
                Purpose = consents.SealPurpose(body.Purpose),
                body.ExpiresOn,
                RecordedBy = scope.Caller.AccountId,
                RecordedAt = days.Now,
            },
            cancellationToken);
        (scope.ResourceId, scope.SubjectId) = (id, body.PartnerId);
        await outbox.Raise("consent.recorded", id, cancellationToken);
        return await consents.Find(file.CoupleId, id, cancellationToken);
    }

    private async Task<SecretsPolicy> PolicyOfToday(CancellationToken cancellationToken) =>
        Enum.Parse<SecretsPolicy>(await db.Find<string>(PolicySql, null, cancellationToken).OrNotFound("practice"));
}
