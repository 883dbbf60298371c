using CounselDesk.Application.Common;

namespace CounselDesk.Infrastructure.Jobs;

/// <summary>In whose name jobs are done.</summary>
public sealed class AllPractices(IDb db)
{
    private const string ListAnyPracticeSql = "SELECT p.Id AS PracticeId, p.TimeZone FROM Practices p";

    /// <summary>A caller for each practice.</summary>
    public async Task<IReadOnlyList<Caller>> List(CancellationToken cancellationToken) =>
        [.. (await db.Query<Row>(ListAnyPracticeSql, null, cancellationToken)).Select(row => Caller.Anonymous with { PracticeId = row.PracticeId, TimeZone = row.TimeZone })];

    private sealed record Row
    {
        public Guid PracticeId { get; init; }

        public string TimeZone { get; init; } = "";
    }
}
