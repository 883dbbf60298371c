using CounselDesk.Application.Common;

namespace CounselDesk.Application.Progress;

/// <summary>The baselines that therapists named in a case: one statement, whichever is asked for.</summary>
public sealed class BaselineChoices(IDb db)
{
    private const string OfCaseSql = """
        SELECT b.ClientId, b.Measure, b.ResponseId, b.Reason, b.ChosenBy, a.DisplayName AS ChosenByName, b.ChosenAt
        FROM BaselineChoices b
        JOIN Accounts a ON a.Id = b.ChosenBy AND a.PracticeId = b.PracticeId
        WHERE b.PracticeId = @PracticeId AND b.CoupleId = @CoupleId
        ORDER BY b.Seq
        """;

    /// <summary>The named response of each partner and measure that has one; null where the rule was taken up again.</summary>
    internal async Task<IReadOnlyDictionary<(Guid ClientId, string Measure), Guid?>> Named(Guid coupleId, CancellationToken cancellationToken) =>
        (await All(coupleId, cancellationToken)).GroupBy(choice => (choice.ClientId, choice.Measure)).ToDictionary(group => group.Key, group => group.Last().ResponseId);

    /// <summary>Every choice for one partner's measure, oldest first.</summary>
    internal async Task<IReadOnlyList<ChoiceRow>> Of(Guid coupleId, Guid clientId, string measure, CancellationToken cancellationToken) =>
        [.. (await All(coupleId, cancellationToken)).Where(choice => choice.ClientId == clientId && choice.Measure == measure)];

    private Task<IReadOnlyList<ChoiceRow>> All(Guid coupleId, CancellationToken cancellationToken) =>
        db.Query<ChoiceRow>(OfCaseSql, new { CoupleId = coupleId }, cancellationToken);

    internal sealed record ChoiceRow
    {
        public Guid ClientId { get; init; }

        public string Measure { get; init; } = "";

        public Guid? ResponseId { get; init; }

        public string Reason { get; init; } = "";

        public Guid ChosenBy { get; init; }

        public string ChosenByName { get; init; } = "";

        public DateTimeOffset ChosenAt { get; init; }
    }
}
