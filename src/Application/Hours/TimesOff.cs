using CounselDesk.Application.Common;
using CounselDesk.Domain.Hours;

namespace CounselDesk.Application.Hours;

/// <summary>Reads when somebody is away, for the use cases that reckon with it.</summary>
public sealed class TimesOff(IDb db)
{
    // What reaches into the range cannot have started earlier than the longest before it, so this is a short range of the index.
    private const string BetweenSql = TimeOffRow.SelectSql + """
         AND o.StartsAt > @Earliest AND o.StartsAt < @End AND o.EndsAt > @Start
        ORDER BY o.StartsAt, o.Seq
        """;

    private const string FindSql = TimeOffRow.SelectSql + " AND o.Id = @Id";

    public async Task<TimeOff> Find(Guid staffId, Guid id, CancellationToken cancellationToken) =>
        (await db.Find<TimeOffRow>(FindSql, new { AccountId = staffId, Id = id }, cancellationToken).OrNotFound("time off")).ToTimeOff();

    /// <summary>Entries that share time with the range.</summary>
    public async Task<IReadOnlyList<TimeOff>> Between(Guid staffId, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var rows = await db.Query<TimeOffRow>(
            BetweenSql, new { AccountId = staffId, Start = start, End = end, Earliest = Earliest(start) }, cancellationToken);
        return [.. rows.Select(row => row.ToTimeOff())];
    }

    /// <summary>Before this nothing starts that lasts until the given time.</summary>
    internal static DateTimeOffset Earliest(DateTimeOffset start) => start.AddDays(-HoursLimits.MostDaysOff - 1);
}
