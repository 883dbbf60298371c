namespace CounselDesk.Domain.Homework;

/// <summary>What is still to be done, and by when.</summary>
/// <param name="From">First day on which it can be done, today at the earliest.</param>
/// <param name="By">Last day on which it is in time; of a given weekday that has passed, the last on which it still counts. Null is open-ended.</param>
/// <param name="Left">How many times until then, each on another day.</param>
public sealed record DueSpan(DateOnly From, DateOnly? By, int Left)
{
    /// <summary>Whether putting it off beyond today would miss some of it.</summary>
    public bool IsDueOn(DateOnly today) => From <= today && By is { } by && by.DayNumber - today.DayNumber < Left;
}

/// <summary>One partner's next occurrence of an exercise.</summary>
public static class NextDue
{
    const int DaysAhead = 14;

    /// <summary>The running or next round that is not yet filled; null while paused and when nothing more is wanted.</summary>
    /// <param name="schedule">A valid schedule.</param>
    /// <param name="entries">The partner's own entries, in the order entered.</param>
    /// <param name="today">The current day in the practice's time zone.</param>
    public static DueSpan? Of(AssignmentSchedule schedule, IReadOnlyList<HomeworkEntry> entries, DateOnly today)
    {
        var day = today < schedule.StartOn ? schedule.StartOn : today;
        if (day > schedule.EndedOn || schedule.IsPausedOn(today) || new PartnerCourse(schedule, entries, today).ReachedTarget)
            return null;
        return schedule.Rounds(day.AddDays(DaysAhead))
            .Where(round => !(round.Last < day))
            .Select(round => Of(schedule, round, entries, day))
            .FirstOrDefault(span => span is not null);
    }

    static DueSpan? Of(AssignmentSchedule schedule, ScheduleRound round, IReadOnlyList<HomeworkEntry> entries, DateOnly day)
    {
        var logged = entries.Where(entry => schedule.PeriodStart(entry.Day) is not null && schedule.RoundStart(entry.Day) == round.First).ToList();
        var left = schedule.IsOnce
            ? logged is [.., { Outcome: LogOutcome.Done }] ? 0 : 1 // What is done once is wanted until it is done in full; a round that recurs is filled by any outcome.
            : round.Share - logged.Select(entry => schedule.PeriodStart(entry.Day)).Distinct().Count();
        var from = round.First > day ? round.First : day;
        if (schedule.CadenceOn(from).Kind == CadenceKind.TimesPerWeek && logged.Exists(entry => entry.Day == from))
            from = from.AddDays(1);
        if (left <= 0 || from > round.Last || from > schedule.EndedOn)
            return null;
        return new(from, from <= round.DueOn ? round.DueOn : round.Last, left);
    }
}
