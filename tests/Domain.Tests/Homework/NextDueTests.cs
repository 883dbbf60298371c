using CounselDesk.Domain.Homework;

namespace CounselDesk.Domain.Tests.Homework;

public sealed class NextDueTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    [Fact]
    public void Nothing_is_next_on_a_day_after_the_end()
    {
        var today = Monday.AddDays(3);
        List<HomeworkEntry> entries = [new(today, LogOutcome.Done)];
        Assert.Equal(new DueSpan(today.AddDays(1), Monday.AddDays(6), 2), NextDue.Of(new AssignmentSchedule(Monday, Cadence.PerWeek(3)), entries, today));
        Assert.Null(NextDue.Of(new AssignmentSchedule(Monday, Cadence.PerWeek(3), endedOn: today), entries, today));
    }

    [Fact]
    public void The_last_day_itself_is_next_while_it_has_no_entry()
    {
        var schedule = new AssignmentSchedule(Monday, Cadence.PerWeek(3), endedOn: Monday.AddDays(3));
        Assert.Equal(Monday.AddDays(3), NextDue.Of(schedule, [], Monday.AddDays(3))!.From);
    }
}
