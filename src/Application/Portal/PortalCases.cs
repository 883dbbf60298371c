using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Domain.Couples;

namespace CounselDesk.Application.Portal;

/// <summary>The open cases of the partner who asks. They may have been in others before; those no longer count here.</summary>
public sealed class PortalCases(IDb db, RequestScope scope)
{
    private const string OpenSql = $"""
        SELECT c.Id AS CoupleId, c.Kind, c.TherapistId, c.PartnerAId, c.PartnerBId, c.Status, c.FrozenAt
        FROM {ClientCases.OfClientPartSql} c
        WHERE c.Status <> 'Closed' AND c.FrozenAt IS NULL
        ORDER BY c.Seq DESC
        """;

    /// <summary>The client that the caller is.</summary>
    public Guid ClientId => scope.Caller.ClientId ?? throw Refused.Forbidden("no-client", "This account belongs to no client.");

    /// <summary>
    /// Newest first, or only the one that is asked for. The audit names the person, and the case where there is but one. A case that
    /// is another's or no longer open is not there.
    /// </summary>
    public async Task<IReadOnlyList<CaseFile>> Open(Guid? caseId, CancellationToken cancellationToken)
    {
        scope.SubjectId = ClientId;
        var files = (await db.Query<CaseFile>(OpenSql, new { ClientId }, cancellationToken)).Where(file => caseId is null || file.CoupleId == caseId).ToList();
        if (caseId is not null && files.Count == 0)
            throw Refused.NotFound("case");
        if (files is [var only])
            scope.CaseFile = only;
        return files;
    }

    /// <summary>The newest open case of a couple, or the one asked for, for what a person shares with their partner of today.</summary>
    public async Task<CaseFile?> Couple(Guid? caseId, CancellationToken cancellationToken)
    {
        var file = (await Open(caseId, cancellationToken)).FirstOrDefault(file => file.Kind == CaseKind.Couple);
        scope.CaseFile = file ?? scope.CaseFile;
        return file;
    }
}
