using CounselDesk.Domain.Homework;
using static CounselDesk.Domain.Homework.AssignmentStatus;
using static CounselDesk.Domain.Homework.LogOutcome;

namespace CounselDesk.Domain.Tests.Homework;

public sealed class AssignmentStatusRuleTests
{
    static readonly DateOnly Start = new(2026, 3, 25);

    [Fact]
    public void Is_assigned_until_the_first_log() => Assert.Equal(Assigned, Of(Schedule(Cadence.Daily), 20, [], []));

    [Fact]
    public void Is_in_progress_when_one_partner_has_logged() => Assert.Equal(InProgress, Of(Schedule(Cadence.Once, due: 9), 9, [(0, Done)], []));

    [Fact]
    public void Once_is_completed_when_all_did_it_in_full() => Assert.Equal(Completed, Of(Schedule(Cadence.Once, due: 9), 9, [(0, Done)], [(3, Done)]));

    [Theory]
    [InlineData(Partly)]
    [InlineData(Skipped)]
    public void Once_is_not_completed_by_less_than_done(LogOutcome outcome)
    {
        Assert.Equal(InProgress, Of(Schedule(Cadence.Once, due: 9), 9, [(0, outcome)]));
        Assert.Equal(Expired, Of(Schedule(Cadence.Once, due: 9), 10, [(0, outcome)]));
    }

    [Fact]
    public void Is_completed_when_the_target_is_credited_to_all()
    {
        var schedule = Schedule(Cadence.Daily, target: 2);
        Assert.Equal(InProgress, Of(schedule, 5, [(0, Done), (1, Done)], [(0, Done), (1, Partly)]));
        Assert.Equal(Completed, Of(schedule, 5, [(0, Done), (1, Done)], [(0, Done), (1, Partly), (2, Partly)]));
    }

    [Fact]
    public void Is_completed_when_all_logged_the_last_period_whatever_the_outcome()
    {
        var schedule = Schedule(Cadence.Weekly, due: 13);
        Assert.Equal(InProgress, Of(schedule, 13, [(8, Skipped)], [(0, Done)]));
        Assert.Equal(Completed, Of(schedule, 13, [(8, Skipped)], [(13, Done)]));
    }

    [Fact]
    public void Times_per_week_is_completed_when_the_last_block_is_full()
    {
        var schedule = Schedule(Cadence.PerWeek(2), due: 13);
        Assert.Equal(InProgress, Of(schedule, 13, [(8, Done)]));
        Assert.Equal(Completed, Of(schedule, 13, [(8, Done), (10, Skipped)]));
    }

    [Fact]
    public void Expires_the_day_after_the_due_day()
    {
        Assert.Equal(Assigned, Of(Schedule(Cadence.Daily, due: 4), 4, []));
        Assert.Equal(Expired, Of(Schedule(Cadence.Daily, due: 4), 5, []));
    }

    [Fact]
    public void A_late_entry_for_a_day_within_still_completes() =>
        Assert.Equal(Completed, Of(Schedule(Cadence.Daily, due: 4), 9, [(4, Done)]));

    [Fact]
    public void Open_ended_without_target_is_never_completed() =>
        Assert.Equal(InProgress, Of(Schedule(Cadence.Weekly), 700, [(0, Done)]));

    [Fact]
    public void An_entry_for_a_day_to_come_counts_for_nothing() => Assert.Equal(Assigned, Of(Schedule(Cadence.Daily), 2, [(3, Done)]));

    [Fact]
    public void Withdrawn_stands_above_all() => Assert.Equal(Withdrawn,
        AssignmentStatusRule.Of(Schedule(Cadence.Once), [Partner([(0, Done)])], Start, withdrawn: true));

    static AssignmentSchedule Schedule(Cadence cadence, int? due = null, int? target = null) =>
        new(Start, cadence, due is { } days ? Start.AddDays(days) : null, target: target);

    static PartnerEntries Partner((int Day, LogOutcome Outcome)[] entries) =>
        new(Guid.Empty, [.. entries.Select(entry => new HomeworkEntry(Start.AddDays(entry.Day), entry.Outcome))]);

    static AssignmentStatus Of(AssignmentSchedule schedule, int today, params (int, LogOutcome)[][] partners) =>
        AssignmentStatusRule.Of(schedule, [.. partners.Select(Partner)], Start.AddDays(today));
}
