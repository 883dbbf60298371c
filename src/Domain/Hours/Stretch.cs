namespace CounselDesk.Domain.Hours;

/// <summary>A stretch of time.</summary>
/// <param name="StartsAt">Its start.</param>
/// <param name="EndsAt">Its end, not included.</param>
public sealed record Stretch(DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    public TimeSpan Length => EndsAt - StartsAt;

    /// <summary>Whether they share time. One that ends when the other starts does not.</summary>
    public bool Overlaps(Stretch other) => StartsAt < other.EndsAt && other.StartsAt < EndsAt;
}

/// <summary>Sets of time, each in order and without stretches that touch.</summary>
public static class Stretches
{
    /// <summary>All the time that is in any of them.</summary>
    public static IReadOnlyList<Stretch> Union(IEnumerable<Stretch> stretches)
    {
        var union = new List<Stretch>();
        foreach (var next in stretches.Where(one => one.Length > TimeSpan.Zero).OrderBy(one => one.StartsAt))
        {
            if (union is [.., var last] && next.StartsAt <= last.EndsAt)
                union[^1] = last with { EndsAt = next.EndsAt > last.EndsAt ? next.EndsAt : last.EndsAt };
            else
                union.Add(next);
        }

        return union;
    }

    /// <summary>All the time that is in one of the first and in none of the others.</summary>
    public static IReadOnlyList<Stretch> Without(IEnumerable<Stretch> stretches, IEnumerable<Stretch> taken)
    {
        var (left, gaps, next) = (new List<Stretch>(), Union(taken), 0);
        foreach (var stretch in Union(stretches))
        {
            while (next < gaps.Count && gaps[next].EndsAt <= stretch.StartsAt)
                next++;
            var from = stretch.StartsAt;
            // A gap may reach into the stretch after this one, so it is not used up.
            for (var i = next; i < gaps.Count && gaps[i].StartsAt < stretch.EndsAt; i++)
            {
                if (gaps[i].StartsAt > from)
                    left.Add(new Stretch(from, gaps[i].StartsAt));
                from = gaps[i].EndsAt;
            }

            if (from < stretch.EndsAt)
                left.Add(stretch with { StartsAt = from });
        }

        return left;
    }

    /// <summary>Whether all of it is in one or another of them.</summary>
    public static bool Cover(IEnumerable<Stretch> stretches, Stretch one) => Without([one], stretches).Count == 0;
}
