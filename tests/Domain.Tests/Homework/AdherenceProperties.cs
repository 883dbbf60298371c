using CounselDesk.Domain.Homework;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Homework;

public sealed class AdherenceProperties
{
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(10_000);
    static readonly Config Some = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void Agrees_with_a_slow_count_by_days() => Check.One(Many, Prop.ForAll(Arb.From(SomeSchedules.All), sample =>
        sample.Partners.Zip(sample.Adherence.Partners).All(pair =>
        {
            var slow = AdherenceReference.Of(sample.Schedule, pair.First.Entries, sample.AsOf);
            var fast = pair.Second;
            return fast.Tally.Expected == slow.Expected
                && fast.Tally.HalfCredits == slow.Credited * 2
                // A reached target stops the streaks; the slow count knows of none.
                && (sample.Target is not null || (fast.CurrentStreak, fast.LongestStreak) == (slow.CurrentStreak, slow.LongestStreak));
        })));

    [Fact]
    public void By_week_agrees_with_a_slow_count_by_days() => Check.One(Many, Prop.ForAll(Arb.From(SomeSchedules.All), sample =>
    {
        var open = sample with { Target = null };
        var weekStarts = Enumerable.Range(-2, 16).Select(week => open.Start.AddDays((7 * week) - 3)).ToList();
        var slow = open.Partners.Select(partner => AdherenceReference.Of(open.Schedule, partner.Entries, open.AsOf)).ToList();
        return Adherence.ByWeek(open.Schedule, open.Partners, open.AsOf, weekStarts).All(week =>
            week.Tally.Expected == slow.Sum(one => Within(week.WeekStart).Sum(day => one.ExpectedOn.GetValueOrDefault(day)))
            && week.Tally.HalfCredits == 2 * slow.Sum(one => Within(week.WeekStart).Sum(day => one.CreditedOn.GetValueOrDefault(day))));
    }));

    [Fact]
    public void Between_agrees_with_the_weeks() => Check.One(Some, Prop.ForAll(Arb.From(SomeSchedules.All), sample =>
    {
        var weekStarts = Enumerable.Range(-1, 10).Select(week => sample.Start.AddDays(7 * week)).ToList();
        var last = weekStarts[^1].AddDays(6);
        return sample.Partners.All(partner =>
            Adherence.Between(sample.Schedule, partner, weekStarts[0], last)
            == Adherence.ByWeek(sample.Schedule, [partner], last.AddDays(1), weekStarts).Aggregate(AdherenceTally.None, (sum, week) => sum + week.Tally));
    }));

    [Fact]
    public void Periods_agree_with_blocks_walked_day_by_day() => Check.One(Many, Prop.ForAll(Arb.From(SomeSchedules.All), sample =>
    {
        var schedule = sample.Schedule with { EndedOn = null };
        var blocks = AdherenceReference.Blocks(schedule, sample.Start.AddDays(80));
        var ofDays = blocks.SelectMany(block => block.Own.Select(day => (Day: day, First: block.Kind == CadenceKind.TimesPerWeek ? day : block.Own[0])))
            .ToDictionary(pair => pair.Day, pair => pair.First.DayNumber - sample.Start.DayNumber + 1);
        return Enumerable.Range(-3, 80).Select(offset => sample.Start.AddDays(offset))
            .All(day => schedule.Period(day) == (ofDays.TryGetValue(day, out var period) ? period : null));
    }));

    [Fact]
    public void A_later_change_of_cadence_leaves_the_periods_and_the_count_before_it() => Check.One(Some, Prop.ForAll(
        Arb.From(from sample in SomeSchedules.All from cadence in Gen.Elements(Cadence.Daily, Cadence.PerWeek(3), Cadence.On(Weekday.Tue, Weekday.Fri)) select (sample, cadence)),
        pair =>
        {
            var (before, change) = (pair.sample.Schedule, pair.sample.Start.AddDays(100));
            if (pair.sample.Cadences[0].Kind == CadenceKind.Once)
                return true;
            var after = before with { Segments = [.. before.Segments, new ScheduleSegment(change, pair.cadence)] };
            return Enumerable.Range(-3, 103).Select(offset => pair.sample.Start.AddDays(offset)).All(day => before.Period(day) == after.Period(day))
                && Adherence.Of(after, pair.sample.Partners, pair.sample.AsOf).Couple == pair.sample.Adherence.Couple;
        }));

