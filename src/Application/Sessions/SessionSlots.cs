using CounselDesk.Application.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Sessions;

/// <summary>
/// Keeps a therapist, a couple and a client person from being in two sessions at once, however many book together.
/// </summary>
public sealed class SessionSlots(IDb db, TimeProvider clock)
{
    // A session that overlaps cannot have started earlier than the longest one before this, so each part is a short range
    // of its index. A client may be in another case: there it clashes if that session is with both or with this client.
    private const string ClashesSql = """
        SELECT 'therapist' AS What, s.Id, s.CoupleId
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.TherapistId = @TherapistId AND s.Status IN ('Booked', 'Held')
          AND s.StartsAt > @Earliest AND s.StartsAt < @EndsAt AND s.EndsAt > @StartsAt AND s.Id <> @Id
        UNION ALL
        SELECT 'couple' AS What, s.Id, s.CoupleId
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId AND s.Status IN ('Booked', 'Held')
          AND s.StartsAt > @Earliest AND s.StartsAt < @EndsAt AND s.EndsAt > @StartsAt AND s.Id <> @Id
        UNION ALL
        SELECT 'client' AS What, s.Id, s.CoupleId
        FROM Couples c
        JOIN Sessions s ON s.CoupleId = c.Id AND s.PracticeId = c.PracticeId
        WHERE c.PracticeId = @PracticeId AND c.Id <> @CoupleId AND (c.PartnerAId IN @Clients OR c.PartnerBId IN @Clients)
          AND s.Status IN ('Booked', 'Held') AND (s.Kind = 'Conjoint' OR s.PartnerId IN @Clients)
          AND s.StartsAt > @Earliest AND s.StartsAt < @EndsAt AND s.EndsAt > @StartsAt AND s.Id <> @Id
        """;

    /// <summary>The time as it is kept, refused if it lies too far from now.</summary>
    public DateTimeOffset RequireBookable(DateTimeOffset startsAt)
    {
        var whole = new DateTimeOffset(startsAt.UtcTicks - (startsAt.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        return SessionTimes.IsBookable(whole, clock.GetUtcNow())
            ? whole
            : throw Refused.Invalid(
                "startsAt", $"Give a time at most {SessionTimes.MostDaysBack} days back and {SessionTimes.MostYearsAhead} years ahead.", "time-out-of-range");
    }

    /// <summary>
    /// Takes the locks of everyone concerned, always in the same order so that none waits for another in a circle, and
    /// refuses if one of them has a session in that time.
    /// </summary>
    public async Task Take(CaseFile file, SessionSlot slot, CancellationToken cancellationToken)
    {
        await db.Lock($"slot:therapist:{slot.TherapistId}", cancellationToken);
        // All partners, though one may come alone: the couple is booked once at a time.
        foreach (var client in file.Partners.Order())
            await db.Lock($"slot:client:{client}", cancellationToken);

        IReadOnlyList<Guid> clients = slot.PartnerId is { } alone ? [alone] : file.Partners;
        var clashes = await db.Query<Clash>(
            ClashesSql,
            new
            {
                slot.Id,
                slot.TherapistId,
                file.CoupleId,
                Clients = clients,
                slot.StartsAt,
                slot.EndsAt,
                Earliest = slot.StartsAt.AddMinutes(-SessionTimes.LongestMinutes),
            },
            cancellationToken);
        if (clashes.Count == 0)
            return;
        var who = string.Join(", ", clashes.Select(clash => clash.What).Distinct(StringComparer.Ordinal));
        throw Refused.Conflict(
            "double-booked",
            $"Already in a session at that time: {who}.",
            clashes.FirstOrDefault(clash => clash.CoupleId == file.CoupleId)?.Id);
    }

    private sealed record Clash
    {
        public string What { get; init; } = "";

        public Guid Id { get; init; }

        public Guid CoupleId { get; init; }
    }
}

/// <summary>The time that a session is to take up.</summary>
public sealed record SessionSlot(Guid Id, Guid TherapistId, Guid? PartnerId, DateTimeOffset StartsAt, int Minutes)
{
    public DateTimeOffset EndsAt => StartsAt.AddMinutes(Minutes);
}
