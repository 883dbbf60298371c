using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Safety;

/// <summary>A partner of an open case; one who went on elsewhere is their new clinician's to ask.</summary>
[Access(Roles.Clinicians)]
public sealed record GetPartnerSafeContactQuery(Guid CoupleId, Guid PartnerId) : IQuery<PartnerSafeContact>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetPartnerSafeContactHandler(SafeContacts contacts, RequestScope scope) : IRequestHandler<GetPartnerSafeContactQuery, PartnerSafeContact>
{
    public Task<PartnerSafeContact> Handle(GetPartnerSafeContactQuery request, CancellationToken cancellationToken) =>
        contacts.Find(scope.OpenPartner(request.PartnerId), cancellationToken);
}

/// <param name="SafeContact">The ways and hours, which all staff read; what is left out goes back to its default.</param>
/// <param name="Why">What a clinician knows of it, at most 20,000 characters; null removes it. Kept encrypted, for the case's clinicians alone.</param>
public sealed record SafeContactText(SafeContact SafeContact, string? Why = null);

[Access(Roles.Clinicians)]
public sealed record WritePartnerSafeContactCommand(Guid CoupleId, Guid PartnerId, int? Version, SafeContactText Body)
    : ICommand<PartnerSafeContact>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class WritePartnerSafeContactValidator : AbstractValidator<WritePartnerSafeContactCommand>
{
    public WritePartnerSafeContactValidator()
    {
        RuleFor(x => x.Body.SafeContact).SetValidator(new SafeContactValidator());
        RuleFor(x => x.Body.Why).Prose(Limits.LongText);
    }
}

public sealed class WritePartnerSafeContactHandler(SafeContacts contacts, RequestScope scope)
    : IRequestHandler<WritePartnerSafeContactCommand, PartnerSafeContact>
{
    public async Task<PartnerSafeContact> Handle(WritePartnerSafeContactCommand request, CancellationToken cancellationToken)
    {
        var current = await contacts.Find(scope.OpenPartner(request.PartnerId), cancellationToken);
        request.RequireCurrent(current.Version);
        await contacts.Write(current with { SafeContact = request.Body.SafeContact, Why = request.Body.Why }, cancellationToken);
        return await contacts.Find(request.PartnerId, cancellationToken);
    }
}

internal static class OpenPartners
{
    /// <summary>Names the partner for the audit, and refuses one of another case, and a case that is over.</summary>
    public static Guid OpenPartner(this RequestScope scope, Guid partnerId)
    {
        scope.SubjectId = partnerId;
        if (!scope.Case.HasPartner(partnerId))
            throw Refused.NotFound("partner");
        scope.Case.RequireOpen();
        return partnerId;
    }
}
