using CounselDesk.Application.Common;
using CounselDesk.Domain.Couples;

namespace CounselDesk.Application.Couples;

/// <summary>Enters and reads the dated, reasoned changes of a case's status. Reasons are kept encrypted.</summary>
public sealed class StatusChanges(IDb db, IIds ids, RequestScope scope, ITextProtector protector, TimeProvider clock)
{
    private const string Purpose = "couples.status-reason";

    private const string InsertSql = """
        INSERT INTO CoupleStatusChanges (Id, PracticeId, CoupleId, Seq, Status, Reason, ByAccountId, At)
        VALUES (@Id, @PracticeId, @CoupleId, @Seq, @Status, @Reason, @ByAccountId, @At)
        """;

    public async Task<Guid> Enter(Guid coupleId, CoupleStatus status, string reason, CancellationToken cancellationToken)
    {
        var id = ids.New();
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                CoupleId = coupleId,
                Seq = ids.NextSequence(),
                Status = status,
                Reason = protector.Protect(Purpose, reason.Trim()),
                ByAccountId = scope.Caller.AccountId,
                At = clock.GetUtcNow(),
            },
            cancellationToken);
        return id;
    }

    public string Reason(string kept) => protector.Unprotect(Purpose, kept);
}
