using CounselDesk.Application.Common;
using CounselDesk.Application.People;

namespace CounselDesk.Infrastructure.Jobs;

/// <summary>
/// Removes what nothing asks for any more: remembered answers past their memory, and sign-ins with their refresh tokens
/// long after they ended. In small batches, so that requests come between them.
/// </summary>
public sealed class Housekeeping(IDb db, IUnitOfWork unitOfWork, TimeProvider clock) : IPracticeJob
{
    /// <summary>How long a sign-in is kept after it ended or expired, for whoever looks into a stolen token.</summary>
    public static readonly TimeSpan OverKept = TimeSpan.FromDays(30);

    /// <summary>Rows of one transaction; a few more where several were made in the same millisecond.</summary>
    public const int Batch = 500;

    private const string ForgetSql = """
        DELETE FROM IdempotencyKeys
        WHERE PracticeId = @PracticeId AND CreatedAt <= (
          SELECT MAX(o.CreatedAt)
          FROM (
            SELECT k.CreatedAt FROM IdempotencyKeys k
            WHERE k.PracticeId = @PracticeId AND k.CreatedAt <= @Since
            ORDER BY k.CreatedAt OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY) o)
        """;

    // Whatever ended before @Before was to expire within a sign-in's lifetime of it: that bounds the search by the index.
    private const string RemoveTokensSql = """
        DELETE FROM RefreshTokens
        WHERE PracticeId = @PracticeId AND TokenHash IN (
          SELECT r.TokenHash
          FROM SignIns s
          JOIN RefreshTokens r ON r.SignInId = s.Id AND r.PracticeId = s.PracticeId
          WHERE s.PracticeId = @PracticeId AND s.ExpiresAt < @Horizon AND (s.ExpiresAt < @Before OR s.EndedAt < @Before)
          ORDER BY s.ExpiresAt OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY)
        """;

    private const string RemoveSignInsSql = """
        DELETE FROM SignIns
        WHERE PracticeId = @PracticeId AND (ExpiresAt < @Before OR EndedAt < @Before) AND ExpiresAt <= (
          SELECT MAX(o.ExpiresAt)
          FROM (
            SELECT s.ExpiresAt FROM SignIns s
            WHERE s.PracticeId = @PracticeId AND s.ExpiresAt < @Horizon AND (s.ExpiresAt < @Before OR s.EndedAt < @Before)
            ORDER BY s.ExpiresAt OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY) o)
        """;

    public static bool AlsoForNobody => true;

    public async Task<int> Run(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var before = now - OverKept;
        var over = new { Before = before, Horizon = before + SignIns.Lifetime, Take = Batch };
        return await Remove(ForgetSql, new { Since = now - Idempotency.Memory, Take = Batch }, stopping)
            + await Remove(RemoveTokensSql, over, stopping)
            + await Remove(RemoveSignInsSql, over, stopping);
    }

    private async Task<int> Remove(string sql, object args, CancellationToken stopping)
    {
        var rows = 0;
        while (!stopping.IsCancellationRequested)
        {
            var removed = await unitOfWork.InTransaction(() => db.Execute(sql, args, CancellationToken.None), CancellationToken.None);
            rows += removed;
            if (removed < Batch)
                break;
        }

        return rows;
    }
}
