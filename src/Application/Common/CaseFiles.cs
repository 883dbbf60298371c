using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Common;

/// <summary>How a request names its case: by the couple itself, or by something that lies in it.</summary>
public readonly record struct CaseKey(string Sql, string What, Guid Id)
{
    public static CaseKey Couple(Guid id) => new(CaseFiles.ByCoupleSql, "couple", id);

    public static CaseKey Session(Guid id) => new(CaseFiles.BySessionSql, "session", id);

    public static CaseKey Series(Guid id) => new(CaseFiles.BySeriesSql, "series", id);

    public static CaseKey Note(Guid id) => new(CaseFiles.ByNoteSql, "note", id);

    public static CaseKey Assignment(Guid id) => new(CaseFiles.ByAssignmentSql, "assignment", id);

    public static CaseKey Alert(Guid id) => new(CaseFiles.ByAlertSql, "alert", id);

    public static CaseKey Event(Guid id) => new(CaseFiles.ByEventSql, "event", id);

    public static CaseKey Goal(Guid id) => new(CaseFiles.ByGoalSql, "goal", id);
}

/// <summary>What access rules and handlers need to know of a case, read once per request.</summary>
public sealed record CaseFile
{
    public Guid CoupleId { get; init; }

    public CaseKind Kind { get; init; }

    public Guid TherapistId { get; init; }

    public Guid? SupervisorId { get; init; }

    public Guid PartnerAId { get; init; }

    public Guid? PartnerBId { get; init; }

    public CoupleStatus Status { get; init; }

    public DateTimeOffset? FrozenAt { get; init; }

    /// <summary>Why the caller may see a case that is not theirs, while their emergency access lasts.</summary>
    public string? EmergencyReason { get; init; }

    public IReadOnlyList<Guid> Partners => PartnerBId is { } b ? [PartnerAId, b] : [PartnerAId];

    public bool HasPartner(Guid clientId) => clientId == PartnerAId || clientId == PartnerBId;

    /// <summary>Whether the caller has this case as its clinician or supervisor, and not only for an emergency.</summary>
    public bool IsOwn(Caller caller) =>
        caller.Has(Roles.Clinicians)
        && (TherapistId == caller.AccountId || (caller.Has(Roles.Supervisor) && SupervisorId == caller.AccountId));

    /// <summary>Refuses a partner's id that is not of this case, naming the field it came in.</summary>
    public void RequirePartner(Guid clientId, string field)
    {
        if (!HasPartner(clientId))
            throw Refused.Invalid(field, "Name one of this case's partners.", "not-a-partner");
    }

    /// <summary>Refuses changes once the case is closed.</summary>
    public void RequireOpen()
    {
        if (FrozenAt is not null)
            throw Refused.Conflict("record-frozen", "The couple has separated: the joint record is frozen.");
        if (Status == CoupleStatus.Closed)
            throw Refused.Conflict("case-closed", "The case is closed.");
    }
}

/// <summary>
/// The case wall. A clinician opens their own cases, a supervisor those of their supervisees, and anyone clinical
/// another case for as long as an emergency access with a written reason lasts, but for what is only for its own.
/// </summary>
public sealed class CaseFiles(IDb db, RequestScope scope, TimeProvider clock)
{
    private const string HeadSelectSql = """
        SELECT c.Id AS CoupleId, c.Kind, c.TherapistId, t.SupervisorId, c.PartnerAId, c.PartnerBId, c.Status, c.FrozenAt,
          (SELECT MAX(e.Reason) FROM EmergencyAccesses e
            WHERE e.PracticeId = @PracticeId AND e.CoupleId = c.Id AND e.AccountId = @AccountId AND e.EndsAt > @Now) AS EmergencyReason
        FROM Couples c
        JOIN Accounts t ON t.Id = c.TherapistId AND t.PracticeId = c.PracticeId
        WHERE c.PracticeId = @PracticeId
        """;

    public const string ByCoupleSql = HeadSelectSql + " AND c.Id = @Id";
    public const string BySessionSql = HeadSelectSql + " AND c.Id = (SELECT x.CoupleId FROM Sessions x WHERE x.Id = @Id AND x.PracticeId = @PracticeId)";
    public const string BySeriesSql = HeadSelectSql + " AND c.Id = (SELECT x.CoupleId FROM SessionSeries x WHERE x.Id = @Id AND x.PracticeId = @PracticeId)";

    public const string ByNoteSql = HeadSelectSql + " AND c.Id = (SELECT x.CoupleId FROM Notes x WHERE x.Id = @Id AND x.PracticeId = @PracticeId)";

    // Nobody but its author learns that a psychotherapy note exists (45 CFR 164.501).
    private const string ByOwnNoteSql = HeadSelectSql + " AND c.Id = (SELECT x.CoupleId FROM PsychotherapyNotes x WHERE x.Id = @Id AND x.PracticeId = @PracticeId AND x.AuthorId = @AccountId)";

    public const string ByAssignmentSql = HeadSelectSql + " AND c.Id = (SELECT x.CoupleId FROM Assignments x WHERE x.Id = @Id AND x.PracticeId = @PracticeId)";
    public const string ByAlertSql = HeadSelectSql + " AND c.Id = (SELECT x.CoupleId FROM Alerts x WHERE x.Id = @Id AND x.PracticeId = @PracticeId)";
    public const string ByEventSql = HeadSelectSql + " AND c.Id = (SELECT x.CoupleId FROM CaseEvents x WHERE x.Id = @Id AND x.PracticeId = @PracticeId)";
    public const string ByGoalSql = HeadSelectSql + " AND c.Id = (SELECT x.CoupleId FROM Goals x WHERE x.Id = @Id AND x.PracticeId = @PracticeId)";

    public async Task Open(CaseKey key, AccessAttribute access, CancellationToken cancellationToken)
    {
        var caller = scope.Caller;
        var file = await db.Find<CaseFile>(key.Sql, new { key.Id, caller.AccountId, Now = clock.GetUtcNow() }, cancellationToken);
        if (file is null && caller.Has(access.Authors))
        {
            // Its author's alone: no wall of a case stands before it, and nothing that opens a case opens it.
            scope.CaseFile = await db.Find<CaseFile>(ByOwnNoteSql, new { key.Id, caller.AccountId, Now = clock.GetUtcNow() }, cancellationToken)
                .OrNotFound(key.What);
            return;
        }

        scope.CaseFile = file ?? throw Refused.NotFound(key.What);

        if (caller.Has(access.AnyCase))
            return;
        if (caller.Has(access.Roles & Roles.Clinicians))
        {
            if (file.IsOwn(caller))
                return;
            if (file.EmergencyReason is not null)
            {
                scope.Reason ??= file.EmergencyReason;
                if (access.OwnCase)
                    throw Refused.Forbidden("not-your-case", "Emergency access does not go so far: only the case's therapist or their supervisor does this.");
                return;
            }
        }

        if (caller.Has(access.Roles & Roles.Partner) && caller.ClientId is { } clientId)
        {
            // A partner never learns that somebody else's case exists.
            if (file.HasPartner(clientId))
                return;
            throw Refused.NotFound(key.What);
        }

        throw Refused.Forbidden("not-your-case", "This case is another clinician's. In an emergency, ask for access with a written reason.");
    }
}
