using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Couples;

/// <summary>A new case with its two partners.</summary>
/// <param name="Partners">Partner A and partner B, each an existing client or a new one.</param>
/// <param name="TherapistId">Whose case it is to be; the caller's own unless told.</param>
/// <param name="Distance">Together unless told.</param>
public sealed record NewCouple(IReadOnlyList<NewPartner> Partners, Guid? TherapistId = null, Distance Distance = Distance.Together);

/// <summary>A partner: either the id of an existing client and nothing else, or the new client's data.</summary>
/// <param name="ClientId">An existing client of the practice.</param>
/// <param name="FirstName">For a new client; at most 100 characters.</param>
/// <param name="LastName">For a new client; at most 100 characters.</param>
/// <param name="Email">For a new client.</param>
/// <param name="Phone">For a new client.</param>
/// <param name="BirthDate">For a new client.</param>
/// <param name="Pronouns">For a new client.</param>
public sealed record NewPartner(
    Guid? ClientId = null, string? FirstName = null, string? LastName = null, string? Email = null, string? Phone = null,
    DateOnly? BirthDate = null, string? Pronouns = null)
{
    internal bool IsNew => ClientId is null;

    internal NewClient ToClient() => new(FirstName ?? "", LastName ?? "", Email, Phone, BirthDate, Pronouns);
}

[Access(Roles.Clinicians | Roles.Frontdesk)]
public sealed record CreateCoupleCommand(NewCouple Body) : ICommand<Couple>;

public sealed class CreateCoupleValidator : AbstractValidator<CreateCoupleCommand>
{
    public CreateCoupleValidator()
    {
        RuleFor(x => x.Body.Partners).Must(partners => partners?.Count == 2).WithMessage("Give exactly two partners.");
        RuleFor(x => x.Body.Partners).Must(partners => partners[0].ClientId != partners[1].ClientId)
            .When(x => x.Body.Partners?.Count == 2 && !x.Body.Partners[0].IsNew).WithMessage("Give two different clients.");
        RuleForEach(x => x.Body.Partners).ChildRules(partner =>
        {
            partner.RuleFor(x => x.ToClient()).SetValidator(new NewClientValidator()).When(x => x.IsNew).OverridePropertyName("");
            partner.RuleFor(x => x.ClientId).Must((x, _) => x with { ClientId = null } == new NewPartner())
                .When(x => !x.IsNew).WithMessage("Give either clientId or a new client's data, not both.");
        });
    }
}

public sealed class CreateCoupleHandler(
    IDb db, IIds ids, NewClients newClients, Accounts accounts, Couples couples, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<CreateCoupleCommand, Couple>
{
    private const string ClientExistsSql = "SELECT c.Id FROM Clients c WHERE c.Id = @Id AND c.PracticeId = @PracticeId AND c.ArchivedAt IS NULL";

    private const string InsertSql = """
        INSERT INTO Couples (Id, PracticeId, Seq, Kind, PartnerAId, PartnerBId, TherapistId, Status, Distance, FrozenAt, SeparatedFromId, CreatedAt, Version)
        VALUES (@Id, @PracticeId, @Seq, 'Couple', @PartnerAId, @PartnerBId, @TherapistId, 'Intake', @Distance, NULL, NULL, @CreatedAt, 1)
        """;

    public async Task<Couple> Handle(CreateCoupleCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        var therapistId = await Therapist(request.Body.TherapistId, cancellationToken);
        var partners = new List<Guid>();
        foreach (var (index, partner) in request.Body.Partners.Index())
            partners.Add(await Partner(partner, $"partners[{index}].", cancellationToken));

        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                PartnerAId = partners[0],
                PartnerBId = partners[1],
                TherapistId = therapistId,
                request.Body.Distance,
                CreatedAt = clock.GetUtcNow(),
            },
            cancellationToken);
        scope.ResourceId = id;
        await outbox.Raise("couple.created", id, cancellationToken);
        return await couples.Find(id, cancellationToken);
    }

    private async Task<Guid> Therapist(Guid? asked, CancellationToken cancellationToken)
    {
        if (asked is null && scope.Caller.Has(Roles.Therapist | Roles.Associate))
            return scope.Caller.AccountId;
        if (asked is { } id && await accounts.ById(id, cancellationToken) is { Active: true } account
            && (account.RoleSet & (Roles.Therapist | Roles.Associate)) != Roles.None)
            return id;
        throw Refused.Invalid("therapistId", "Name an active therapist or associate of this practice.", "not-a-therapist");
    }

    private async Task<Guid> Partner(NewPartner partner, string field, CancellationToken cancellationToken)
    {
        if (partner.ClientId is not { } existing)
            return await newClients.Add(partner.ToClient(), field, cancellationToken);
        return await db.Find<Guid?>(ClientExistsSql, new { Id = existing }, cancellationToken)
            ?? throw Refused.Invalid($"{field}clientId", "Name a client of this practice who is not archived.", "no-such-client");
    }
}
