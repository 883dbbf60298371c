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
    private const string TakenSql = """
        SELECT 'therapist' AS What, s.Id, s.CoupleId, s.StartsAt, s.EndsAt
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.TherapistId = @TherapistId AND s.Status IN ('Booked', 'Held')
          AND s.StartsAt > @Earliest AND s.StartsAt < @LastEnd AND s.EndsAt > @FirstStart
        UNION ALL
        SELECT 'couple' AS What, s.Id, s.CoupleId, s.StartsAt, s.EndsAt
        FROM Sessions s
        WHERE s.PracticeId = @PracticeId AND s.CoupleId = @CoupleId AND s.Status IN ('Booked', 'Held')
          AND s.StartsAt > @Earliest AND s.StartsAt < @LastEnd AND s.EndsAt > @FirstStart
        UNION ALL
        SELECT 'client' AS What, s.Id, s.CoupleId, s.StartsAt, s.EndsAt
        FROM Couples c
        JOIN Sessions s ON s.CoupleId = c.Id AND s.PracticeId = c.PracticeId
        WHERE c.PracticeId = @PracticeId AND c.Id <> @CoupleId AND (c.PartnerAId IN @Clients OR c.PartnerBId IN @Clients)
          AND s.Status IN ('Booked', 'Held') AND (s.Kind = 'Conjoint' OR s.PartnerId IN @Clients)
          AND s.StartsAt > @Earliest AND s.StartsAt < @LastEnd AND s.EndsAt > @FirstStart
        """;

    /// <summary>The time as it is kept, refused if it lies too far from now.</summary>
    public DateTimeOffset RequireBookable(DateTimeOffset startsAt, string field = "startsAt")
    {
        var whole = new DateTimeOffset(startsAt.UtcTicks - (startsAt.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        return SessionTimes.IsBookable(whole, clock.GetUtcNow())
            ? whole
            : throw Refused.Invalid(
                field, $"Give a time at most {SessionTimes.MostDaysBack} days back and {SessionTimes.MostYearsAhead} years ahead.", "time-out-of-range");
    }

    /// <summary>Takes one session's time, or refuses.</summary>
    public async Task Take(CaseFile file, SessionSlot slot, CancellationToken cancellationToken)
    {
        var clashes = await Clashes(file, [slot], cancellationToken);
        if (clashes.Count > 0)
            throw Refused.Conflict("double-booked", $"Already in a session at that time: {Who(clashes)}.", clashes[0].ConflictsWith);
    }

    /// <summary>Takes the times of several sessions with the same people, all or none.</summary>
    public async Task TakeAll(CaseFile file, IReadOnlyList<SessionSlot> slots, CancellationToken cancellationToken)
    {
        var clashes = await Clashes(file, slots, cancellationToken);
        if (clashes.Count > 0)
            throw Refused.Conflict("session-clash", $"Nothing was changed: at {clashes.Count} of these times somebody is already in a session ({Who(clashes)}).", clashes);
    }

    // Everyone concerned is locked first, and whoever books locks in this order, so that none waits for another in a
    // circle. The locks are the people's and not the times', so a series needs no more of them than one session does.
    private async Task<IReadOnlyList<TimeClash>> Clashes(CaseFile file, IReadOnlyList<SessionSlot> slots, CancellationToken cancellationToken)
    {
        var (therapist, alone) = (slots[0].TherapistId, slots[0].PartnerId);
        if (slots.Any(slot => slot.TherapistId != therapist || slot.PartnerId != alone))
            throw new ArgumentException("Slots that are taken together have the same people.", nameof(slots));
        await db.Lock($"slot:therapist:{therapist}", cancellationToken);
        // All partners, though one may come alone: the couple is booked once at a time.
        foreach (var client in file.Partners.Order())
            await db.Lock($"slot:client:{client}", cancellationToken);

        IReadOnlyList<Guid> clients = alone is { } one ? [one] : file.Partners;
        var firstStart = slots.Min(slot => slot.StartsAt);
        var taken = await db.Query<Taken>(
            TakenSql,
            new
            {
                TherapistId = therapist,
                file.CoupleId,
                Clients = clients,
                FirstStart = firstStart,
                LastEnd = slots.Max(slot => slot.EndsAt),
                Earliest = firstStart.AddMinutes(-SessionTimes.LongestMinutes),
            },
            cancellationToken);
        var rows = taken.ToLookup(row => row.Id);
        return
        [
            .. SlotClashes.Of([.. slots.Select(slot => slot.Time)], taken.Select(row => row.Time)).Select(clash => new TimeClash(
                clash.Wanted.StartsAt,
                [.. clash.Met.SelectMany(id => rows[id].Select(row => row.What).DefaultIfEmpty("couple")).Distinct(StringComparer.Ordinal)],
                clash.Met.Where(id => rows[id].All(row => row.CoupleId == file.CoupleId)).Select(id => (Guid?)id).FirstOrDefault())),
        ];
    }

    private static string Who(IEnumerable<TimeClash> clashes) =>
        string.Join(", ", clashes.SelectMany(clash => clash.Who).Distinct(StringComparer.Ordinal));

    private sealed record Taken
    {
        public string What { get; init; } = "";

        public Guid Id { get; init; }

        public Guid CoupleId { get; init; }

        public DateTimeOffset StartsAt { get; init; }

        public DateTimeOffset EndsAt { get; init; }

        public TakenTime Time => new(Id, StartsAt, EndsAt);
    }
}

/// <summary>The time that a session is to take up.</summary>
public sealed record SessionSlot(Guid Id, Guid TherapistId, Guid? PartnerId, DateTimeOffset StartsAt, int Minutes)
{
    public DateTimeOffset EndsAt => StartsAt.AddMinutes(Minutes);

    public TakenTime Time => new(Id, StartsAt, EndsAt);
}
