namespace CounselDesk.Domain.Homework;

/// <summary>
/// The part of an assignment's status that only changes when something is recorded, and so can be stored and filtered by.
/// The rest is the calendar: what is neither completed nor withdrawn is expired once its due day has passed.
/// </summary>
public static class KeptStatus
{
    /// <summary>The status as it would stand on the due day at the latest; never expired.</summary>
    public static AssignmentStatus Of(AssignmentSchedule schedule, IReadOnlyList<PartnerEntries> partners, DateOnly today, bool withdrawn = false) =>
        AssignmentStatusRule.Of(schedule, partners, today > schedule.DueOn ? schedule.DueOn.Value : today, withdrawn);

    /// <summary>The status on a day, from the one that is kept.</summary>
    public static AssignmentStatus On(AssignmentStatus kept, DateOnly? dueOn, DateOnly today) =>
        kept is AssignmentStatus.Assigned or AssignmentStatus.InProgress && today > dueOn ? AssignmentStatus.Expired : kept;
}
