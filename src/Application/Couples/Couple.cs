using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;

namespace CounselDesk.Application.Couples;

/// <summary>A case: two partners, or one client seen alone. Nothing clinical in it, so that the front desk may read it.</summary>
/// <param name="Id">The case.</param>
/// <param name="Kind">Couple, or individual for one client seen alone.</param>
/// <param name="Partners">Partner A and, for a couple, partner B, in that order.</param>
/// <param name="TherapistId">Whose case it is.</param>
/// <param name="TherapistName">That person's name.</param>
/// <param name="Status">Intake, active, paused or closed.</param>
/// <param name="Distance">Together, or long-distance.</param>
/// <param name="FrozenAt">Since when the joint record takes no more entries, because the couple separated.</param>
/// <param name="SeparatedOn">The day the couple separated, if they did.</param>
/// <param name="SeparatedFromId">For a partner who goes on alone: the couple's case.</param>
/// <param name="CreatedAt">When the case was opened.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record Couple(
    Guid Id, CaseKind Kind, IReadOnlyList<CouplePartner> Partners, Guid TherapistId, string TherapistName, CoupleStatus Status,
    Distance Distance, DateTimeOffset? FrozenAt, DateOnly? SeparatedOn, Guid? SeparatedFromId, DateTimeOffset CreatedAt, int Version) : IVersioned;

/// <param name="ClientId">The client person.</param>
/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name.</param>
/// <param name="Pronouns">As the person gives them.</param>
public sealed record CouplePartner(Guid ClientId, string FirstName, string LastName, string? Pronouns);

/// <summary>A case as the database gives it, and the statements' common part.</summary>
internal sealed record CoupleRow
{
    public const string Columns = """
        c.Id, c.Seq, c.Kind, c.TherapistId, t.DisplayName AS TherapistName, c.Status, c.Distance, c.FrozenAt, c.SeparatedOn, c.SeparatedFromId, c.CreatedAt, c.Version,
          c.PartnerAId, a.FirstName AS FirstNameA, a.LastName AS LastNameA, a.Pronouns AS PronounsA,
          c.PartnerBId, b.FirstName AS FirstNameB, b.LastName AS LastNameB, b.Pronouns AS PronounsB
        """;

    public const string People = """
        JOIN Accounts t ON t.Id = c.TherapistId AND t.PracticeId = c.PracticeId
        JOIN Clients a ON a.Id = c.PartnerAId AND a.PracticeId = c.PracticeId
        LEFT JOIN Clients b ON b.Id = c.PartnerBId AND b.PracticeId = c.PracticeId
        """;

    public const string SelectSql = $"""
        SELECT {Columns}
        FROM Couples c
        {People}
        WHERE c.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public CaseKind Kind { get; init; }

    public Guid TherapistId { get; init; }

    public string TherapistName { get; init; } = "";

    public CoupleStatus Status { get; init; }

    public Distance Distance { get; init; }

    public DateTimeOffset? FrozenAt { get; init; }

    public DateOnly? SeparatedOn { get; init; }

    public Guid? SeparatedFromId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; init; }

    public Guid PartnerAId { get; init; }

    public string FirstNameA { get; init; } = "";

    public string LastNameA { get; init; } = "";

    public string? PronounsA { get; init; }

    public Guid? PartnerBId { get; init; }

    public string? FirstNameB { get; init; }

    public string? LastNameB { get; init; }

    public string? PronounsB { get; init; }

    public Couple ToCouple()
    {
        var a = new CouplePartner(PartnerAId, FirstNameA, LastNameA, PronounsA);
        return new Couple(
            Id, Kind, PartnerBId is { } b ? [a, new CouplePartner(b, FirstNameB!, LastNameB!, PronounsB)] : [a],
            TherapistId, TherapistName, Status, Distance, FrozenAt, SeparatedOn, SeparatedFromId, CreatedAt, Version);
    }
}

/// <summary>Finds one case as a result, for the use cases that answer with it.</summary>
public sealed class Couples(IDb db)
{
    private const string FindSql = CoupleRow.SelectSql + " AND c.Id = @Id";

    public async Task<Couple> Find(Guid id, CancellationToken cancellationToken) =>
        (await db.Find<CoupleRow>(FindSql, new { Id = id }, cancellationToken).OrNotFound("couple")).ToCouple();
}
