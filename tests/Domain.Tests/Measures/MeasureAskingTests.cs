using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Measures;

namespace CounselDesk.Domain.Tests.Measures;

public sealed class MeasureAskingTests
{
    // Monday, 2 March 2026.
    private static readonly DateOnly Start = new(2026, 3, 2);

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, AskedState.Due)]
    [InlineData(7, AskedState.Due)]
    [InlineData(8, AskedState.Late)]
    [InlineData(400, AskedState.Late)]
    public void Once_is_due_from_its_first_day_late_after_its_days_and_never_missed(int day, AskedState? state) =>
        Assert.Equal(state, States(Once(), day).LastOrDefault());

    [Theory]
    [InlineData(13, 0, AskedState.Late)]
    [InlineData(14, 1, AskedState.Due)]
    [InlineData(21, 1, AskedState.Due)]
    [InlineData(22, 1, AskedState.Late)]
    [InlineData(28, 2, AskedState.Due)]
    public void Every_two_weeks_an_unanswered_one_is_missed_when_the_next_is_asked(int day, int missed, AskedState last)
    {
        var states = States(Every(2), day);
        Assert.Equal((missed, last), (states.Count(state => state == AskedState.Missed), states[^1]));
    }

    [Fact]
    public void An_answer_counts_for_the_occurrence_in_whose_days_it_lies()
    {
        var occurrences = Every(1).Occurrences([], [], [Start.AddDays(6), Start.AddDays(7), Start.AddDays(9)], Start.AddDays(15));
        Assert.Equal([AskedState.Answered, AskedState.Answered, AskedState.Due], occurrences.Select(one => one.State!));
        Assert.Equal([Start.AddDays(6), Start.AddDays(7), null], occurrences.Select(one => one.AnsweredOn));
    }

    [Fact]
    public void Days_for_an_answer_end_with_the_occurrence() =>
        Assert.Equal(Start.AddDays(6), Every(1).Occurrences([], [], [], Start)[0].By);

    [Theory]
    [InlineData(6, false, null)]
    [InlineData(7, false, AskedState.Due)]
    [InlineData(10, false, AskedState.Due)]
    [InlineData(10, true, AskedState.Missed)]
    [InlineData(11, true, AskedState.Missed)]
    public void Before_a_session_it_is_due_from_three_days_before_until_it_starts(int day, bool hasStarted, AskedState? state) =>
        Assert.Equal(state, Sessions().Occurrences([new AskedSession(Start.AddDays(10), hasStarted)], [], [], Start.AddDays(day)).Select(one => (AskedState?)one.State).LastOrDefault());

    [Fact]
    public void A_session_soon_after_another_asks_from_the_day_after_it()
    {
        var occurrences = Sessions().Occurrences(
            [new AskedSession(Start.AddDays(12), false), new AskedSession(Start.AddDays(10), true)], [], [Start.AddDays(10)], Start.AddDays(11));
        Assert.Equal([(Start.AddDays(7), AskedState.Answered), (Start.AddDays(11), AskedState.Due)], occurrences.Select(one => (one.From, one.State)));
    }

    [Fact]
    public void A_case_that_rests_asks_nothing_and_makes_nothing_late()
    {
        SchedulePause[] pauses = [new(Start.AddDays(3), Start.AddDays(20))];
        Assert.Equal([AskedState.Due], States(Once(), 2, pauses));
        Assert.Empty(States(Once(), 3, pauses));
        Assert.Empty(States(Once(), 19, pauses));
        // Three days before the pause, five after it.
        Assert.Equal([AskedState.Due], States(Once(), 24, pauses));
        Assert.Equal([AskedState.Late], States(Once(), 25, pauses));
        Assert.Empty(States(Once(), 30, [new SchedulePause(Start)]));
    }

    [Fact]
    public void An_occurrence_that_lies_whole_in_a_pause_was_never_asked()
    {
        var occurrences = Every(1).Occurrences([], [new SchedulePause(Start.AddDays(7), Start.AddDays(14))], [], Start.AddDays(14));
        Assert.Equal([Start, Start.AddDays(14)], occurrences.Select(one => one.From));
    }

    [Fact]
    public void What_is_open_when_it_is_stopped_falls_away_and_what_was_missed_stays()
    {
        var stopped = Every(1) with { StoppedOn = Start.AddDays(8) };
        Assert.Equal([AskedState.Missed], stopped.Occurrences([], [], [], Start.AddDays(30)).Select(one => one.State));
        Assert.Equal([AskedState.Missed, AskedState.Answered], stopped.Occurrences([], [], [Start.AddDays(7)], Start.AddDays(30)).Select(one => one.State));
    }

    private static MeasureAsking Once() => new(MeasureRepeat.Once, null, Start, 7);

    private static MeasureAsking Every(int weeks) => new(MeasureRepeat.EveryNWeeks, weeks, Start, 7);

    private static MeasureAsking Sessions() => new(MeasureRepeat.BeforeEachSession, null, Start, 7);

    private static List<AskedState?> States(MeasureAsking asking, int day, params SchedulePause[] pauses) =>
        [.. asking.Occurrences([], pauses, [], Start.AddDays(day)).Select(one => (AskedState?)one.State)];
}
