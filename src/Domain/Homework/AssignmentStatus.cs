namespace CounselDesk.Domain.Homework;

/// <summary>Where an assignment stands.</summary>
public enum AssignmentStatus
{
    /// <summary>Given, nothing logged yet.</summary>
    Assigned,

    /// <summary>Logged at least once by someone.</summary>
    InProgress,

    /// <summary>Finished by every partner of whom it was expected.</summary>
    Completed,

    /// <summary>Past its due day, not finished.</summary>
    Expired,

    /// <summary>Taken back by the therapist.</summary>
    Withdrawn,
}

/// <summary>Tells where an assignment stands from what is recorded of it.</summary>
public static class AssignmentStatusRule
{
    /// <summary>The status on a day.</summary>
    /// <remarks>
    /// Completed for a partner: the target's occurrences are credited; or, once, the one occurrence is done in full; or, for
    /// a recurring exercise with a due day, its last period is logged (times-per-week: every slot of the last block), whatever
    /// the outcome. A pause changes what falls due, not where the assignment stands. The assignment is completed when each expected partner is. A late entry for a day within the assignment
    /// still completes an expired one.
    /// </remarks>
    /// <param name="schedule">A valid schedule.</param>
    /// <param name="partners">The partners of whom it is expected.</param>
    /// <param name="today">The current day in the practice's time zone.</param>
    /// <param name="withdrawn">Whether the therapist took it back; stands above all else.</param>
    public static AssignmentStatus Of(
        AssignmentSchedule schedule, IReadOnlyList<PartnerEntries> partners, DateOnly today, bool withdrawn = false)
    {
        if (withdrawn)
            return AssignmentStatus.Withdrawn;
        var courses = partners.Select(partner => new PartnerCourse(schedule, partner.Entries, today)).ToList();
        if (courses.Count > 0 && courses.TrueForAll(course => IsFinished(schedule, course)))
            return AssignmentStatus.Completed;
        if (today > schedule.DueOn)
            return AssignmentStatus.Expired;
        return courses.Exists(course => course.HasEntries) ? AssignmentStatus.InProgress : AssignmentStatus.Assigned;
    }

    static bool IsFinished(AssignmentSchedule schedule, PartnerCourse course) =>
        schedule.IsOnce
            ? course.DidOnceInFull
            : course.ReachedTarget || course.LoggedLastRound;
}
