namespace CounselDesk.Domain.Homework;

/// <summary>Whose turn it is, where partners swap roles.</summary>
public static class RoleTurns
{
    /// <summary>
    /// Whether the roles are the other way round than at the start: in every second period, and, of several times a week, in
    /// every second week, since there a period is whichever day they choose. What was logged, by whomever, swaps nothing: a
    /// partner would else learn by their role that the other has logged.
    /// </summary>
    /// <param name="schedule">A valid schedule.</param>
    /// <param name="day">The day; before the start and after the end the nearest of its own.</param>
    public static bool AreSwapped(AssignmentSchedule schedule, DateOnly day)
    {
        var last = new[] { schedule.DueOn, schedule.EndedOn }.Min() is { } end && end < day ? end : day;
        return schedule.Rounds(last).Count() is var begun && begun % 2 == 0 && begun > 0;
    }
}
