using CounselDesk.Application.Clients;
using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Couples;

/// <summary>A case about to be opened.</summary>
internal sealed record NewCase(Guid Id, CaseKind Kind, Guid PartnerAId, Guid? PartnerBId, Guid TherapistId)
{
    public CoupleStatus Status { get; init; } = CoupleStatus.Intake;

    public Distance Distance { get; init; }

    /// <summary>The couple's case that a partner goes on from alone.</summary>
    public Guid? SeparatedFromId { get; init; }
}

/// <summary>Opens cases, for the use cases that do, and checks who may be in one.</summary>
public sealed class NewCases(IDb db, IIds ids, Accounts accounts, ClientRecords clients, RequestScope scope, IOutbox outbox, TimeProvider clock)
{
    private const string ClientExistsSql = "SELECT c.Id FROM Clients c WHERE c.Id = @Id AND c.PracticeId = @PracticeId AND c.ArchivedAt IS NULL";

    private const string InsertSql = """
        INSERT INTO Couples (Id, PracticeId, Seq, Kind, PartnerAId, PartnerBId, TherapistId, Status, Distance, FrozenAt, SeparatedOn, SeparatedFromId, CreatedAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @Kind, @PartnerAId, @PartnerBId, @TherapistId, @Status, @Distance, NULL, NULL, @SeparatedFromId, @CreatedAt, 1)
        """;

    // Each way round is one search; the two are different clients, so a case of one is in neither.
    private const string OpenTogetherSql = """
        SELECT x.Id FROM Couples x WHERE x.PracticeId = @PracticeId AND x.PartnerAId = @One AND x.PartnerBId = @Other AND x.Status <> 'Closed'
        UNION ALL
        SELECT y.Id FROM Couples y WHERE y.PracticeId = @PracticeId AND y.PartnerAId = @Other AND y.PartnerBId = @One AND y.Status <> 'Closed'
        """;

    internal async Task Open(NewCase opened, CancellationToken cancellationToken)
    {
        await db.Execute(
            InsertSql,
            new
            {
                opened.Id,
                Seq = ids.NextSequence(),
                opened.Kind,
                opened.PartnerAId,
                opened.PartnerBId,
                opened.TherapistId,
                opened.Status,
                opened.Distance,
                opened.SeparatedFromId,
                CreatedAt = clock.GetUtcNow(),
            },
            cancellationToken);
        await outbox.Raise("couple.created", opened.Id, cancellationToken);
    }

    /// <summary>Whose case it is to be: the one named, or the caller if they treat clients themselves.</summary>
    public async Task<Guid> Therapist(Guid? asked, CancellationToken cancellationToken)
    {
        if (asked is null && scope.Caller.Has(Roles.Therapist | Roles.Associate))
            return scope.Caller.AccountId;
        if (asked is { } id && await accounts.ById(id, cancellationToken) is { Active: true } account
            && (account.RoleSet & (Roles.Therapist | Roles.Associate)) != Roles.None)
            return id;
        throw Refused.Invalid("therapistId", "Name an active therapist or associate of this practice.", "not-a-therapist");
    }

    /// <summary>
    /// Refuses a second open case of the same two, in which half of what they say would be missed. Both clients are locked by
    /// <see cref="Client"/>, so nobody opens one meanwhile.
    /// </summary>
    public async Task RequireNoneOpen(Guid one, Guid other, CancellationToken cancellationToken)
    {
        // A practice of earlier days may have two.
        if (await db.Query<Guid>(OpenTogetherSql, new { One = one, Other = other }, cancellationToken) is [var open, ..])
            throw Refused.Conflict("case-already-open", "These two clients have a case together that is not closed.", open);
    }

    /// <summary>Refuses an id that is no client's who may be in a case, and keeps the client from being archived meanwhile.</summary>
    public async Task<Guid> Client(Guid id, string field, CancellationToken cancellationToken)
    {
        await clients.Lock(id, cancellationToken);
        return await db.Find<Guid?>(ClientExistsSql, new { Id = id }, cancellationToken)
            ?? throw Refused.Invalid(field, "Name a client of this practice who is not archived.", "no-such-client");
    }
}
