using CounselDesk.Application.Common;

namespace CounselDesk.Application.Consents;

/// <summary>Finds releases that still hold.</summary>
public sealed class Releases(IDb db, ConsentRecords consents, DisclosureAccounting accounting)
{
    private const string FindSql = ReleaseRow.SelectSql + " AND r.Id = @Id";

    /// <summary>A release of the case; refused once an authorization that it rests on was revoked or has expired.</summary>
    public async Task<Release> InForce(Guid coupleId, Guid id, CancellationToken cancellationToken)
    {
        var release = (await db.Find<ReleaseRow>(FindSql, new { CoupleId = coupleId, Id = id }, cancellationToken).OrNotFound("release")).ToRelease(accounting);
        foreach (var authorization in release.AuthorizationIds)
        {
            if (!(await consents.Find(coupleId, authorization, cancellationToken)).InForce)
                throw Refused.Conflict("authorization-missing", "An authorization that this release rests on was revoked or has expired.");
        }

        return release;
    }
}
