using CounselDesk.Domain.Homework;
using static CounselDesk.Domain.Homework.LogOutcome;

namespace CounselDesk.Domain.Tests.Homework;

public sealed class AdherenceTests
{
    static readonly DateOnly Start = new(2026, 3, 25);

    [Fact]
    public void Is_null_while_nothing_was_due() =>
        Assert.Null(Of(Schedule(Cadence.Weekly), 6).Tally.Ratio);

    [Fact]
    public void Is_null_before_the_start() =>
        Assert.Null(Of(Schedule(Cadence.Daily), -5, (-5, Done)).Tally.Ratio);

    [Fact]
    public void A_period_is_due_when_its_last_day_has_passed()
    {
        Assert.Equal(new(0, 1), Of(Schedule(Cadence.Weekly), 7).Tally);
        Assert.Equal(new(0, 1), Of(Schedule(Cadence.Daily), 1).Tally);
    }

    [Fact]
    public void A_period_is_due_as_soon_as_it_has_an_entry() =>
        Assert.Equal(new(0, 1), Of(Schedule(Cadence.Weekly), 0, (0, Skipped)).Tally);

    [Theory]
    [InlineData(Done, 1.0)]
    [InlineData(Partly, 0.5)]
    [InlineData(Skipped, 0.0)]
    public void Credits_done_1_partly_a_half_skipped_0(LogOutcome outcome, double ratio) =>
        Assert.Equal((decimal)ratio, Of(Schedule(Cadence.Once), 0, (0, outcome)).Tally.Ratio);

    [Fact]
    public void Entering_again_in_a_period_amends() =>
        Assert.Equal(new(1, 1), Of(Schedule(Cadence.Weekly), 6, (5, Done), (1, Partly)).Tally);

    [Fact]
    public void Rounds_the_ratio_half_up_to_four_places()
    {
        Assert.Equal(0.6667m, new AdherenceTally(4, 3).Ratio);
        Assert.Equal(0.0313m, new AdherenceTally(1, 16).Ratio);
    }

    [Fact]
    public void Once_and_open_ended_is_due_only_when_logged()
    {
        Assert.Null(Of(Schedule(Cadence.Once), 300).Tally.Ratio);
        Assert.Equal(1m, Of(Schedule(Cadence.Once), 300, (250, Done)).Tally.Ratio);
    }

    [Fact]
    public void Once_is_due_after_its_due_day()
    {
        Assert.Null(Of(Schedule(Cadence.Once, due: 9), 9).Tally.Ratio);
        Assert.Equal(0m, Of(Schedule(Cadence.Once, due: 9), 10).Tally.Ratio);
    }

    [Fact]
    public void Times_per_week_fills_a_blocks_slots_with_the_best_entries() =>
        Assert.Equal(new(5, 3), Of(Schedule(Cadence.PerWeek(3)), 7, (0, Skipped), (1, Partly), (2, Done), (4, Done)).Tally);

    [Fact]
    public void Times_per_week_expects_the_empty_slots_only_once_the_block_is_over()
    {
        Assert.Equal(new(2, 1), Of(Schedule(Cadence.PerWeek(3)), 6, (2, Done)).Tally);
        Assert.Equal(new(2, 3), Of(Schedule(Cadence.PerWeek(3)), 7, (2, Done)).Tally);
    }

    [Fact]
    public void More_than_asked_in_one_block_earns_nothing_for_another() =>
        Assert.Equal(new(4, 4), Of(Schedule(Cadence.PerWeek(2)), 14, (0, Done), (1, Done), (2, Done), (3, Done)).Tally);

    [Theory]
    [InlineData(6, 4)]
    [InlineData(7, 5)]
    [InlineData(8, 6)]
    [InlineData(13, 8)]
    public void A_block_cut_short_by_the_due_day_has_at_most_one_slot_a_day(int due, int expected) =>
        Assert.Equal(expected, Of(Schedule(Cadence.PerWeek(4), due), 100).Tally.Expected);

