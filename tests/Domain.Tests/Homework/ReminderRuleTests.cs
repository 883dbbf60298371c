using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Hours;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Homework;

public sealed class ReminderRuleTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);
    private static readonly TimeOnly Evening = ReminderRule.Time;

    public static TheoryData<string, int?, int, int[], int, (int Period, int On, int Until)?> Cases => new()
    {
        // Cadence, due day, given on, days with an entry, today: the reminder, all in days from the first.
        { "daily", null, -1, [], 0, (1, 0, 0) },
        { "daily", null, 0, [], 0, (2, 1, 1) },
        { "daily", null, -1, [0], 0, (2, 1, 1) },
        { "daily", 0, -1, [0], 0, null },
        { "daily", 3, -1, [], 4, null },
        { "daily", null, -1, [], -20, (1, 0, 0) },
        { "weekly", null, -1, [], 0, (1, 4, 6) },
        { "weekly", null, -1, [], 6, (1, 4, 6) },
        { "weekly", null, -1, [2], 3, (8, 11, 13) },
        { "weekly", 8, -1, [2], 3, (8, 7, 8) },
        { "weekly", 6, -1, [2], 3, null },
        { "weekly", null, 5, [], 5, (1, 6, 6) },
        { "weekly", null, 6, [], 6, (8, 11, 13) },
        { "3 a week", null, -1, [], 0, (1, 4, 6) },
        { "6 a week", null, -1, [], 0, (1, 1, 6) },
        { "6 a week", null, -1, [0, 1, 2], 2, (1, 4, 6) },
        { "3 a week", null, -1, [4], 4, (1, 5, 6) },
        { "3 a week", null, -1, [0, 1, 2], 3, (8, 11, 13) },
        { "Tuesdays", null, -1, [], 0, (1, 1, 7) },
        { "Tuesdays", null, -1, [0], 0, (9, 8, 14) },
        { "Tuesdays", 0, -1, [], 0, null },
        { "once", null, -1, [], 0, null },
        { "once", 9, -1, [], 0, (1, 7, 9) },
        { "once", 1, -1, [], 0, (1, 0, 1) },
        { "once", 0, 0, [], 0, null },
        { "once", 9, -1, [3], 5, null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reminds_when_it_still_helps_and_of_nothing_that_was_logged(
        string cadence, int? due, int given, int[] entries, int today, (int Period, int On, int Until)? expected)
    {
        var schedule = new AssignmentSchedule(Monday, Rhythm(cadence), due is { } day ? Monday.AddDays(day) : null);
        var next = ReminderRule.Next(schedule, [.. entries.Select(one => new HomeworkEntry(Monday.AddDays(one), LogOutcome.Skipped))], Monday.AddDays(given), new HashSet<int>(), Monday.AddDays(today));
        Assert.Equal(expected is var (period, on, until) ? new ReminderSpan(period, Monday.AddDays(on), Monday.AddDays(until)) : null, next);
    }

    [Theory]
    [InlineData(3, 23, 59, false)]
    [InlineData(4, 16, 59, false)]
    [InlineData(4, 17, 0, true)]
    [InlineData(5, 0, 0, true)]
    [InlineData(6, 23, 59, true)]
    [InlineData(7, 0, 0, false)]
    public void Is_due_from_the_afternoon_of_its_day_and_falls_away_with_its_period(int day, int hour, int minute, bool isDue) =>
        Assert.Equal(isDue, new ReminderSpan(1, Monday.AddDays(4), Monday.AddDays(6)).IsDue(Monday.AddDays(day), new TimeOnly(hour, minute)));

    [Fact]
    public void A_pause_and_what_it_left_of_a_week_are_not_reminded_of()
    {
        var rests = new AssignmentSchedule([new(Monday, Cadence.Weekly)], null, null, null, [new SchedulePause(Monday.AddDays(3))]);
        Assert.Null(ReminderRule.Next(rests, [], Monday.AddDays(-1), new HashSet<int>(), Monday.AddDays(4)));
        var rested = rests with { Pauses = [new SchedulePause(Monday.AddDays(3), Monday.AddDays(4))] };
        Assert.Equal(8, ReminderRule.Next(rested, [], Monday.AddDays(-1), new HashSet<int>(), Monday.AddDays(4))!.Period);
    }

    [Fact]
    public void A_week_that_a_change_of_cadence_cut_short_is_not_reminded_of()
    {
        var changed = new AssignmentSchedule([new(Monday, Cadence.Weekly), new(Monday.AddDays(5), Cadence.Daily)], null, null, null, []);
        Assert.Equal(new ReminderSpan(6, Monday.AddDays(5), Monday.AddDays(5)), ReminderRule.Next(changed, [], Monday.AddDays(-1), new HashSet<int>(), Monday.AddDays(3)));
    }

    [Fact]
    public void A_reached_target_and_an_end_leave_nothing_to_remind_of()
    {
        List<HomeworkEntry> done = [new(Monday, LogOutcome.Done), new(Monday.AddDays(1), LogOutcome.Done)];
        Assert.Null(ReminderRule.Next(new AssignmentSchedule(Monday, Cadence.Daily, target: 2), done, Monday.AddDays(-1), new HashSet<int>(), Monday.AddDays(2)));
        Assert.Null(ReminderRule.Next(new AssignmentSchedule(Monday, Cadence.Daily, endedOn: Monday.AddDays(1)), [], Monday.AddDays(-1), new HashSet<int>(), Monday.AddDays(2)));
    }

    /// <summary>Every hour of eighty days is lived through: what comes is looked at by another way of reckoning.</summary>
    [Fact]
    public void No_schedule_reminds_twice_in_quiet_hours_while_paused_or_of_what_is_logged() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(
            Arb.From(from sample in SomeSchedules.All from quiet in Gen.Choose(0, 23) from hours in Gen.Choose(1, 20) from given in Gen.Choose(-2, 3) select (sample, quiet, hours, given)),
            one => Lived(one.sample, new QuietTime(one.quiet * 60, (one.quiet + one.hours) % 24 * 60), one.sample.Start.AddDays(one.given))));

    private static bool Lived(SomeSchedule sample, QuietTime quiet, DateOnly given)
    {
        var schedule = sample.Schedule;
        var all = sample.Partners[0].Entries;
        var reminded = new HashSet<int>();
        for (var day = sample.Start.AddDays(-2); day < sample.Start.AddDays(80); day = day.AddDays(1))
        {
            var entries = all.Where(entry => entry.Day <= day).ToList();
            for (var hour = 0; hour < 24; hour++)
            {
                var shown = new TimeOnly(hour, 0);
                if (quiet.Covers(shown) || ReminderRule.Next(schedule, entries, given, reminded, day) is not { } span || !span.IsDue(day, shown))
                    continue;
                var sameRound = entries.Where(entry => schedule.Period(entry.Day) is not null && SameRound(schedule, entry.Day, day)).ToList();
                var asked = schedule.CadenceOn(day).TimesPerWeek ?? 1;
                if (!reminded.Add(span.Period) || schedule.IsPausedOn(day) || day <= given || schedule.Period(day) is null
                    || sameRound.Select(entry => schedule.Period(entry.Day)).Distinct().Count() >= asked
                    || (hour < Evening.Hour && day == span.On) || all.Count(entry => entry.Day == day) > 0 && schedule.CadenceOn(day).Kind == CadenceKind.TimesPerWeek)
                    return false;
            }
        }

        return true;
    }

    // Of several times a week a period is a day, so the block is counted from its segment's first day.
    private static bool SameRound(AssignmentSchedule schedule, DateOnly one, DateOnly other)
    {
        if (schedule.CadenceOn(other).Kind != CadenceKind.TimesPerWeek)
            return schedule.Period(one) == schedule.Period(other);
        var from = schedule.Segments.Last(segment => segment.From <= other || segment == schedule.Segments[0]).From;
        return one >= from && (one.DayNumber - from.DayNumber) / 7 == (other.DayNumber - from.DayNumber) / 7;
    }

    private static Cadence Rhythm(string name) => name switch
    {
        "once" => Cadence.Once,
        "daily" => Cadence.Daily,
        "weekly" => Cadence.Weekly,
        "Tuesdays" => Cadence.On(Weekday.Tue),
        _ => Cadence.PerWeek(name[0] - '0'),
    };
}
