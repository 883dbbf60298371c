using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>The couple's trust agreement, as a partner reads it.</summary>
/// <param name="Rows">What is agreed.</param>
/// <param name="ReviewOn">The day it is revisited with the therapist.</param>
/// <param name="IsReviewDue">That day has come.</param>
/// <param name="WrittenAt">When this version was written.</param>
/// <param name="AcceptedAt">When the reader accepted this version; null while they have not.</param>
/// <param name="InForce">Both have accepted this version, each for themselves.</param>
/// <param name="Keeping">How the reader has kept each row since they accepted; never the other's.</param>
/// <param name="Version">The version; accepting names it. Also the start of the <c>ETag</c>.</param>
public sealed record PortalAgreement(
    IReadOnlyList<AgreementRow> Rows, DateOnly ReviewOn, bool IsReviewDue, DateTimeOffset WrittenAt, DateTimeOffset? AcceptedAt, bool InForce,
    IReadOnlyList<OwnKeptRow> Keeping, int Version) : IVersioned
{
    internal static PortalAgreement Of(Agreement agreement, Guid reader) => agreement is { ReviewOn: { } review, WrittenAt: { } written }
        ? new(
            agreement.Rows, review, agreement.IsReviewDue, written, agreement.Acceptances.FirstOrDefault(acceptance => acceptance.PartnerId == reader)?.AcceptedAt,
            agreement.InForce, [.. agreement.Keeping.Where(row => row.PartnerId == reader).Select(row => new OwnKeptRow(row.Row, row.Kept, row.Expected, row.IsDue))], agreement.Version)
        : throw Refused.NotFound("agreement");
}

/// <summary>How the reader has kept a row since they accepted the version.</summary>
/// <param name="Row">Which row, from 1.</param>
/// <param name="Kept">Times kept.</param>
/// <param name="Expected">Times that were to be so far; a period still running counts once it is ticked.</param>
/// <param name="IsDue">There is something to tick today.</param>
public sealed record OwnKeptRow(int Row, int Kept, int Expected, bool IsDue);

/// <summary>404 while the couple has none.</summary>
[Access(Roles.Partner)]
public sealed record GetPortalAgreementQuery(Guid? CaseId = null) : IQuery<PortalAgreement>;

public sealed class GetPortalAgreementHandler(PortalCases cases, AgreementVersions versions) : IRequestHandler<GetPortalAgreementQuery, PortalAgreement>
{
    public async Task<PortalAgreement> Handle(GetPortalAgreementQuery request, CancellationToken cancellationToken)
    {
        var couple = await cases.Couple(request.CaseId, cancellationToken) ?? throw Refused.NotFound("agreement");
        return PortalAgreement.Of(await versions.Of(couple, cancellationToken), cases.ClientId);
    }
}