    [Fact]
    public void A_last_week_cut_short_still_counts() =>
        Assert.Equal(2, Of(Schedule(Cadence.Weekly, due: 7), 8).Tally.Expected);

    [Fact]
    public void A_target_caps_what_is_expected() =>
        Assert.Equal(new(4, 3), Of(Schedule(Cadence.Daily, target: 3), 30, (10, Done), (20, Done)).Tally);

    [Fact]
    public void Nothing_more_falls_due_once_the_target_is_reached()
    {
        var adherence = Of(Schedule(Cadence.Daily, target: 2), 30, (1, Done), (2, Done), (3, Skipped));
        Assert.Equal(new(4, 2), adherence.Tally);
        Assert.Equal(2, adherence.CurrentStreak);
    }

    [Fact]
    public void Never_exceeds_1() =>
        Assert.Equal(1m, Of(Schedule(Cadence.Daily, target: 2), 5, (0, Done), (1, Partly), (2, Done)).Tally.Ratio);

    [Fact]
    public void The_end_stops_the_clock() =>
        Assert.Equal(new(2, 3), Of(Schedule(Cadence.Daily, ended: 3), 50, (0, Done)).Tally);

    [Fact]
    public void What_was_running_at_the_end_never_falls_due() =>
        Assert.Null(Of(Schedule(Cadence.Weekly, ended: 6), 50).Tally.Ratio);

    [Fact]
    public void Withdrawn_before_the_start_nothing_was_due() =>
        Assert.Null(Of(Schedule(Cadence.Daily, ended: -2), 50).Tally.Ratio);

    [Fact]
    public void Leaves_out_entries_outside_the_assignment_or_in_the_future() =>
        Assert.Equal(new(0, 5), Of(Schedule(Cadence.Daily, due: 4), 8, (-1, Done), (5, Done), (9, Done)).Tally);

    [Fact]
    public void Streaks_count_periods_in_a_row_with_any_credit()
    {
        var adherence = Of(Schedule(Cadence.Daily), 7,
            (0, Done), (1, Partly), (2, Done), (3, Skipped), (4, Done), (6, Done));
        Assert.Equal((1, 3), (adherence.CurrentStreak, adherence.LongestStreak));
    }

    [Fact]
    public void A_period_still_running_and_unlogged_does_not_break_a_streak() =>
        Assert.Equal(2, Of(Schedule(Cadence.Weekly), 15, (0, Done), (9, Done)).CurrentStreak);

    [Fact]
    public void Times_per_week_streaks_count_blocks() =>
        Assert.Equal(2, Of(Schedule(Cadence.PerWeek(3)), 14, (0, Partly), (8, Done), (9, Done)).CurrentStreak);

    [Fact]
    public void The_couple_is_pooled_over_what_was_expected_of_each()
    {
        var adherence = Couple(Schedule(Cadence.Weekly), 8, [(0, Done), (7, Done)], [(0, Partly)]);
        Assert.Equal(new(5, 3), adherence.Couple);
        Assert.Equal([new(4, 2), new(1, 1)], adherence.Partners.Select(partner => partner.Tally));
    }

    [Fact]
    public void The_couples_streak_needs_both()
    {
        var adherence = Couple(Schedule(Cadence.Daily), 4, [(0, Done), (1, Done), (2, Done), (3, Done)], [(0, Done), (1, Skipped), (2, Done), (3, Partly)]);
        Assert.Equal((2, 2), (adherence.CurrentStreak, adherence.LongestStreak));
    }

    [Fact]
    public void The_couples_streak_waits_for_the_partner_who_has_yet_to_log()
    {
        var adherence = Couple(Schedule(Cadence.Daily), 1, [(0, Done), (1, Done)], [(0, Done)]);
        Assert.Equal(1, adherence.CurrentStreak);
    }

