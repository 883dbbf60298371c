using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Couples;

/// <summary>A new case with its two partners.</summary>
/// <param name="Partners">Partner A and partner B, each an existing client or a new one.</param>
/// <param name="TherapistId">Whose case it is to be; the caller's own unless told.</param>
/// <param name="Distance">Together unless told. Part of the formulation: anything else is for clinicians to say.</param>
/// <param name="Formulation">Why they came, if a clinician knows already.</param>
public sealed record NewCouple(
    IReadOnlyList<NewPartner> Partners, Guid? TherapistId = null, Distance Distance = Distance.Together, FormulationText? Formulation = null);

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
        RuleFor(x => x.Body.Partners).Must(partners => partners?.Count == 2 && partners.All(partner => partner is not null)).WithMessage("Give exactly two partners.");
        RuleFor(x => x.Body.Partners).Must(partners => partners[0].ClientId != partners[1].ClientId)
            .When(x => x.Body.Partners is [{ IsNew: false }, not null]).WithMessage("Give two different clients.");
        RuleFor(x => x.Body.Distance).IsInEnum();
        RuleFor(x => x.Body.Formulation).SetValidator(new FormulationTextValidator()!);
        RuleForEach(x => x.Body.Partners).ChildRules(partner =>
        {
            partner.RuleFor(x => x.ToClient()).SetValidator(new NewClientValidator()).When(x => x.IsNew).OverridePropertyName("");
            partner.RuleFor(x => x.ClientId).Must((x, _) => x with { ClientId = null } == new NewPartner())
                .When(x => !x.IsNew).WithMessage("Give either clientId or a new client's data, not both.");
        });
    }
}

public sealed class CreateCoupleHandler(IIds ids, NewClients newClients, NewCases cases, Couples couples, Formulations formulations, RequestScope scope)
    : IRequestHandler<CreateCoupleCommand, Couple>
{
    public async Task<Couple> Handle(CreateCoupleCommand request, CancellationToken cancellationToken)
    {
        var id = ids.New();
        if (request.Body.Formulation is not null && !scope.Caller.Has(Roles.Clinicians))
            throw Refused.Forbidden("role-may-not", "Only clinicians write a formulation.");
        if (request.Body.Distance != Distance.Together && !scope.Caller.Has(Roles.Clinicians))
            throw Refused.Forbidden("role-may-not", "Only clinicians write distance: it is part of the formulation.");
        var therapistId = await cases.Therapist(request.Body.TherapistId, cancellationToken);
        var partners = new Guid[2];
        // Known clients in one order whoever asks, so that two requests cannot wait for each other.
        foreach (var (index, partner) in request.Body.Partners.Index().OrderBy(entry => entry.Item.ClientId))
            partners[index] = await Partner(partner, $"partners[{index}].", cancellationToken);
        await cases.RequireNoneOpen(partners[0], partners[1], cancellationToken);

        await cases.Open(new NewCase(id, CaseKind.Couple, partners[0], partners[1], therapistId) { Distance = request.Body.Distance }, cancellationToken);
        if (request.Body.Formulation is { } formulation)
            await formulations.Write(id, partners, 0, formulation, "formulation.", cancellationToken);
        scope.ResourceId = id;
        return await couples.Find(id, cancellationToken);
    }

    private async Task<Guid> Partner(NewPartner partner, string field, CancellationToken cancellationToken) =>
        partner.ClientId is { } existing
            ? await cases.Client(existing, $"{field}clientId", cancellationToken)
            : await newClients.Add(partner.ToClient(), field, cancellationToken);
}
