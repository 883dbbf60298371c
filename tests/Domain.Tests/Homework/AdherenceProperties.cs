using CounselDesk.Domain.Homework;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Homework;

public sealed class AdherenceProperties
{
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(5000);
    static readonly DateOnly Plain = new(2026, 5, 4);

    /// <summary>Days on which a calendar may trip: clock changes of Europe, America and Australia, month, year and leap ends.</summary>
    static readonly DateOnly[] Trips =
    [
        new(2026, 3, 29), new(2026, 10, 25), new(2026, 3, 8), new(2026, 11, 1), new(2026, 4, 5), new(2026, 10, 4),
        new(2026, 1, 31), new(2026, 2, 28), new(2024, 2, 28), new(2024, 2, 29), new(2100, 2, 28), new(2025, 12, 31), new(2024, 12, 30),
    ];

    static Gen<Case> Cases =>
        from kind in Gen.Choose(0, 3)
        from times in Gen.Choose(2, 6)
        from due in Optional(Gen.Choose(0, 60))
        from ended in Optional(Gen.Choose(-3, 70))
        from target in Optional(Gen.Choose(1, 40))
        from today in Gen.Choose(-3, 80)
        from one in Entries
        from other in Entries
        let cadence = (CadenceKind)kind == CadenceKind.TimesPerWeek ? Cadence.PerWeek(times) : new Cadence((CadenceKind)kind)
        select new Case(cadence, due, ended, cadence.Kind == CadenceKind.Once ? null : target, today, one, other);

    static Gen<(int Day, LogOutcome Outcome)[]> Entries =>
        from count in Gen.Choose(0, 40)
        from entries in (from day in Gen.Choose(-3, 80) from outcome in Gen.Choose(0, 2) select (day, (LogOutcome)outcome)).ArrayOf(count)
        select entries;

    [Fact]
    public void Agrees_with_a_slow_count_by_days() => Check.One(Many, Prop.ForAll(Arb.From(Cases), sample =>
    {
        var schedule = sample.Schedule(Plain);
        var adherence = Adherence.Of(schedule, sample.Partners(Plain), Plain.AddDays(sample.Today));
        return sample.Partners(Plain).Zip(adherence.Partners).All(pair =>
        {
            var slow = AdherenceReference.Of(schedule, pair.First.Entries, Plain.AddDays(sample.Today));
            var fast = pair.Second;
            return fast.Tally.Expected == slow.Expected
                && fast.Tally.HalfCredits == slow.Credited * 2
                // A reached target stops the streaks; the slow count knows of none.
                && (schedule.Target is not null || (fast.CurrentStreak, fast.LongestStreak) == (slow.CurrentStreak, slow.LongestStreak));
        });
    }));

    [Fact]
    public void Is_the_same_wherever_in_the_calendar_it_lies() => Check.One(Many, Prop.ForAll(
        Arb.From(from sample in Cases from trip in Gen.Elements(Trips) from before in Gen.Choose(0, 30) select (sample, start: trip.AddDays(-before))),
        pair => Facts(pair.sample, Plain).SequenceEqual(Facts(pair.sample, pair.start))));

    [Fact]
    public void Stays_between_0_and_1() => Check.One(Many, Prop.ForAll(Arb.From(Cases), sample =>
    {
        var adherence = sample.Adherence(Plain);
        return adherence.Partners.Select(partner => partner.Tally).Append(adherence.Couple).All(tally =>
            tally.Ratio is null ? tally is { Expected: 0, HalfCredits: 0 } : tally.Ratio is >= 0 and <= 1);
    }));

    [Fact]
    public void The_couple_is_the_sum_of_its_partners() => Check.One(Many, Prop.ForAll(Arb.From(Cases), sample =>
    {
        var adherence = sample.Adherence(Plain);
        return adherence.Couple == adherence.Partners[0].Tally + adherence.Partners[1].Tally
            && adherence.LongestStreak <= adherence.Partners.Max(partner => partner.LongestStreak)
            && adherence.CurrentStreak <= adherence.LongestStreak;
    }));

    [Fact]
    public void Without_a_target_the_weeks_add_up_to_the_whole() => Check.One(Many, Prop.ForAll(Arb.From(Cases), sample =>
    {
        var open = sample with { Target = null };
        var weekStarts = Enumerable.Range(-2, 16).Select(week => Plain.AddDays((7 * week) - 3)).ToList();
        var weeks = Adherence.ByWeek(open.Schedule(Plain), open.Partners(Plain), Plain.AddDays(open.Today), weekStarts);
        return weeks.Aggregate(AdherenceTally.None, (sum, week) => sum + week.Tally) == open.Adherence(Plain).Couple;
    }));

    [Fact]
    public void Doing_a_logged_occurrence_better_never_lowers_adherence() => Check.One(Many, Prop.ForAll(Arb.From(Cases), sample =>
    {
        var better = sample with { One = [.. sample.One.Select(entry => (entry.Day, LogOutcome.Done))] };
        var (before, after) = (sample.Adherence(Plain).Partners[0].Tally.Ratio, better.Adherence(Plain).Partners[0].Tally.Ratio);
        return before is null ? after is null : after >= before;
    }));

    static IEnumerable<object> Facts(Case sample, DateOnly start)
    {
        var adherence = sample.Adherence(start);
        yield return adherence.Couple;
        yield return (adherence.CurrentStreak, adherence.LongestStreak);
        yield return AssignmentStatusRule.Of(sample.Schedule(start), sample.Partners(start), start.AddDays(sample.Today));
        foreach (var partner in adherence.Partners)
            yield return partner;
        foreach (var week in Adherence.ByWeek(sample.Schedule(start), sample.Partners(start), start.AddDays(sample.Today), [start, start.AddDays(7)]))
            yield return week.Tally;
    }

    static Gen<int?> Optional(Gen<int> some) => from present in Gen.Choose(0, 1) from value in some select present == 1 ? value : (int?)null;

    public sealed record Case(
        Cadence Cadence, int? Due, int? Ended, int? Target, int Today, (int Day, LogOutcome Outcome)[] One, (int Day, LogOutcome Outcome)[] Other)
    {
        public AssignmentSchedule Schedule(DateOnly start) => new(start, Cadence, Day(start, Due), Day(start, Ended), Target);

        public IReadOnlyList<PartnerEntries> Partners(DateOnly start) => [Partner(start, One), Partner(start, Other)];

        public CoupleAdherence Adherence(DateOnly start) =>
            Domain.Homework.Adherence.Of(Schedule(start), Partners(start), start.AddDays(Today));

        static DateOnly? Day(DateOnly start, int? offset) => offset is { } days ? start.AddDays(days) : null;

        static PartnerEntries Partner(DateOnly start, (int Day, LogOutcome Outcome)[] entries) =>
            new(Guid.Empty, [.. entries.Select(entry => new HomeworkEntry(start.AddDays(entry.Day), entry.Outcome))]);
    }
}
