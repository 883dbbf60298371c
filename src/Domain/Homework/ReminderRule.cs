namespace CounselDesk.Domain.Homework;

/// <summary>A reminder of one period, for one partner.</summary>
/// <param name="Period">Which period: the number of its first day in the assignment, from 1.</param>
/// <param name="On">The day on which it is due, from <see cref="ReminderRule.Time"/> on.</param>
/// <param name="Until">The last day on which it still helps; after it the reminder falls away.</param>
public sealed record ReminderSpan(int Period, DateOnly On, DateOnly Until)
{
    /// <summary>Whether the partner should be reminded when the practice's clocks show a time on a day.</summary>
    public bool IsDue(DateOnly day, TimeOnly shown) => day <= Until && (day > On || (day == On && shown >= ReminderRule.Time));
}

/// <summary>When a partner is reminded of an exercise: at most once a period, and of nothing that they have done.</summary>
/// <remarks>
/// On the day itself for what is due daily or on given weekdays. Two days before the end for what has a week or a due day,
/// so that two evenings are left; several times a week earlier, if more of them are left than that. Never on the day it was
/// given, when it was talked about, and never while it is paused. A period with an entry is left alone, whatever was entered;
/// one that asks for several, until it has them all. What is open-ended and done once has no day to remind of.
/// </remarks>
public static class ReminderRule
{
    /// <summary>Late afternoon: whoever did it earlier has logged it, and for everybody else the evening is still to come.</summary>
    public static TimeOnly Time { get; } = new(17, 0);

    const int DaysBefore = 2;

    const int DaysAhead = 14;

    /// <summary>The next reminder, which may be due already; null where none is in sight, and on a day that is paused.</summary>
    /// <param name="schedule">A valid schedule.</param>
    /// <param name="entries">The partner's own entries, in the order entered.</param>
    /// <param name="givenOn">The day on which it was given.</param>
    /// <param name="reminded">The periods of which the partner was reminded.</param>
    /// <param name="today">The current day in the practice's time zone.</param>
    public static ReminderSpan? Next(
        AssignmentSchedule schedule, IReadOnlyList<HomeworkEntry> entries, DateOnly givenOn, IReadOnlySet<int> reminded, DateOnly today)
    {
        if (schedule.IsPausedOn(today) || new PartnerCourse(schedule, entries, today).ReachedTarget)
            return null;
        var day = today < schedule.StartOn ? schedule.StartOn : today;
        return schedule.Rounds(day.AddDays(DaysAhead))
            .Where(round => round.Last >= day)
            .Select(round => Of(schedule, round, entries, givenOn, today))
            .FirstOrDefault(span => span is not null && !reminded.Contains(span.Period) && !(span.On > schedule.EndedOn) && !(today > schedule.EndedOn));
    }

    static ReminderSpan? Of(AssignmentSchedule schedule, ScheduleRound round, IReadOnlyList<HomeworkEntry> entries, DateOnly givenOn, DateOnly today)
    {
        if (round is not { DueOn: { } due, Last: { } last })
            return null;
        var logged = entries.Where(entry => schedule.PeriodStart(entry.Day) is not null && schedule.RoundStart(entry.Day) == round.First).ToList();
        var left = round.Share - logged.Select(entry => schedule.PeriodStart(entry.Day)).Distinct().Count();
        if (left <= 0)
            return null;
        var on = schedule.CadenceOn(round.First).Kind switch
        {
            CadenceKind.Daily or CadenceKind.Weekdays => due,
            CadenceKind.TimesPerWeek => due.AddDays(-Math.Max(DaysBefore, left - 1)),
            _ => due.AddDays(-DaysBefore),
        };
        // What asks for other days gets none on a day that has its entry.
        var free = logged.Exists(entry => entry.Day == today) ? today.AddDays(1) : today;
        on = new[] { on, round.First, givenOn.AddDays(1), free > today ? free : round.First }.Max();
        return on > last ? null : new(round.First.DayNumber - schedule.StartOn.DayNumber + 1, on, last);
    }
}
