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

    /// <summary>Newest first. The audit names the person, and the case where there is but one.</summary>
    public async Task<IReadOnlyList<CaseFile>> Open(CancellationToken cancellationToken)
    {
        scope.SubjectId = ClientId;
        var files = await db.Query<CaseFile>(OpenSql, new { ClientId }, cancellationToken);
        if (files is [var only])
            scope.CaseFile = only;
        return files;
    }

    /// <summary>The newest open case of a couple, for what a person shares with their partner of today.</summary>
    public async Task<CaseFile?> Couple(CancellationToken cancellationToken)
    {
        var file = (await Open(cancellationToken)).FirstOrDefault(file => file.Kind == CaseKind.Couple);
        scope.CaseFile = file ?? scope.CaseFile;
        return file;
    }
}
