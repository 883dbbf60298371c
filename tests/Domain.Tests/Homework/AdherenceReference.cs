using CounselDesk.Domain.Homework;

namespace CounselDesk.Domain.Tests.Homework;

/// <summary>Adherence counted slowly, day by day, straight from the rule's sentences, in decimals.</summary>
static class AdherenceReference
{
    public sealed record Result(decimal Credited, int Expected, int CurrentStreak, int LongestStreak);

    public static Result Of(AssignmentSchedule schedule, IReadOnlyList<HomeworkEntry> entries, DateOnly today)
    {
        var asOf = schedule.EndedOn is { } ended && ended < today ? ended : today;
        decimal credited = 0;
        var expected = 0;
        var streaks = new List<bool>();
        foreach (var days in Rounds(schedule, asOf))
        {
            var last = days[^1];
            var openEnded = schedule.Cadence.Kind == CadenceKind.Once && schedule.DueOn is null;
            var elapsed = !openEnded && last < asOf;
            var credits = Standing(schedule, entries, days, asOf).Select(Credit).OrderDescending().ToList();
            var slots = Math.Min(schedule.Cadence.TimesPerWeek ?? 1, days.Count);
            if (!elapsed && credits.Count == 0)
                continue;
            credited += credits.Take(slots).Sum();
            expected += elapsed ? slots : Math.Min(slots, credits.Count);
            streaks.Add(credits.Sum() > 0);
        }

        if (schedule.Target is { } target && expected > target)
            expected = target;
        return new(Math.Min(credited, expected), expected, streaks.AsEnumerable().Reverse().TakeWhile(good => good).Count(), Longest(streaks));
    }

    static List<List<DateOnly>> Rounds(AssignmentSchedule schedule, DateOnly asOf)
    {
        var length = schedule.Cadence.Kind switch { CadenceKind.Once => int.MaxValue, CadenceKind.Daily => 1, _ => 7 };
        var rounds = new List<List<DateOnly>>();
        // One week beyond, to see where the running block ends.
        for (var day = schedule.StartOn; day <= asOf.AddDays(7); day = day.AddDays(1))
        {
            if (day > schedule.DueOn)
                break;
            if (rounds.Count == 0 || rounds[^1].Count == length)
                rounds.Add([]);
            rounds[^1].Add(day);
        }

        if (schedule.Cadence.Kind == CadenceKind.Once && rounds.Count > 0 && schedule.DueOn is { } due && due > rounds[0][^1])
            rounds[0].Add(due);
        return [.. rounds.Where(days => days[0] <= asOf)];
    }

    static IEnumerable<HomeworkEntry> Standing(AssignmentSchedule schedule, IReadOnlyList<HomeworkEntry> entries, List<DateOnly> days, DateOnly asOf)
    {
        var valid = entries.Where(entry => entry.Day >= days[0] && entry.Day <= days[^1] && entry.Day <= asOf);
        return schedule.Cadence.Kind == CadenceKind.TimesPerWeek
            ? valid.GroupBy(entry => entry.Day).Select(sameDay => sameDay.Last())
            : valid.TakeLast(1);
    }

    static decimal Credit(HomeworkEntry entry) => entry.Outcome switch
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
