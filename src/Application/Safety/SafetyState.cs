using CounselDesk.Application.Common;

namespace CounselDesk.Application.Safety;

/// <summary>What the newest screening of each partner means for joint work. For clinicians only; never for a partner.</summary>
/// <param name="AnyPositive">A partner's newest screening shows fear, violence or coercive control.</param>
/// <param name="AllScreened">Each partner has been screened.</param>
public sealed record SafetyState(bool AnyPositive, bool AllScreened);

public sealed class SafetyStates(IDb db)
{
    private const string NewestSql = """
        SELECT s.Positive FROM Screenings s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId
          AND s.Seq = (SELECT MAX(n.Seq) FROM Screenings n WHERE n.PracticeId = @PracticeId AND n.CoupleId = s.CoupleId AND n.ClientId = s.ClientId)
        """;

    public async Task<SafetyState> Of(CaseFile file, CancellationToken cancellationToken)
    {
        var newest = await db.Query<bool>(NewestSql, new { file.CoupleId }, cancellationToken);
        return new SafetyState(newest.Contains(true), newest.Count == file.Partners.Count);
    }
}
