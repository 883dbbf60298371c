using CounselDesk.Application.Common;

namespace CounselDesk.Application.Alerts;

/// <summary>Something that asks a clinician's attention until it is acknowledged. For clinicians only.</summary>
/// <param name="Id">The alert.</param>
/// <param name="CoupleId">The case.</param>
/// <param name="PartnerId">The partner concerned, if it is one.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Cause">What raised it: a kind and an id, such as <c>screening:…</c>. One cause raises one alert.</param>
/// <param name="Basis">Why, in a sentence that names the rule.</param>
/// <param name="Since">Since which day what it is about has been so.</param>
/// <param name="NextSteps">Two or three things to do about it, in order; at least one is an exercise of the toolkit, chosen for this case.</param>
/// <param name="AssignmentIds">The assignments that it is about; empty where it is about none.</param>
/// <param name="RaisedAt">When.</param>
/// <param name="AcknowledgedAt">When somebody said to have seen to it; null while it is open.</param>
/// <param name="AcknowledgedById">Who did.</param>
/// <param name="AcknowledgedByName">That person's name.</param>
/// <param name="Note">What that person wrote.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record AlertItem(
    Guid Id, Guid CoupleId, Guid? PartnerId, AlertKind Kind, string Cause, string Basis, DateOnly Since, IReadOnlyList<NextStep> NextSteps,
    IReadOnlyList<Guid> AssignmentIds,
    DateTimeOffset RaisedAt, DateTimeOffset? AcknowledgedAt,
    Guid? AcknowledgedById, string? AcknowledgedByName, string? Note, int Version) : IVersioned;

/// <summary>Reads alerts, for the use cases that answer with them.</summary>
public sealed class Alerts(IDb db, NextSteps nextSteps, ITextProtector protector, PracticeDays days)
{
    private const string FindSql = AlertRow.SelectSql + " AND x.Id = @Id";

    /// <summary>The purpose names the row, so that a note cannot be moved to another alert unnoticed.</summary>
    public static string NotePurpose(Guid id) => $"alert:{id}:note";

    public async Task<AlertItem> Find(Guid id, CancellationToken cancellationToken) =>
        (await Open([await db.Find<AlertRow>(FindSql, new { Id = id }, cancellationToken).OrNotFound("alert")], cancellationToken))[0];

    internal async Task<IReadOnlyList<AlertItem>> Open(IReadOnlyList<AlertRow> rows, CancellationToken cancellationToken)
    {
        var steps = await nextSteps.Of(rows, cancellationToken);
        return [.. rows.Select(row => Open(row, [.. steps[(row.CoupleId, row.Kind)]]))];
    }

    private AlertItem Open(AlertRow row, IReadOnlyList<NextStep> steps) => new(
        row.Id, row.CoupleId, row.ClientId, row.Kind, row.Cause, row.Basis, row.SinceOn ?? days.DayOf(row.RaisedAt), steps, row.Assignments, row.RaisedAt, row.AcknowledgedAt, row.AcknowledgedBy, row.AcknowledgedByName,
        row.AcknowledgedNote is { } note ? protector.Unprotect(NotePurpose(row.Id), note) : null, row.Version);
}

/// <summary>An alert as the database gives it, and the statements' common part.</summary>
internal sealed record AlertRow
{
    public const string SelectSql = """
        SELECT x.Id, x.Seq, x.CoupleId, x.ClientId, x.Kind, x.Cause, x.Basis, x.AssignmentIds, x.SinceOn, x.RaisedAt, x.AcknowledgedAt, x.AcknowledgedBy,
          b.DisplayName AS AcknowledgedByName, x.AcknowledgedNote, x.Version
        FROM Alerts x
        JOIN Couples c ON c.Id = x.CoupleId AND c.PracticeId = x.PracticeId
        JOIN Accounts t ON t.Id = c.TherapistId AND t.PracticeId = c.PracticeId
        LEFT JOIN Accounts b ON b.Id = x.AcknowledgedBy AND b.PracticeId = x.PracticeId
        WHERE x.PracticeId = @PracticeId
        """;

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid CoupleId { get; init; }

    public Guid? ClientId { get; init; }

    public AlertKind Kind { get; init; }

    public string Cause { get; init; } = "";

    public string Basis { get; init; } = "";

    public string? AssignmentIds { get; init; }

    public DateOnly? SinceOn { get; init; }

    public DateTimeOffset RaisedAt { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public Guid? AcknowledgedBy { get; init; }

    public string? AcknowledgedByName { get; init; }

    public string? AcknowledgedNote { get; init; }

    public int Version { get; init; }

    public IReadOnlyList<Guid> Assignments => AssignmentIds is null ? [] : [.. AssignmentIds.Split(' ').Select(Guid.Parse)];
}
