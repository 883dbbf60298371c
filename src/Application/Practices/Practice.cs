using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Domain.Hours;
using CounselDesk.Domain.Practices;

namespace CounselDesk.Application.Practices;

/// <summary>The practice and its settings.</summary>
/// <param name="Id">The practice.</param>
/// <param name="Name">Its name.</param>
/// <param name="TimeZone">Its time zone's IANA name; every calendar day is counted there.</param>
/// <param name="SecretsPolicy">What becomes of what one partner tells the therapist alone.</param>
/// <param name="HitsCutoff">HITS total from which a screening is positive: 10 or 11.</param>
/// <param name="AcuteBetrayalWeeks">Weeks after a disclosure during which a betrayal counts as acute.</param>
/// <param name="LateCancellationHours">A session cancelled fewer hours before its start was cancelled late.</param>
/// <param name="DraftDays">Days after which a note that is still a draft is overdue.</param>
/// <param name="NoAnswerWeeks">Weeks without an answer, after what is asked of a partner was due, that raise an alert.</param>
/// <param name="HomeworkStalledDays">Days of running homework without an entry of either partner that raise an alert; days of rest are not counted.</param>
/// <param name="AgreementBrokenOffDays">Days without a row ticked as kept, after the agreement was kept, that raise an alert; days of rest are not counted.</param>
/// <param name="QuietHours">Hours in which no partner is reminded of homework: what falls into them waits until they end.</param>
/// <param name="RetentionYears">Years that a closed case is kept before it may be purged.</param>
/// <param name="SafetyContacts">Where someone who is not safe can turn to; shown wherever safety is spoken of.</param>
/// <param name="CreatedAt">When it was set up.</param>
/// <param name="Version">Also the start of the <c>ETag</c>.</param>
public sealed record Practice(
    Guid Id, string Name, string TimeZone, SecretsPolicy SecretsPolicy, int HitsCutoff, int AcuteBetrayalWeeks, int LateCancellationHours,
    int DraftDays, int NoAnswerWeeks, int HomeworkStalledDays, int AgreementBrokenOffDays, QuietHours QuietHours, int RetentionYears,
    IReadOnlyList<SafetyContact> SafetyContacts, DateTimeOffset CreatedAt, int Version) : IVersioned;

/// <summary>Finds the caller's practice, for the use cases that answer with it.</summary>
public sealed class Practices(IDb db)
{
    private const string FindSql = """
        SELECT p.Id, p.Name, p.TimeZone, p.SecretsPolicy, p.HitsCutoff, p.AcuteBetrayalWeeks, p.LateCancellationHours,
          p.DraftDays, p.NoAnswerWeeks, p.HomeworkStalledDays, p.AgreementBrokenOffDays, p.QuietFrom, p.QuietTo, p.RetentionYears, p.SafetyContacts, p.CreatedAt, p.Version
        FROM Practices p
        WHERE p.Id = @PracticeId
        """;

    public async Task<Practice> Find(CancellationToken cancellationToken)
    {
        var row = await db.Find<Row>(FindSql, null, cancellationToken).OrNotFound("practice");
        return new Practice(
            row.Id, row.Name, row.TimeZone, row.SecretsPolicy, row.HitsCutoff, row.AcuteBetrayalWeeks, row.LateCancellationHours,
            row.DraftDays, row.NoAnswerWeeks, row.HomeworkStalledDays, row.AgreementBrokenOffDays, QuietHours.Of(new QuietTime(row.QuietFrom, row.QuietTo)), row.RetentionYears,
            JsonSerializer.Deserialize<IReadOnlyList<SafetyContact>>(row.SafetyContacts)!, row.CreatedAt, row.Version);
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public string TimeZone { get; init; } = "";

        public SecretsPolicy SecretsPolicy { get; init; }

        public int HitsCutoff { get; init; }

        public int AcuteBetrayalWeeks { get; init; }

        public int LateCancellationHours { get; init; }

        public int DraftDays { get; init; }

        public int NoAnswerWeeks { get; init; }

        public int HomeworkStalledDays { get; init; }

        public int AgreementBrokenOffDays { get; init; }

        public int QuietFrom { get; init; }

        public int QuietTo { get; init; }

        public int RetentionYears { get; init; }

        public string SafetyContacts { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public int Version { get; init; }
    }
}
