using CounselDesk.Application.Common;

namespace CounselDesk.Application.Alerts;

public enum AlertKind
{
    EmergencyAccess,
    PositiveScreening,
    Deterioration,
    RiskAnswer,

    /// <summary>Homework is due, and neither partner has entered any for weeks.</summary>
    HomeworkStalled,

    /// <summary>The agreement in force was kept, and is not any more.</summary>
    AgreementBrokenOff,

    /// <summary>A partner has answered nothing of what they are asked, for weeks after it was due.</summary>
    NoAnswer,
}

/// <summary>Raises alerts, for the use cases that find a cause for one. The same cause in a case raises no second.</summary>
public sealed class RaiseAlert(IDb db, IIds ids, IOutbox outbox, TimeProvider clock)
{
    private const string InsertSql = """
        INSERT INTO Alerts (Id, PracticeId, Seq, CoupleId, ClientId, Kind, Cause, Basis, AssignmentIds, SinceOn, RaisedAt, AcknowledgedAt, AcknowledgedBy,
          AcknowledgedNote, Version)
        SELECT @Id, @PracticeId, @Seq, @CoupleId, @ClientId, @Kind, @Cause, @Basis, @AssignmentIds, @SinceOn, @RaisedAt, NULL, NULL, NULL, 1
        WHERE NOT EXISTS (SELECT 1 FROM Alerts a WHERE a.PracticeId = @PracticeId AND a.CoupleId = @CoupleId AND a.Cause = @Cause)
        """;

    /// <param name="coupleId">The case whose clinicians are to know.</param>
    /// <param name="clientId">The partner concerned, if it is one.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="cause">Names the cause within the case, such as <c>response:ID</c>; ids and codes only.</param>
    /// <param name="basis">Why, in a sentence that names the rule; no names, texts or scores.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="assignments">The assignments that it is about.</param>
    /// <param name="since">Since when it has been so, where that is not today.</param>
    /// <returns>Whether the cause had raised none before.</returns>
    public async Task<bool> Raise(
        Guid coupleId, Guid? clientId, AlertKind kind, string cause, string basis, CancellationToken cancellationToken, IReadOnlyList<Guid>? assignments = null,
        DateOnly? since = null)
    {
        var id = ids.New();
        var raised = await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                CoupleId = coupleId,
                ClientId = clientId,
                Kind = kind,
                Cause = cause,
                Basis = basis,
                AssignmentIds = assignments is { Count: > 0 } ? string.Join(' ', assignments) : null,
                SinceOn = since,
                RaisedAt = clock.GetUtcNow(),
            },
            cancellationToken);
        if (raised > 0)
            await outbox.Raise("alert.raised", id, cancellationToken);
        return raised > 0;
    }
}
