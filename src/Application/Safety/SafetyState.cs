using CounselDesk.Application.Common;

namespace CounselDesk.Application.Safety;

/// <summary>What the newest screening of each partner means for joint work. For clinicians only; never for a partner.</summary>
/// <param name="AnyPositive">A partner's newest screening shows fear, violence or coercive control.</param>
/// <param name="AllScreened">Each partner has been screened.</param>
public sealed record SafetyState(bool AnyPositive, bool AllScreened);

/// <summary>
/// Reads the newest screenings of the people of a case, wherever these same people were a case together: danger does not end
/// with a record. What one of them said in a case with somebody else stays there.
/// </summary>
public sealed class SafetyStates(IDb db)
{
    private const string ScreenedSql = """
        SELECT c.Id AS CoupleId, s.ClientId, s.Positive, s.ScreenedOn, s.Seq
        FROM Couples c
        JOIN Couples o ON o.PartnerAId = c.PartnerAId AND o.PracticeId = c.PracticeId AND o.PartnerBId = c.PartnerBId
        JOIN Screenings s ON s.CoupleId = o.Id AND s.PracticeId = c.PracticeId
        WHERE c.PracticeId = @PracticeId AND c.Id IN @CoupleIds
        UNION ALL
        SELECT c.Id, s.ClientId, s.Positive, s.ScreenedOn, s.Seq
        FROM Couples c
        JOIN Couples o ON o.PartnerAId = c.PartnerBId AND o.PracticeId = c.PracticeId AND o.PartnerBId = c.PartnerAId
        JOIN Screenings s ON s.CoupleId = o.Id AND s.PracticeId = c.PracticeId
        WHERE c.PracticeId = @PracticeId AND c.Id IN @CoupleIds
        UNION ALL
        SELECT c.Id, s.ClientId, s.Positive, s.ScreenedOn, s.Seq
        FROM Couples c
        JOIN Couples o ON o.PartnerAId = c.PartnerAId AND o.PracticeId = c.PracticeId AND o.PartnerBId IS NULL
        JOIN Screenings s ON s.CoupleId = o.Id AND s.PracticeId = c.PracticeId
        WHERE c.PracticeId = @PracticeId AND c.Id IN @CoupleIds AND c.PartnerBId IS NULL
        """;

    public async Task<SafetyState> Of(CaseFile file, CancellationToken cancellationToken)
    {
        var newest = await Newest([file.CoupleId], cancellationToken);
        return new SafetyState(newest.Any(row => row.Positive), newest.Count == file.Partners.Count);
    }

    /// <summary>Which of these cases have a partner whose newest screening is positive, by one statement.</summary>
    internal async Task<IReadOnlySet<Guid>> Positive(IReadOnlyList<Guid> coupleIds, CancellationToken cancellationToken) =>
        (await Newest(coupleIds, cancellationToken)).Where(row => row.Positive).Select(row => row.CoupleId).ToHashSet();

    // By its day first: entered in two cases, the last entered need not be the newest.
    private async Task<IReadOnlyList<ScreenedRow>> Newest(IReadOnlyList<Guid> coupleIds, CancellationToken cancellationToken) =>
    [
        .. (await db.Query<ScreenedRow>(ScreenedSql, new { CoupleIds = coupleIds }, cancellationToken))
            .OrderByDescending(row => row.ScreenedOn).ThenByDescending(row => row.Seq)
            .DistinctBy(row => (row.CoupleId, row.ClientId)),
    ];

    private sealed record ScreenedRow
    {
        public Guid CoupleId { get; init; }

        public Guid ClientId { get; init; }

        public bool Positive { get; init; }

        public DateOnly ScreenedOn { get; init; }

        public long Seq { get; init; }
    }
}
