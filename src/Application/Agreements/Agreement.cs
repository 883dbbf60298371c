using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Application.Common;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Agreements;

/// <summary>The couple's trust agreement, edited with their therapist; each change is a new version.</summary>
/// <param name="CoupleId">The case.</param>
/// <param name="Rows">What is agreed. While there is no version yet, the toolkit's template to start from.</param>
/// <param name="ReviewOn">The day it is revisited; null while there is no version yet.</param>
/// <param name="WrittenAt">When this version was written; null while there is none.</param>
/// <param name="Acceptances">Who has accepted this version; each partner does so separately.</param>
/// <param name="InForce">Every partner has accepted this version.</param>
/// <param name="History">The versions before, newest first.</param>
/// <param name="Version">From 1; 0 while there is none. Also the start of the <c>ETag</c>.</param>
public sealed record Agreement(
    Guid CoupleId, IReadOnlyList<AgreementRow> Rows, DateOnly? ReviewOn, DateTimeOffset? WrittenAt, IReadOnlyList<Acceptance> Acceptances,
    bool InForce, IReadOnlyList<EarlierAgreement> History, int Version) : IVersioned;

/// <param name="Need">A need of the vocabulary.</param>
/// <param name="Action">What is done to build trust, at most 300 characters.</param>
/// <param name="Frequency">How often.</param>
public sealed record AgreementRow(string Need, string Action, Cadence Frequency);

/// <param name="PartnerId">Who accepted.</param>
/// <param name="AcceptedAt">When.</param>
/// <param name="InSession">A clinician recorded it with the partner in session; else the partner did it in the portal.</param>
public sealed record Acceptance(Guid PartnerId, DateTimeOffset AcceptedAt, bool InSession);

/// <param name="Version">Which version.</param>
/// <param name="Rows">What was agreed.</param>
/// <param name="ReviewOn">The day it was to be revisited.</param>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="Acceptances">Who had accepted it.</param>
public sealed record EarlierAgreement(
    int Version, IReadOnlyList<AgreementRow> Rows, DateOnly ReviewOn, DateTimeOffset WrittenAt, IReadOnlyList<Acceptance> Acceptances);

/// <summary>Reads the versions of a case's agreement, and enters acceptances.</summary>
public sealed class AgreementVersions(IDb db, IToolkit toolkit, ITextProtector protector, IOutbox outbox, RequestScope scope, TimeProvider clock)
{
    private const string Purpose = "agreement.rows";

    private const string VersionsSql = """
        SELECT a.Id, a.AgreementRows, a.ReviewOn, a.WrittenAt, a.Version
        FROM Agreements a
        WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId
        ORDER BY a.Version DESC
        """;

    private const string AcceptancesSql = """
        SELECT x.AgreementId, x.ClientId, x.AcceptedAt, x.InSessionBy
        FROM AgreementAcceptances x
        WHERE x.PracticeId = @PracticeId AND x.CoupleId = @CoupleId
        ORDER BY x.AcceptedAt
        """;

    private const string AcceptSql = """
        INSERT INTO AgreementAcceptances (AgreementId, ClientId, PracticeId, CoupleId, AcceptedAt, InSessionBy)
        SELECT @AgreementId, @ClientId, @PracticeId, @CoupleId, @AcceptedAt, @InSessionBy
        WHERE NOT EXISTS (SELECT 1 FROM AgreementAcceptances x WHERE x.PracticeId = @PracticeId AND x.AgreementId = @AgreementId AND x.ClientId = @ClientId)
        """;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public async Task<Agreement> Of(CaseFile file, CancellationToken cancellationToken)
    {
        var versions = await Versions(file, cancellationToken);
        if (versions.Count == 0)
        {
            var template = toolkit.Catalogue.Agreement.Rows.Select(row => new AgreementRow(row.Need, row.Action, row.Frequency));
            return new Agreement(file.CoupleId, [.. template], null, null, [], InForce: false, [], 0);
        }

        var accepted = (await db.Query<AcceptanceRow>(AcceptancesSql, new { file.CoupleId }, cancellationToken)).ToLookup(row => row.AgreementId, row => row.ToAcceptance());
        var current = versions[0];
        return new Agreement(
            file.CoupleId, Rows(current), current.ReviewOn, current.WrittenAt, [.. accepted[current.Id]],
            file.Partners.All(partner => accepted[current.Id].Any(acceptance => acceptance.PartnerId == partner)),
            [.. versions.Skip(1).Select(row => new EarlierAgreement(row.Version, Rows(row), row.ReviewOn, row.WrittenAt, [.. accepted[row.Id]]))],
            current.Version);
    }

    /// <summary>While no other transaction writes or accepts this case's agreement: the number of its version, 0 for none.</summary>
    internal async Task<int> Hold(CaseFile file, CancellationToken cancellationToken)
    {
        file.RequireOpen();
        await db.Lock($"agreement:{file.CoupleId}", cancellationToken);
        return (await Versions(file, cancellationToken)) is [var current, ..] ? current.Version : 0;
    }

    /// <summary>Enters a partner's acceptance of the version that the request names; accepting twice changes nothing.</summary>
    internal async Task Accept(CaseFile file, Guid partnerId, IVersionedCommand request, Guid? inSessionBy, CancellationToken cancellationToken)
    {
        // A star would accept whatever stands there by now, unread.
        if (request.Version is null)
            throw Refused.Invalid("If-Match", "Name the version that is accepted: the ETag of what was read.", "version-required");
        var version = await Hold(file, cancellationToken);
        request.RequireCurrent(version);
        if (version == 0)
            throw Refused.Conflict("no-agreement", "There is no agreement to accept yet.");
        var current = (await Versions(file, cancellationToken))[0];
        await db.Execute(
            AcceptSql,
            new { AgreementId = current.Id, ClientId = partnerId, file.CoupleId, AcceptedAt = clock.GetUtcNow(), InSessionBy = inSessionBy },
            cancellationToken);
        scope.ResourceId = current.Id;
        scope.SubjectId = partnerId;
        await outbox.Raise("agreement.accepted", current.Id, cancellationToken);
    }

    internal string Seal(IReadOnlyList<AgreementRow> rows) => protector.Protect(Purpose, JsonSerializer.Serialize(rows, Json));

    private Task<IReadOnlyList<VersionRow>> Versions(CaseFile file, CancellationToken cancellationToken) =>
        db.Query<VersionRow>(VersionsSql, new { file.CoupleId }, cancellationToken);

    private IReadOnlyList<AgreementRow> Rows(VersionRow row) =>
        JsonSerializer.Deserialize<IReadOnlyList<AgreementRow>>(protector.Unprotect(Purpose, row.AgreementRows), Json)!;

    private sealed record VersionRow
    {
        public Guid Id { get; init; }

        public string AgreementRows { get; init; } = "";

        public DateOnly ReviewOn { get; init; }

        public DateTimeOffset WrittenAt { get; init; }

        public int Version { get; init; }
    }

    private sealed record AcceptanceRow
    {
        public Guid AgreementId { get; init; }

        public Guid ClientId { get; init; }

        public DateTimeOffset AcceptedAt { get; init; }

        public Guid? InSessionBy { get; init; }

        public Acceptance ToAcceptance() => new(ClientId, AcceptedAt, InSessionBy is not null);
    }
}
