using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Sessions;

/// <summary>A session as a calendar shows it: initials only, and nothing clinical.</summary>
/// <param name="Id">The session.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="Initials">Those of who is to come, partner A before partner B, such as <c>R.R.</c></param>
/// <param name="TherapistId">Who holds it.</param>
/// <param name="TherapistName">That person's name.</param>
/// <param name="StartsAt">Its start.</param>
/// <param name="EndsAt">Its end.</param>
/// <param name="Minutes">Its length.</param>
/// <param name="Kind">Conjoint or individual.</param>
/// <param name="Place">Office, video or phone.</param>
/// <param name="Status">Booked, held, cancelled or no-show.</param>
public sealed record CalendarEntry(
    Guid Id, Guid CoupleId, IReadOnlyList<string> Initials, Guid TherapistId, string TherapistName, DateTimeOffset StartsAt,
    DateTimeOffset EndsAt, int Minutes, SessionKind Kind, SessionPlace Place, SessionStatus Status);

/// <summary>An entry as the database gives it, and the statements' common part.</summary>
internal sealed record CalendarRow
{
    public const string SelectSql = """
        SELECT s.Id, s.Seq, s.CoupleId, s.TherapistId, t.DisplayName AS TherapistName, s.StartsAt, s.EndsAt, s.Minutes, s.Kind, s.Place, s.Status,
          CASE WHEN s.PartnerId IS NULL OR s.PartnerId = a.Id THEN a.FirstName END AS FirstNameA,
          CASE WHEN s.PartnerId IS NULL OR s.PartnerId = a.Id THEN a.LastName END AS LastNameA,
          CASE WHEN s.PartnerId IS NULL OR s.PartnerId = b.Id THEN b.FirstName END AS FirstNameB,
          CASE WHEN s.PartnerId IS NULL OR s.PartnerId = b.Id THEN b.LastName END AS LastNameB
        FROM Sessions s
        JOIN Accounts t ON t.Id = s.TherapistId AND t.PracticeId = s.PracticeId
        JOIN Couples c ON c.Id = s.CoupleId AND c.PracticeId = s.PracticeId
        JOIN Clients a ON a.Id = c.PartnerAId AND a.PracticeId = c.PracticeId
        LEFT JOIN Clients b ON b.Id = c.PartnerBId AND b.PracticeId = c.PracticeId
        WHERE s.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public Guid TherapistId { get; init; }

    public string TherapistName { get; init; } = "";

    public DateTimeOffset StartsAt { get; init; }

    public DateTimeOffset EndsAt { get; init; }

    public int Minutes { get; init; }

    public SessionKind Kind { get; init; }

    public SessionPlace Place { get; init; }

    public SessionStatus Status { get; init; }

    public string? FirstNameA { get; init; }

    public string? LastNameA { get; init; }

    public string? FirstNameB { get; init; }

    public string? LastNameB { get; init; }

    public CalendarEntry ToEntry() => new(
        Id, CoupleId, [.. new[] { Initials.Of(FirstNameA, LastNameA), Initials.Of(FirstNameB, LastNameB) }.OfType<string>()],
        TherapistId, TherapistName, StartsAt, EndsAt, Minutes, Kind, Place, Status);
}
