using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Sessions;

/// <summary>A session of a case.</summary>
/// <param name="Id">The session.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="TherapistId">Who holds it.</param>
/// <param name="StartsAt">Its start.</param>
/// <param name="EndsAt">Its end: the start and the minutes.</param>
/// <param name="Minutes">Its length, 15 to 240.</param>
/// <param name="Kind">Conjoint with both partners, or individual with one.</param>
/// <param name="Place">Office, video or phone.</param>
/// <param name="PartnerId">For an individual session: that partner.</param>
/// <param name="Status">Booked, then held, cancelled or no-show.</param>
/// <param name="Attended">For a held session: the partners who came.</param>
/// <param name="CancelledBy">For a cancelled one: who called it off.</param>
/// <param name="CancelledAt">When that was recorded.</param>
/// <param name="CancelReason">Why, if somebody wrote it down. Only the case's clinicians see it; null for everyone else.</param>
/// <param name="NoticeHours">Whole hours between the cancellation and the start, rounded down; 0 from the start on.</param>
/// <param name="Late">Whether that was less than the practice's <c>lateCancellationHours</c>.</param>
/// <param name="BookedAt">When it was booked.</param>
/// <param name="SeriesId">The series that it was booked in, if in one.</param>
/// <param name="Warnings">What was to be weighed when it was booked or last moved.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record Session(
    Guid Id, Guid CoupleId, Guid TherapistId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int Minutes, SessionKind Kind,
    SessionPlace Place, Guid? PartnerId, SessionStatus Status, IReadOnlyList<Guid>? Attended, SessionCanceller? CancelledBy,
    DateTimeOffset? CancelledAt, string? CancelReason, int? NoticeHours, bool? Late, DateTimeOffset BookedAt, Guid? SeriesId,
    IReadOnlyList<SessionWarning> Warnings, int Version) : IVersioned;

public enum SessionWarning
{
    /// <summary>It lies outside its therapist's working hours, in whole or in part.</summary>
    OutsideHours,
}

/// <summary>A session as the database gives it, and the statements' common part.</summary>
internal sealed record SessionRow
{
    public const string SelectSql = """
        SELECT s.Id, s.Seq, s.CoupleId, s.TherapistId, s.StartsAt, s.EndsAt, s.Minutes, s.Kind, s.Place, s.PartnerId, s.Status,
          s.AttendedA, s.AttendedB, s.CancelledBy, s.CancelledAt, s.CancelReason, s.NoticeHours, s.Late, s.BookedAt, s.SeriesId, s.OutsideHours, s.Version
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public Guid TherapistId { get; init; }

    public DateTimeOffset StartsAt { get; init; }

    public DateTimeOffset EndsAt { get; init; }

    public int Minutes { get; init; }

    public SessionKind Kind { get; init; }

    public SessionPlace Place { get; init; }

    public Guid? PartnerId { get; init; }

    public SessionStatus Status { get; init; }

    public bool? AttendedA { get; init; }

    public bool? AttendedB { get; init; }

    public SessionCanceller? CancelledBy { get; init; }

    public DateTimeOffset? CancelledAt { get; init; }

    public string? CancelReason { get; init; }

    public int? NoticeHours { get; init; }

    public bool? Late { get; init; }

    public DateTimeOffset BookedAt { get; init; }

    public Guid? SeriesId { get; init; }

    public bool? OutsideHours { get; init; }

    public int Version { get; init; }

    /// <summary>Refuses a step that the session's status does not allow.</summary>
    public void RequireCanBecome(SessionStatus next)
    {
        if (!Status.CanBecome(next))
            throw NotBooked();
    }

    public void RequireBooked()
    {
        if (Status != SessionStatus.Booked)
            throw NotBooked();
    }

    /// <summary>Refuses to record what became of a session that has not started.</summary>
    public void RequireStarted(DateTimeOffset now)
    {
        if (now < StartsAt)
            throw Refused.Conflict("not-yet", "The session has not started.");
    }

    private static Refused NotBooked() =>
        Refused.Conflict("session-not-booked", "Only a booked session changes: this one was held, cancelled or missed.");
}

/// <summary>Finds sessions of the open case and turns them into results, for the use cases that answer with them.</summary>
public sealed class Sessions(IDb db, RequestScope scope, ITextProtector protector)
{
    private const string FindSql = SessionRow.SelectSql + " AND s.Id = @Id";

    internal Task<SessionRow> Row(Guid id, CancellationToken cancellationToken)
    {
        scope.ResourceId = id;
        return db.Find<SessionRow>(FindSql, new { Id = id }, cancellationToken).OrNotFound("session");
    }

    public async Task<Session> Find(Guid id, CancellationToken cancellationToken) => Result(await Row(id, cancellationToken));

    internal Session Result(SessionRow row) => new(
        row.Id, row.CoupleId, row.TherapistId, row.StartsAt, row.EndsAt, row.Minutes, row.Kind, row.Place, row.PartnerId, row.Status,
        Attended(row), row.CancelledBy, row.CancelledAt, Reason(row), row.NoticeHours, row.Late, row.BookedAt, row.SeriesId,
        row.OutsideHours is true ? [SessionWarning.OutsideHours] : [], row.Version);

    internal string ProtectReason(Guid sessionId, string reason) => protector.Protect(Purpose(sessionId), reason);

    private List<Guid>? Attended(SessionRow row)
    {
        if (row.AttendedA is null)
            return null;
        var attended = new List<Guid>();
        if (row.AttendedA is true)
            attended.Add(scope.Case.PartnerAId);
        if (row.AttendedB is true && scope.Case.PartnerBId is { } b)
            attended.Add(b);
        return attended;
    }

    // Somebody may be front desk and clinician at once: of a case that is only on their calendar they see no reason.
    private string? Reason(SessionRow row)
    {
        var (file, caller) = (scope.Case, scope.Caller);
        var isClinician = caller.Has(Roles.Clinicians)
            && (file.TherapistId == caller.AccountId
                || (caller.Has(Roles.Supervisor) && file.SupervisorId == caller.AccountId)
                || file.EmergencyReason is not null);
        return row.CancelReason is { } text && isClinician ? protector.Unprotect(Purpose(row.Id), text) : null;
    }

    private static string Purpose(Guid sessionId) => $"session:{sessionId}:cancel-reason";
}
