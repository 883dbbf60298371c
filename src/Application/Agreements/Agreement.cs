using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Application.Common;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Agreements;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Application.Agreements;

/// <summary>The couple's trust agreement, edited with their therapist; each change is a new version.</summary>
/// <param name="CoupleId">The case.</param>
/// <param name="Rows">What is agreed. While there is no version yet, the toolkit's template to start from.</param>
/// <param name="ReviewOn">The day it is revisited; null while there is no version yet.</param>
/// <param name="IsReviewDue">The day on which it is revisited has come.</param>
/// <param name="WrittenAt">When this version was written; null while there is none.</param>
/// <param name="Acceptances">Who has accepted this version; each partner does so separately.</param>
/// <param name="InForce">Every partner has accepted this version.</param>
/// <param name="Keeping">How each partner who accepted this version has kept each row since, row by row.</param>
/// <param name="History">The versions before, newest first.</param>
/// <param name="Version">From 1; 0 while there is none. Also the start of the <c>ETag</c>.</param>
public sealed record Agreement(
    Guid CoupleId, IReadOnlyList<AgreementRow> Rows, DateOnly? ReviewOn, bool IsReviewDue, DateTimeOffset? WrittenAt,
    IReadOnlyList<Acceptance> Acceptances, bool InForce, IReadOnlyList<KeptRow> Keeping, IReadOnlyList<AgreementVersion> History, int Version) : IVersioned;

/// <param name="Need">A need of the vocabulary.</param>
/// <param name="Action">What is done to build trust, at most 300 characters.</param>
/// <param name="Frequency">How often.</param>
public sealed record AgreementRow(string Need, string Action, Cadence Frequency);

/// <param name="PartnerId">Who accepted.</param>
/// <param name="AcceptedAt">When.</param>
/// <param name="InSession">A clinician recorded it with the partner in session; else the partner did it in the portal.</param>
public sealed record Acceptance(Guid PartnerId, DateTimeOffset AcceptedAt, bool InSession);

/// <summary>One version of the agreement.</summary>
/// <param name="Id">The version, by which it is read.</param>
/// <param name="Version">Which version.</param>
/// <param name="Rows">What was agreed.</param>
/// <param name="ReviewOn">The day on which it is, or was, to be revisited.</param>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="Acceptances">Who accepted it.</param>
public sealed record AgreementVersion(
    Guid Id, int Version, IReadOnlyList<AgreementRow> Rows, DateOnly ReviewOn, DateTimeOffset WrittenAt, IReadOnlyList<Acceptance> Acceptances);

/// <summary>Reads the versions of a case's agreement, and enters acceptances.</summary>
public sealed class AgreementVersions(IDb db, IToolkit toolkit, ITextProtector protector, IOutbox outbox, RequestScope scope, PracticeDays days)
{
    private const string Purpose = "agreement.rows";

    private const string VersionsSql = """
        SELECT a.Id, a.AgreementRows, a.ReviewOn, a.WrittenAt, a.Version
        FROM Agreements a
        WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId
        ORDER BY a.Version DESC
        """;

    private const string BeforeSql = """
        SELECT a.Id, a.AgreementRows, a.ReviewOn, a.WrittenAt, a.Version
        FROM Agreements a
        WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId AND a.Version < @Before
        ORDER BY a.Version DESC
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    private const string AcceptancesOfSql = """
        SELECT x.AgreementId, x.ClientId, x.AcceptedAt, x.InSessionBy
        FROM AgreementAcceptances x
        WHERE x.PracticeId = @PracticeId AND x.AgreementId IN @Ids
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

    private const string TicksSql = """
        SELECT t.ClientId, t.RowNumber, t.Day, t.Kept
        FROM AgreementTicks t
        WHERE t.PracticeId = @PracticeId AND t.AgreementId = @AgreementId
        """;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public async Task<Agreement> Of(CaseFile file, CancellationToken cancellationToken)
    {
        var versions = await Versions(file, cancellationToken);
        if (versions.Count == 0)
        {
            var template = toolkit.Catalogue.Agreement.Rows.Select(row => new AgreementRow(row.Need, row.Action, row.Frequency));
            return new Agreement(file.CoupleId, [.. template], null, IsReviewDue: false, null, [], InForce: false, [], [], 0);
        }

        var all = await Open(file, versions, cancellationToken);
        var current = all[0];
        var ticks = await db.Query<TickRow>(TicksSql, new { AgreementId = versions[0].Id }, cancellationToken);
        return new Agreement(
            file.CoupleId, current.Rows, current.ReviewOn, current.ReviewOn <= days.Today, current.WrittenAt, current.Acceptances,
            file.Partners.All(partner => current.Acceptances.Any(acceptance => acceptance.PartnerId == partner)),
            [.. Keeping(current, ticks)], [.. all.Skip(1)], current.Version);
    }

