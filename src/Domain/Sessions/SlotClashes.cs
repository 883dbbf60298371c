namespace CounselDesk.Domain.Sessions;

/// <summary>A time that somebody of a session is taken for.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="StartsAt">Its start.</param>
/// <param name="EndsAt">Its end, which is free again.</param>
public sealed record TakenTime(Guid SessionId, DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    public bool Overlaps(TakenTime other) => SessionTimes.Overlap(StartsAt, EndsAt, other.StartsAt, other.EndsAt);
}

/// <summary>Which of the wanted times cannot be had.</summary>
public static class SlotClashes
{
    /// <summary>
    /// Each wanted time, earliest first, with the taken ones it meets; none if all are free. What a wanted session has taken
    /// up to now does not count, as it gives that up, but two wanted ones may meet each other.
    /// </summary>
    public static IEnumerable<(TakenTime Wanted, IReadOnlyList<Guid> Met)> Of(IReadOnlyCollection<TakenTime> wanted, IEnumerable<TakenTime> taken)
    {
        var own = wanted.Select(time => time.SessionId).ToHashSet();
        List<TakenTime> others = [.. taken.Where(time => !own.Contains(time.SessionId)), .. wanted];
        foreach (var time in wanted.OrderBy(time => time.StartsAt))
        {
            var met = others.Where(other => other.SessionId != time.SessionId && other.Overlaps(time)).Select(other => other.SessionId).Distinct().ToList();
            if (met.Count > 0)
                yield return (time, met);
        }
    }
}
