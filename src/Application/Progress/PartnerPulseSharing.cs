using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Progress;

[Access(Roles.Clinicians)]
public sealed record GetPartnerPulseSharingQuery(Guid CoupleId, Guid PartnerId) : IQuery<PulseSharing>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class GetPartnerPulseSharingHandler(PulseShares shares, RequestScope scope) : IRequestHandler<GetPartnerPulseSharingQuery, PulseSharing>
{
    public Task<PulseSharing> Handle(GetPartnerPulseSharingQuery request, CancellationToken cancellationToken) =>
        shares.Of(request.CoupleId, scope.SharingPartner(request.PartnerId), cancellationToken);
}

/// <param name="SharesPulses">Whether the partner lets their pulse stand beside the other's on pages made for both.</param>
/// <param name="SignedOn">The day of the form that they signed; not in the future.</param>
public sealed record SignedPulseSharing(bool SharesPulses, DateOnly SignedOn);

/// <summary>What a partner signed, asked of each alone.</summary>
[Access(Roles.Clinicians, OwnCase = true)]
public sealed record WritePartnerPulseSharingCommand(Guid CoupleId, Guid PartnerId, int? Version, SignedPulseSharing Body)
    : ICommand<PulseSharing>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class WritePartnerPulseSharingValidator : AbstractValidator<WritePartnerPulseSharingCommand>
{
    public WritePartnerPulseSharingValidator() =>
        RuleFor(x => x.Body.SignedOn).Must(day => day.Year >= 1900).WithMessage("Give a day from 1900 on.");
}

public sealed class WritePartnerPulseSharingHandler(PulseShares shares, RequestScope scope, PracticeDays days)
    : IRequestHandler<WritePartnerPulseSharingCommand, PulseSharing>
{
    public Task<PulseSharing> Handle(WritePartnerPulseSharingCommand request, CancellationToken cancellationToken)
    {
        var partner = scope.SharingPartner(request.PartnerId);
        if (request.Body.SignedOn > days.Today)
            throw Refused.Invalid("signedOn", "Must not be in the future.");
        return shares.Write(scope.Case, partner, request, request.Body.SharesPulses, request.Body.SignedOn, scope.Caller.AccountId, cancellationToken);
    }
}

internal static class SharingPartners
{
    /// <summary>Names the partner for the audit, and refuses one of another case, and a case of one.</summary>
    public static Guid SharingPartner(this RequestScope scope, Guid partnerId)
    {
        scope.SubjectId = partnerId;
        if (!scope.Case.HasPartner(partnerId))
            throw Refused.NotFound("partner");
        scope.Case.RequireCouple();
        return partnerId;
    }

    /// <summary>Refuses what only two can have.</summary>
    public static void RequireCouple(this CaseFile file)
    {
        if (file.Kind != CaseKind.Couple)
            throw Refused.Conflict("no-couple", "This case is of one client alone: there is nobody to share with.");
    }
}