    [Fact]
    public void A_partner_who_has_reached_the_target_does_not_hold_up_the_couples_streak()
    {
        var adherence = Couple(Schedule(Cadence.Daily, target: 2), 2, [(0, Done), (1, Done)], [(1, Done), (2, Done)]);
        Assert.Equal(2, adherence.CurrentStreak);
    }

    [Theory]
    [InlineData(3, 0)] // Friday 27 March: not over yet.
    [InlineData(2, 0)]
    [InlineData(4, 1)]
    [InlineData(6, 2)]
    public void A_given_weekday_is_due_when_it_has_passed(int today, int expected) =>
        Assert.Equal(expected, Of(Schedule(Cadence.On(Weekday.Sat, Weekday.Mon)), today).Tally.Expected);

    [Fact]
    public void A_late_entry_still_counts_for_its_weekday() =>
        Assert.Equal(new(2, 1), Of(Schedule(Cadence.On(Weekday.Fri)), 6, (5, Done)).Tally);

    [Fact]
    public void A_change_of_cadence_leaves_the_past_as_it_was_counted()
    {
        var schedule = Schedule(Cadence.Daily) with { Segments = [new(Start, Cadence.Daily), new(Start.AddDays(3), Cadence.Weekly)] };
        Assert.Equal(new(4, 3), Of(schedule, 5, (0, Done), (2, Done)).Tally);
        Assert.Equal(new(4, 4), Of(schedule, 10, (0, Done), (2, Done)).Tally);
        Assert.Equal(1, Of(schedule, 5, (0, Done), (2, Done)).CurrentStreak);
    }

    [Fact]
    public void A_week_cut_short_by_a_change_of_cadence_never_falls_due()
    {
        var schedule = Schedule(Cadence.Weekly) with { Segments = [new(Start, Cadence.Weekly), new(Start.AddDays(3), Cadence.Daily)] };
        Assert.Equal(new(0, 2), Of(schedule, 5).Tally);
        Assert.Equal(new(2, 3), Of(schedule, 5, (1, Done)).Tally);
    }

    [Fact]
    public void A_week_that_one_partner_logged_before_it_was_cut_short_does_not_break_the_couples_streak()
    {
        var schedule = Schedule(Cadence.Weekly) with { Segments = [new(Start, Cadence.Weekly), new(Start.AddDays(3), Cadence.Daily)] };
        Assert.Equal(2, Couple(schedule, 4, [(1, Done), (3, Done), (4, Done)], [(3, Done), (4, Done)]).CurrentStreak);
    }