    [Fact]
    public void The_status_agrees_with_a_slow_look_at_each_partner() => Check.One(Many, Prop.ForAll(Arb.From(SomeSchedules.All), sample =>
    {
        var asOf = sample.Schedule.EndedOn is { } ended && ended < sample.AsOf ? ended : sample.AsOf;
        var blocks = AdherenceReference.Blocks(sample.Schedule, asOf);
        var last = sample.Schedule.DueOn is { } due && AdherenceReference.Blocks(sample.Schedule, due) is { Count: > 0 } all ? all[^1] : null;
        var entered = sample.Partners.Select(partner => blocks.ConvertAll(block => AdherenceReference.Standing(partner.Entries, block, asOf))).ToList();
        bool IsFinished(int partner) => sample.Cadences[0].Kind == CadenceKind.Once
            ? entered[partner].Any(standing => standing.Any(entry => entry.Outcome == LogOutcome.Done))
            : sample.Target is { } target && entered[partner].Zip(blocks).Sum(pair => Best(pair.First, Math.Min(pair.Second.Times, pair.Second.Days.Count))) >= target
                || last is not null && AdherenceReference.Standing(sample.Partners[partner].Entries, last, asOf).Count >= Math.Min(last.Times, last.Days.Count);
        var expected = IsFinished(0) && IsFinished(1) ? AssignmentStatus.Completed
            : sample.AsOf > sample.Schedule.DueOn ? AssignmentStatus.Expired
            : entered.Exists(own => own.Exists(standing => standing.Count > 0)) ? AssignmentStatus.InProgress : AssignmentStatus.Assigned;
        return AssignmentStatusRule.Of(sample.Schedule, sample.Partners, sample.AsOf) == expected;
    }));

    [Fact]
    public void What_is_next_can_be_entered_and_is_not_paused() => Check.One(Some, Prop.ForAll(Arb.From(SomeSchedules.All), sample =>
    {
        var known = sample.Partners[0].Entries.Where(entry => entry.Day <= sample.AsOf).ToList();
        return NextDue.Of(sample.Schedule, known, sample.AsOf) is not { } span
            || sample.Schedule.Period(span.From) is not null && span.From >= sample.AsOf && !(span.By < span.From) && span.Left > 0 && !sample.Schedule.IsPausedOn(sample.AsOf);
    }));

    [Fact]
    public void Stays_between_0_and_1() => Check.One(Some, Prop.ForAll(Arb.From(SomeSchedules.All), sample =>
        sample.Adherence.Partners.Select(partner => partner.Tally).Append(sample.Adherence.Couple).All(tally =>
            tally.Ratio is null ? tally is { Expected: 0, HalfCredits: 0 } : tally.Ratio is >= 0 and <= 1)));

    [Fact]
    public void The_couple_is_the_sum_of_its_partners() => Check.One(Some, Prop.ForAll(Arb.From(SomeSchedules.All), sample =>
    {
        var adherence = sample.Adherence;
        return adherence.Couple == adherence.Partners[0].Tally + adherence.Partners[1].Tally
            && adherence.CurrentStreak <= adherence.LongestStreak
            // Apart from pauses and targets, which let one go on where the other does not.
            && (sample.Target is not null || sample.Pauses.Length > 0 || adherence.LongestStreak <= adherence.Partners.Max(partner => partner.LongestStreak));
    }));

    [Fact]
    public void Doing_a_logged_occurrence_better_never_lowers_adherence() => Check.One(Some, Prop.ForAll(Arb.From(SomeSchedules.All), sample =>
    {
        var better = sample with { One = [.. sample.One.Select(entry => (entry.HalfHours, LogOutcome.Done))] };
        var (before, after) = (sample.Adherence.Partners[0].Tally.Ratio, better.Adherence.Partners[0].Tally.Ratio);
        return before is null ? after is null or 1 : after >= before;
    }));

    static decimal Best(IReadOnlyList<HomeworkEntry> entries, int slots) => entries.Select(AdherenceReference.Credit).OrderDescending().Take(slots).Sum();

    static IEnumerable<DateOnly> Within(DateOnly weekStart) => Enumerable.Range(0, 7).Select(weekStart.AddDays);
}
