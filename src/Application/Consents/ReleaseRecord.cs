using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Consents;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Consents;

/// <param name="Recipient">Who is given it, named as in the authorizations; capitals and spacing do not matter. At most 200 characters.</param>
/// <param name="Purpose">What for, in at most 500 characters.</param>
/// <param name="Description">What is given, in at most 500 characters.</param>
/// <param name="Method">How it reaches the recipient.</param>
/// <param name="Scope"><c>joint</c>, or a partner's id for that partner's own compartment.</param>
public sealed record NewRelease(string Recipient, string Purpose, string Description, ReleaseMethod Method, string Scope);

/// <summary>
/// Enters a release and its line in the accounting of disclosures. The joint record needs every partner's authorization
/// in force for this recipient, a partner's own compartment that partner's alone; also after the couple separated.
/// </summary>
[Access(Roles.Clinicians, OwnCase = true)]
public sealed record ReleaseRecordCommand(Guid CoupleId, NewRelease Body) : ICommand<Release>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ReleaseRecordValidator : AbstractValidator<ReleaseRecordCommand>
{
    public ReleaseRecordValidator()
    {
        RuleFor(x => x.Body.Recipient).Line(ConsentLimits.Recipient);
        RuleFor(x => x.Body.Purpose).Prose(Limits.ShortText);
        RuleFor(x => x.Body.Description).Prose(Limits.ShortText);
        RuleFor(x => x.Body.Method).IsInEnum();
        RuleFor(x => x.Body.Scope).Must(text => text is null || RecordScope.IsScope(text)).WithMessage("Give joint, or the id of one of this case's partners.");
    }
}

public sealed class ReleaseRecordHandler(IDb db, IIds ids, ConsentRecords consents, DisclosureAccounting accounting, RequestScope scope, IOutbox outbox)
    : IRequestHandler<ReleaseRecordCommand, Release>
{
    private const string InsertSql = """
        INSERT INTO Releases (Id, PracticeId, Seq, CoupleId, DisclosureId, Method, FirstAuthorizationId, SecondAuthorizationId)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @DisclosureId, @Method, @FirstAuthorizationId, @SecondAuthorizationId)
        """;

    private const string FindSql = ReleaseRow.SelectSql + " AND r.Id = @Id";

    public async Task<Release> Handle(ReleaseRecordCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var (file, body) = (scope.Case, request.Body);
        var partner = RecordScope.Partner(body.Scope);
        if (partner is { } one)
            file.RequirePartner(one, "scope");
        scope.SubjectId = partner;

        await consents.Lock(file.CoupleId, cancellationToken);
        IReadOnlyList<Guid> needed = partner is { } alone ? [alone] : file.Partners;
        var given = await consents.Authorizations(file.CoupleId, needed, body.Recipient, cancellationToken);
        if (given.Count < needed.Count)
        {
            throw Refused.Conflict(
                "authorization-missing",
                partner is null
                    ? "Releasing the joint record needs each partner's written authorization for this recipient, neither revoked nor expired."
                    : "Releasing a partner's own record needs that partner's written authorization for this recipient, neither revoked nor expired.");
        }

        var disclosureId = await accounting.Enter(
            new DisclosureEntry(file.CoupleId, partner, DisclosureBasis.Authorization, body.Recipient, body.Description, body.Purpose), cancellationToken);
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                file.CoupleId,
                DisclosureId = disclosureId,
                body.Method,
                FirstAuthorizationId = given[0],
                SecondAuthorizationId = given.Count > 1 ? given[1] : (Guid?)null,
            },
            cancellationToken);
        scope.ResourceId = id;
        await outbox.Raise("record.released", id, cancellationToken);
        return (await db.Find<ReleaseRow>(FindSql, new { file.CoupleId, Id = id }, cancellationToken).OrNotFound("release")).ToRelease(accounting);
    }
}