    [Fact]
    public void Nothing_falls_due_on_paused_days_and_what_is_done_on_them_counts()
    {
        var schedule = Schedule(Cadence.Daily) with { Pauses = [new(Start.AddDays(2), Start.AddDays(5))] };
        Assert.Equal(new(4, 4), Of(schedule, 7, (0, Done), (1, Done)).Tally);
        Assert.Equal(new(6, 5), Of(schedule, 7, (0, Done), (1, Done), (3, Done), (4, Skipped)).Tally);
        Assert.Equal(3, Of(schedule, 6, (0, Done), (1, Done), (5, Done)).CurrentStreak);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 3)]
    [InlineData(3, 2)]
    [InlineData(6, 0)]
    [InlineData(7, 0)]
    public void A_partly_paused_week_expects_its_share_of_the_days_rounded_down(int paused, int expected) =>
        Assert.Equal(expected, Of(Schedule(Cadence.PerWeek(4)) with { Pauses = [new(Start, Start.AddDays(paused))] }, 7).Tally.Expected);

    [Fact]
    public void A_week_paused_for_any_day_of_it_asks_for_nothing_weekly() =>
        Assert.Equal(AdherenceTally.None, Of(Schedule(Cadence.Weekly) with { Pauses = [new(Start, Start.AddDays(1))] }, 7).Tally);

    [Fact]
    public void What_is_done_once_is_not_due_while_paused() =>
        Assert.Equal(AdherenceTally.None, Of(Schedule(Cadence.Once, due: 5) with { Pauses = [new(Start.AddDays(3))] }, 9).Tally);

    [Fact]
    public void With_nobody_expected_there_is_nothing() =>
        Assert.Null(Adherence.Of(Schedule(Cadence.Daily), [], Start.AddDays(9)).Couple.Ratio);

    [Fact]
    public void Refuses_an_invalid_schedule() =>
        Assert.Throws<ArgumentException>(() => Of(Schedule(Cadence.PerWeek(9)), 3));

    [Fact]
    public void By_week_places_an_entry_on_its_day_and_a_missed_period_where_it_ran_out()
    {
        // Blocks from Wednesday 25 March; calendar weeks from Monday 23 March.
        var schedule = Schedule(Cadence.PerWeek(2));
        DateOnly[] mondays = [new(2026, 3, 23), new(2026, 3, 30), new(2026, 4, 6)];
        var weeks = Adherence.ByWeek(schedule, [Partner((0, Done)), Partner((1, Partly), (8, Done))], Start.AddDays(9), mondays);
        Assert.Equal(mondays, weeks.Select(week => week.WeekStart));
        Assert.Equal([new(3, 2), new(2, 3), new(0, 0)], weeks.Select(week => week.Tally));
        Assert.Null(weeks[2].Tally.Ratio);
    }

    [Fact]
    public void Between_two_days_counts_what_ran_out_or_was_entered_on_them()
    {
        // Blocks from Wednesday 25 March: the first runs out on 31 March, the second on 7 April.
        var schedule = Schedule(Cadence.PerWeek(2));
        var partner = Partner((1, Partly), (8, Done));
        Assert.Equal(new(1, 2), Adherence.Between(schedule, partner, Start, new(2026, 3, 31)));
        Assert.Equal(new(2, 2), Adherence.Between(schedule, partner, new(2026, 4, 1), new(2026, 4, 7)));
        Assert.Equal(AdherenceTally.None, Adherence.Between(schedule, partner, new(2026, 3, 1), Start));
    }

    [Theory]
    [InlineData(2026, 3, 29)] // Clocks go forward: 23 hours.
    [InlineData(2026, 10, 25)] // Clocks go back: 25 hours.
    public void A_day_with_the_clock_changed_is_one_day(int year, int month, int day)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var change = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        // An entry every 12 hours' wall clock, as the practice's calendar sees the instants.
        var entries = Enumerable.Range(-6, 12).Select(half =>
        {
            var instant = TimeZoneInfo.ConvertTimeToUtc(change.AddHours((12 * half) + 0.5), zone);
            return new HomeworkEntry(DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(instant, zone)), Done);
        }).ToList();
        var start = DateOnly.FromDateTime(change).AddDays(-3);
        var adherence = Adherence.Of(new(start, Cadence.Daily), [new(Guid.Empty, entries)], start.AddDays(6));
        Assert.Equal(new(12, 6), adherence.Couple);
    }

    static AssignmentSchedule Schedule(Cadence cadence, int? due = null, int? ended = null, int? target = null) =>
        new(Start, cadence, Day(due), Day(ended), target);

    static DateOnly? Day(int? offset) => offset is { } days ? Start.AddDays(days) : null;

    static PartnerEntries Partner(params (int Offset, LogOutcome Outcome)[] entries) =>
        new(Guid.Empty, [.. entries.Select(entry => new HomeworkEntry(Start.AddDays(entry.Offset), entry.Outcome))]);

    static PartnerAdherence Of(AssignmentSchedule schedule, int today, params (int, LogOutcome)[] entries) =>
        Adherence.Of(schedule, [Partner(entries)], Start.AddDays(today)).Partners[0];

    static CoupleAdherence Couple(AssignmentSchedule schedule, int today, (int, LogOutcome)[] one, (int, LogOutcome)[] other) =>
        Adherence.Of(schedule, [Partner(one), Partner(other)], Start.AddDays(today));
}
