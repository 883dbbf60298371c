namespace CounselDesk.Domain.Homework;

/// <summary>What is still to be done, and by when.</summary>
/// <param name="From">First day on which it can be done, today at the earliest.</param>
/// <param name="By">Last day on which it still counts; null is open-ended.</param>
/// <param name="Left">How many times until then, each on another day.</param>
public sealed record DueSpan(DateOnly From, DateOnly? By, int Left)
{
    /// <summary>Whether putting it off beyond today would miss some of it.</summary>
    public bool IsDueOn(DateOnly today) => From <= today && By is { } by && by.DayNumber - today.DayNumber < Left;
}

/// <summary>One partner's next occurrence of an exercise.</summary>
public static class NextDue
{
    /// <summary>The running or next round that is not yet filled; null when nothing more is wanted.</summary>
    /// <param name="schedule">A valid schedule.</param>
    /// <param name="entries">The partner's own entries, in the order entered.</param>
    /// <param name="today">The current day in the practice's time zone.</param>
    public static DueSpan? Of(AssignmentSchedule schedule, IReadOnlyList<HomeworkEntry> entries, DateOnly today)
    {
        if (new PartnerCourse(schedule, entries, today).ReachedTarget)
            return null;
        var day = today < schedule.StartOn ? schedule.StartOn : today;
        // The running round, and the next if that one is filled.
        for (var turn = 0; turn < 2 && schedule.Period(day) is not null; turn++)
        {
            var round = schedule.Round(day);
            var last = schedule.LastDayNumber(round) is { } number ? DateOnly.FromDayNumber(number) : (DateOnly?)null;
            var logged = entries.Where(entry => schedule.Period(entry.Day) is not null && schedule.Round(entry.Day) == round).ToList();
            var left = Left(schedule, round, logged);
            var isLoggedToday = schedule.Cadence.Kind == CadenceKind.TimesPerWeek && logged.Exists(entry => entry.Day == day);
            var from = isLoggedToday ? day.AddDays(1) : day;
            if (left > 0 && !(from > last))
                return new DueSpan(from, last, left);
            if (last is null)
                return null;
            day = last.Value.AddDays(1);
        }

        return null;
    }

    static int Left(AssignmentSchedule schedule, int round, List<HomeworkEntry> logged)
    {
        // What is done once is wanted until it is done in full; a round that recurs is filled by any outcome.
        if (schedule.Cadence.Kind == CadenceKind.Once)
            return logged is [.., { Outcome: LogOutcome.Done }] ? 0 : 1;
        return schedule.Slots(round) - logged.Select(entry => schedule.Period(entry.Day)).Distinct().Count();
    }
}
