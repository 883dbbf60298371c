using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>What the reader lets stand on pages made for both. It says nothing of the other, whatever they chose.</summary>
/// <param name="SharesPulses">Whether the reader's weekly pulse may stand beside the other's, should both want it; no until they say so.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record PortalSharing(bool SharesPulses, int Version) : IVersioned
{
    internal static PortalSharing Of(PulseSharing sharing) => new(sharing.SharesPulses, sharing.Version);
}

/// <summary>404 for whoever is in no couple.</summary>
[Access(Roles.Partner)]
public sealed record GetOwnSharingQuery(Guid? CaseId = null) : IQuery<PortalSharing>;

public sealed class GetOwnSharingHandler(PortalCases cases, PulseShares shares) : IRequestHandler<GetOwnSharingQuery, PortalSharing>
{
    public async Task<PortalSharing> Handle(GetOwnSharingQuery request, CancellationToken cancellationToken)
    {
        var couple = await cases.Couple(request.CaseId, cancellationToken) ?? throw Refused.NotFound("couple");
        return PortalSharing.Of(await shares.Of(couple.CoupleId, cases.ClientId, cancellationToken));
    }
}

/// <param name="SharesPulses">Whether the caller's weekly pulse may stand beside the other's on pages made for both. It stands there only if both want it, and can be ended at any time; so who shares can tell from a page without pulses that the other does not.</param>
public sealed record OwnSharing(bool SharesPulses);

[Access(Roles.Partner)]
public sealed record WriteOwnSharingCommand(int? Version, OwnSharing Body, Guid? CaseId = null) : ICommand<PortalSharing>, IVersionedCommand;

public sealed class WriteOwnSharingValidator : AbstractValidator<WriteOwnSharingCommand>
{
    public WriteOwnSharingValidator() => RuleFor(x => x.Body).NotNull();
}

public sealed class WriteOwnSharingHandler(PortalCases cases, PulseShares shares) : IRequestHandler<WriteOwnSharingCommand, PortalSharing>
{
    public async Task<PortalSharing> Handle(WriteOwnSharingCommand request, CancellationToken cancellationToken)
    {
        var couple = await cases.Couple(request.CaseId, cancellationToken) ?? throw Refused.NotFound("couple");
        return PortalSharing.Of(await shares.Write(couple, cases.ClientId, request, request.Body.SharesPulses, null, null, cancellationToken));
    }
}