    /// <summary>Every version, newest first.</summary>
    internal async Task<IReadOnlyList<AgreementVersion>> All(CaseFile file, CancellationToken cancellationToken) =>
        await Open(file, await Versions(file, cancellationToken), cancellationToken);

    /// <summary>Some versions of a case, the newest first, for whoever cannot hold all of them.</summary>
    internal async Task<IReadOnlyList<AgreementVersion>> Before(Guid coupleId, long before, int take, CancellationToken cancellationToken)
    {
        var rows = await db.Query<VersionRow>(
            BeforeSql, new { CoupleId = coupleId, Before = (int)Math.Min(before, AgreementLimits.MostVersions), Take = take }, cancellationToken);
        if (rows.Count == 0)
            return [];
        var accepted = await db.Query<AcceptanceRow>(AcceptancesOfSql, new { Ids = rows.Select(row => row.Id).ToList() }, cancellationToken);
        return Show(rows, accepted);
    }

    /// <summary>The newest version, of which there is one.</summary>
    internal async Task<(Guid Id, AgreementVersion Version)> Current(CaseFile file, CancellationToken cancellationToken)
    {
        var versions = await Versions(file, cancellationToken);
        return (versions[0].Id, (await Open(file, versions, cancellationToken))[0]);
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
            new { AgreementId = current.Id, ClientId = partnerId, file.CoupleId, AcceptedAt = days.Now, InSessionBy = inSessionBy },
            cancellationToken);
        scope.ResourceId = current.Id;
        scope.SubjectId = partnerId;
        await outbox.Raise("agreement.accepted", current.Id, cancellationToken);
    }

    internal string Seal(IReadOnlyList<AgreementRow> rows) => protector.Protect(Purpose, JsonSerializer.Serialize(rows, Json));

    private Task<IReadOnlyList<VersionRow>> Versions(CaseFile file, CancellationToken cancellationToken) =>
        db.Query<VersionRow>(VersionsSql, new { file.CoupleId }, cancellationToken);

    private async Task<IReadOnlyList<AgreementVersion>> Open(CaseFile file, IReadOnlyList<VersionRow> versions, CancellationToken cancellationToken) =>
        Show(versions, await db.Query<AcceptanceRow>(AcceptancesSql, new { file.CoupleId }, cancellationToken));

    private IReadOnlyList<AgreementVersion> Show(IReadOnlyList<VersionRow> versions, IReadOnlyList<AcceptanceRow> acceptances)
    {
        var accepted = acceptances.ToLookup(row => row.AgreementId, row => row.ToAcceptance());
        return [.. versions.Select(row => new AgreementVersion(row.Id, row.Version, Rows(row), row.ReviewOn, row.WrittenAt, [.. accepted[row.Id]]))];
    }

    private IEnumerable<KeptRow> Keeping(AgreementVersion version, IReadOnlyList<TickRow> ticks)
    {
        var byRow = ticks.ToLookup(tick => (tick.RowNumber, tick.ClientId), tick => new RowTick(tick.Day, tick.Kept));
        foreach (var (index, row) in version.Rows.Index())
        {
            foreach (var acceptance in version.Acceptances)
            {
                var (own, since) = (byRow[(index + 1, acceptance.PartnerId)].ToList(), days.DayOf(acceptance.AcceptedAt));
                var (kept, expected) = KeepingRule.Of(row.Frequency, since, own, days.Today);
                yield return new KeptRow(index + 1, acceptance.PartnerId, kept, expected, KeepingRule.IsDue(row.Frequency, since, own, days.Today));
            }
        }
    }

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

    private sealed record TickRow
    {
        public Guid ClientId { get; init; }

        public int RowNumber { get; init; }

        public DateOnly Day { get; init; }

        public bool Kept { get; init; }
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
