using CounselDesk.Domain.Homework;

namespace CounselDesk.Domain.Tests.Homework;

/// <summary>Adherence counted slowly, day by day, straight from the rule's sentences, in decimals.</summary>
static class AdherenceReference
{
    public sealed record Result(decimal Credited, int Expected, int CurrentStreak, int LongestStreak, IReadOnlyDictionary<DateOnly, decimal> CreditedOn, IReadOnlyDictionary<DateOnly, int> ExpectedOn);

    /// <summary>What lies between two occurrences that are asked for one after the other, with all its days, and those that are its own.</summary>
    public sealed record Block(CadenceKind Kind, int Times, List<DateOnly> Days, List<DateOnly> Own, DateOnly? DueOn, bool IsCut);

    public static Result Of(AssignmentSchedule schedule, IReadOnlyList<HomeworkEntry> entries, DateOnly today)
    {
        var asOf = schedule.EndedOn is { } ended && ended < today ? ended : today;
        var creditedOn = new SortedDictionary<DateOnly, decimal>();
        var expectedOn = new SortedDictionary<DateOnly, int>();
        var streaks = new List<bool>();
        foreach (var block in Blocks(schedule, asOf))
        {
            var standing = Standing(entries, block, asOf);
            var slots = Math.Min(block.Times, block.Days.Count);
            var due = Due(schedule, block, slots);
            var isOver = !block.IsCut && block.DueOn is { } dueOn && dueOn < asOf;
            // Best first, the earlier of two alike; what was skipped counts only as far as something was due.
            var counted = standing.OrderByDescending(Credit).ThenBy(entry => entry.Day).Take(slots).ToList();
            while (counted.Count > due && Credit(counted[^1]) == 0)
                counted.RemoveAt(counted.Count - 1);
            foreach (var entry in counted)
            {
                creditedOn[entry.Day] = creditedOn.GetValueOrDefault(entry.Day) + Credit(entry);
                expectedOn[entry.Day] = expectedOn.GetValueOrDefault(entry.Day) + 1;
            }

            var missing = isOver ? Math.Max(0, due - counted.Count) : 0;
            if (missing > 0)
                expectedOn[block.DueOn!.Value] = expectedOn.GetValueOrDefault(block.DueOn.Value) + missing;
            if (counted.Count + missing > 0)
                streaks.Add(counted.Sum(Credit) > 0);
        }

        var (credited, expected) = (creditedOn.Values.Sum(), expectedOn.Values.Sum());
        if (schedule.Target is { } target && expected > target)
            expected = target;
        return new(
            Math.Min(credited, expected), expected, streaks.AsEnumerable().Reverse().TakeWhile(good => good).Count(), Longest(streaks), creditedOn, expectedOn);
    }

    /// <summary>How many fall due at the end of a block, by the days of it that were not paused.</summary>
    static int Due(AssignmentSchedule schedule, Block block, int slots)
    {
        bool IsPaused(DateOnly day)
        {
            foreach (var pause in schedule.Pauses)
            {
                if (day >= pause.From && (pause.ResumedOn is null || day < pause.ResumedOn))
                    return true;
            }

            return false;
        }

        if (block.Kind is CadenceKind.Weekly or CadenceKind.TimesPerWeek)
            return (int)Math.Floor((decimal)slots * block.Days.Count(day => !IsPaused(day)) / block.Days.Count);
        return block.DueOn is { } dueOn && IsPaused(dueOn) ? 0 : slots;
    }

    /// <summary>The blocks that begin by a day, each day put into its block one by one.</summary>
    public static List<Block> Blocks(AssignmentSchedule schedule, DateOnly asOf)
    {
        var blocks = new List<Block>();
        for (var i = 0; i < schedule.Segments.Count; i++)
        {
            var (from, cadence) = schedule.Segments[i];
            var next = i + 1 < schedule.Segments.Count ? schedule.Segments[i + 1].From : DateOnly.MaxValue;
            var lastDay = schedule.DueOn ?? DateOnly.MaxValue;
            var seen = new List<Block>();
            var given = 0;
            var horizon = cadence.Kind == CadenceKind.Once && schedule.DueOn is { } end && end > asOf ? end : asOf.AddDays(15);
            for (var day = from; day <= horizon && day <= lastDay; day = day.AddDays(1))
            {
                var isGiven = cadence.Weekdays?.Any(weekday => string.Equals(weekday.ToString(), day.DayOfWeek.ToString()[..3], StringComparison.Ordinal)) == true;
                given += isGiven ? 1 : 0;
                var begins = seen.Count == 0 || cadence.Kind switch
                {
                    CadenceKind.Once => false,
                    CadenceKind.Daily => true,
                    CadenceKind.Weekdays => isGiven && given > 1,
                    _ => seen[^1].Days.Count == 7,
                };
                if (begins)
                    seen.Add(new Block(cadence.Kind, cadence.TimesPerWeek ?? 1, [], [], null, false));
                seen[^1].Days.Add(day);
                if (day < next)
                    seen[^1].Own.Add(day);
                if (cadence.Kind != CadenceKind.Weekdays || isGiven)
                    seen[^1] = seen[^1] with { DueOn = day };
            }

            // Only what is done once goes on without an end.
            if (cadence.Kind == CadenceKind.Once && schedule.DueOn is null && seen.Count > 0)
                seen[0] = seen[0] with { DueOn = null };
            blocks.AddRange(seen.Where(block => block.Own.Count > 0 && block.Days[0] <= asOf).Select(block => block with { IsCut = block.DueOn >= next }));
        }

        return blocks;
    }

    public static IReadOnlyList<HomeworkEntry> Standing(IReadOnlyList<HomeworkEntry> entries, Block block, DateOnly asOf)
    {
        var valid = entries.Where(entry => block.Own.Contains(entry.Day) && entry.Day <= asOf);
        return block.Kind == CadenceKind.TimesPerWeek
            ? [.. valid.GroupBy(entry => entry.Day).Select(sameDay => sameDay.Last())]
            : [.. valid.TakeLast(1)];
    }

    public static decimal Credit(HomeworkEntry entry) => entry.Outcome switch
    {
        LogOutcome.Done => 1m,
        LogOutcome.Partly => 0.5m,
        _ => 0m,
    };

    static int Longest(List<bool> streaks)
    {
        for (var length = streaks.Count; length > 0; length--)
        {
            for (var from = 0; from + length <= streaks.Count; from++)
            {
                if (streaks.Skip(from).Take(length).All(good => good))
                    return length;
            }
        }

        return 0;
    }
}
