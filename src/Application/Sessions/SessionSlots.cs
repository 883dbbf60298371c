using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Domain.Hours;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Sessions;

/// <summary>
/// Keeps a therapist, a couple and a client person from being in two sessions at once, however many book together, and
/// sessions out of a therapist's time off.
/// </summary>
public sealed class SessionSlots(IDb db, TimesOff timesOff, WorkingWeeks weeks, TimeProvider clock)
{
    private const string Away = "time-off";

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
        var whole = MillisecondClock.Whole(startsAt);
        return SessionTimes.IsBookable(whole, clock.GetUtcNow())
            ? whole
            : throw Refused.Invalid(
                field, $"Give a time at most {SessionTimes.MostDaysBack} days back and {SessionTimes.MostYearsAhead} years ahead.", "time-out-of-range");
    }

    /// <summary>Whoever takes a therapist's time holds this lock.</summary>
    public static string TherapistLock(Guid therapistId) => $"slot:therapist:{therapistId}";

    /// <summary>Takes one session's time, or refuses; answers it with what is to be weighed.</summary>
    public async Task<SessionSlot> Take(CaseFile file, SessionSlot slot, CancellationToken cancellationToken)
    {
        if (await Clashes(file, [slot], cancellationToken) is [var clash])
        {
            throw IsAwayOnly(clash)
                ? Refused.Conflict("time-off", "The therapist is away at that time.")
                : Refused.Conflict("double-booked", $"Already in a session at that time: {Who([clash])}.", clash.ConflictsWith);
        }

        return (await Weighed([slot], cancellationToken))[0];
    }

    /// <summary>Takes the times of several sessions with the same people, all or none.</summary>
    public async Task<IReadOnlyList<SessionSlot>> TakeAll(CaseFile file, IReadOnlyList<SessionSlot> slots, CancellationToken cancellationToken)
    {
        var clashes = await Clashes(file, slots, cancellationToken);
        if (clashes.Count > 0)
        {
            throw clashes.All(IsAwayOnly)
                ? Refused.Conflict("time-off", $"Nothing was changed: at {clashes.Count} of these times the therapist is away.", clashes)
                : Refused.Conflict("session-clash", $"Nothing was changed: at {clashes.Count} of these times somebody is already in a session ({Who(clashes)}).", clashes);
        }

        return await Weighed(slots, cancellationToken);
    }

    // Everyone concerned is locked first, and whoever books locks in this order, so that none waits for another in a
    // circle. The locks are the people's and not the times', so a series needs no more of them than one session does.
    private async Task<IReadOnlyList<TimeClash>> Clashes(CaseFile file, IReadOnlyList<SessionSlot> slots, CancellationToken cancellationToken)
    {
        var (therapist, alone) = (slots[0].TherapistId, slots[0].PartnerId);
        if (slots.Any(slot => slot.TherapistId != therapist || slot.PartnerId != alone))
            throw new ArgumentException("Slots that are taken together have the same people.", nameof(slots));
        await db.Lock(TherapistLock(therapist), cancellationToken);
        // All partners, though one may come alone: the couple is booked once at a time.
        foreach (var client in file.Partners.Order())
            await db.Lock($"slot:client:{client}", cancellationToken);

        IReadOnlyList<Guid> clients = alone is { } one ? [one] : file.Partners;
        var (firstStart, lastEnd) = (slots.Min(slot => slot.StartsAt), slots.Max(slot => slot.EndsAt));
        var taken = await db.Query<Taken>(
            TakenSql,
            new
            {
                TherapistId = therapist,
                file.CoupleId,
                Clients = clients,
                FirstStart = firstStart,
                LastEnd = lastEnd,
                Earliest = firstStart.AddMinutes(-SessionTimes.LongestMinutes),
            },
            cancellationToken);
        var rows = taken.ToLookup(row => row.Id);
        var met = SlotClashes.Of([.. slots.Select(slot => slot.Time)], taken.Select(row => row.Time)).ToDictionary(clash => clash.Wanted.SessionId, clash => clash.Met);
        var away = await timesOff.Between(therapist, firstStart, lastEnd, cancellationToken);
        return
        [
            .. from slot in slots.OrderBy(slot => slot.StartsAt)
               let sessions = met.GetValueOrDefault(slot.Id, [])
               // A session that was booked before the time off was entered may still change its place.
               let isAway = !slot.KeepsTime && away.Any(time => new Stretch(time.StartsAt, time.EndsAt).Overlaps(slot.Stretch))
               where sessions.Count > 0 || isAway
               select new TimeClash(
                   slot.StartsAt,
                   [.. sessions.SelectMany(id => rows[id].Select(row => row.What).DefaultIfEmpty("couple")).Concat(isAway ? [Away] : []).Distinct(StringComparer.Ordinal)],
                   sessions.Where(id => rows[id].All(row => row.CoupleId == file.CoupleId)).Select(id => (Guid?)id).FirstOrDefault()),
        ];
    }

    private async Task<IReadOnlyList<SessionSlot>> Weighed(IReadOnlyList<SessionSlot> slots, CancellationToken cancellationToken)
    {
        var week = await weeks.Find(slots[0].TherapistId, cancellationToken);
        return week is null ? slots : [.. slots.Select(slot => slot with { OutsideHours = !week.Covers(slot.Stretch) })];
    }

    private static bool IsAwayOnly(TimeClash clash) => clash.Who is [Away];

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

    /// <summary>It has this time already, or a longer one that holds it.</summary>
    public bool KeepsTime { get; init; }

    /// <summary>Null where it was never written when the therapist works.</summary>
    public bool? OutsideHours { get; init; }

    public TakenTime Time => new(Id, StartsAt, EndsAt);

    public Stretch Stretch => new(StartsAt, EndsAt);

    internal static SessionSlot Of(SessionRow row, DateTimeOffset startsAt, int minutes) =>
        new(row.Id, row.TherapistId, row.PartnerId, startsAt, minutes)
        {
            KeepsTime = startsAt >= row.StartsAt && startsAt.AddMinutes(minutes) <= row.EndsAt,
        };
}
