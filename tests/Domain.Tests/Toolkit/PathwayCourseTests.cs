using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Domain.Tests.Toolkit;

public sealed class PathwayCourseTests
{
    private static readonly DateOnly Start = new(2026, 2, 27);

    [Theory]
    [InlineData(StepOpening.AtStart, null, 0)]
    [InlineData(StepOpening.AfterDays, 3, 3)]
    [InlineData(StepOpening.AfterPrevious, null, 10)]
    [InlineData(StepOpening.AfterDelay, 4, 14)]
    [InlineData(StepOpening.AtInterval, 7, 9)]
    [InlineData(StepOpening.ByTherapist, null, null)]
    public void Opens_by_its_rule_after_a_step_opened_on_the_third_day_and_done_on_the_eleventh(StepOpening opens, int? days, int? expected)
    {
        StepState[] steps = [Step(1) with { Status = StepStatus.Done, OpenedOn = Start.AddDays(2), EndedOn = Start.AddDays(10) }, Step(2, opens, days)];
        Assert.Equal(expected is { } day ? Start.AddDays(day) : null, PathwayCourse.OpensOn(steps, 1, Start));
    }

    [Theory]
    [InlineData(StepOpening.AfterPrevious)]
    [InlineData(StepOpening.AfterDelay)]
    public void Waits_for_the_one_before_to_be_done(StepOpening opens)
    {
        foreach (var status in new[] { StepStatus.Waiting, StepStatus.Held, StepStatus.Open })
            Assert.Null(PathwayCourse.OpensOn([Step(1) with { Status = status, OpenedOn = Start }, Step(2, opens, 2)], 1, Start));
    }

    [Fact]
    public void A_named_day_opens_on_it_and_never_before_the_start()
    {
        StepState[] steps = [Step(1, StepOpening.OnDate) with { OnDate = Start.AddDays(5) }, Step(2, StepOpening.OnDate) with { OnDate = Start.AddDays(-5) }];
        Assert.Equal([Start.AddDays(5), Start], [PathwayCourse.OpensOn(steps, 0, Start), PathwayCourse.OpensOn(steps, 1, Start)]);
    }

    [Fact]
    public void A_skipped_step_counts_as_done_and_as_opened()
    {
        StepState[] steps = [Step(1) with { Status = StepStatus.Skipped, EndedOn = Start.AddDays(1) }, Step(2, StepOpening.AtInterval, 7), Step(3)];
        Assert.Equal(Start.AddDays(8), PathwayCourse.OpensOn(steps, 1, Start));
        Assert.Equal(2, PathwayCourse.Next(steps)!.Number);
    }

    [Fact]
    public void What_is_held_or_open_is_not_due_again()
    {
        StepState[] steps = [.. Enum.GetValues<StepStatus>().Select((status, index) => Step(index + 1) with { Status = status })];
        Assert.Equal([1], PathwayCourse.DueToOpen(steps, Start, Start).Select(step => step.Number));
        Assert.Empty(PathwayCourse.DueToOpen(steps, Start, Start.AddDays(-1)));
        Assert.False(PathwayCourse.IsFinished(steps));
        Assert.True(PathwayCourse.IsFinished([.. steps.Skip(3)]));
    }

    [Fact]
    public void Only_what_counts_days_takes_them()
    {
        Assert.Equal([StepOpening.AfterDays, StepOpening.AfterDelay, StepOpening.AtInterval], Enum.GetValues<StepOpening>().Where(opening => opening.TakesDays()));
        Assert.Equal([StepOpening.AfterPrevious, StepOpening.AfterDelay, StepOpening.AtInterval], Enum.GetValues<StepOpening>().Where(opening => opening.NeedsPrevious()));
    }

    private static StepState Step(int number, StepOpening opens = StepOpening.AtStart, int? days = null) => new(number, opens, days, null, StepStatus.Waiting);
}
