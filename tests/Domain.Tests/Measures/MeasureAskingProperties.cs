using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Measures;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Measures;

public sealed class MeasureAskingProperties
{
    private static readonly DateOnly Start = new(2026, 2, 23);
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    private static Gen<Sample> Samples =>
        from repeat in Gen.Elements(MeasureRepeat.Once, MeasureRepeat.EveryNWeeks, MeasureRepeat.BeforeEachSession)
        from weeks in Gen.Choose(1, 3)
        from within in Gen.Choose(0, 10)
        from stopped in Gen.Choose(-30, 60)
        from sessions in Gen.Choose(-5, 70).ListOf(6)
        from pauses in (from at in Gen.Choose(-5, 60) from length in Gen.Choose(0, 20) select (at, length)).ListOf(2)
        from isPausedForGood in Gen.Choose(0, 5)
        from answers in Gen.Choose(-3, 60).ListOf(3)
        from today in Gen.Choose(-2, 60)
        from hasStarted in Gen.Choose(0, 1)
        select new Sample(
            new MeasureAsking(repeat, repeat == MeasureRepeat.EveryNWeeks ? weeks : null, Start, within, stopped < 0 || stopped > today ? null : Start.AddDays(stopped)),
            [.. sessions.Select(day => new AskedSession(Start.AddDays(day), day < today || (day == today && hasStarted == 1)))],
            [
                // What is known of pauses by now: none begins later, and one that is to end later has not ended.
                .. pauses.Where(pause => pause.at <= today).Select((pause, index) => new SchedulePause(
                    Start.AddDays(pause.at), (index == 0 && isPausedForGood == 0) || pause.at + pause.length > today ? null : Start.AddDays(pause.at + pause.length))),
            ],
            [.. answers.Where(day => day <= today).Select(day => Start.AddDays(day))],
            Start.AddDays(today));

    [Fact]
    public void Agrees_with_a_calendar_that_is_filled_in_day_by_day() => Check.One(Many, Prop.ForAll(Arb.From(Samples), sample =>
        sample.Asking.Occurrences(sample.Sessions, sample.Pauses, sample.Answers, sample.Today).SequenceEqual(FilledIn(sample))));

    [Fact]
    public void At_most_one_occurrence_is_open_and_none_while_the_case_rests() => Check.One(Many, Prop.ForAll(Arb.From(Samples), sample =>
    {
        var open = sample.Asking.Occurrences(sample.Sessions, sample.Pauses, sample.Answers, sample.Today).Count(one => one.State is AskedState.Due or AskedState.Late);
        return open <= 1 && (open == 0 || !Rests(sample, sample.Today));
    }));

    /// <summary>Each day of a long calendar is given to the occurrence that it belongs to; then every occurrence is read off its days.</summary>
    private static IEnumerable<AskedOccurrence> FilledIn(Sample sample)
    {
        var (asking, today) = (sample.Asking, sample.Today);
        var calendar = Enumerable.Range(0, 200).Select(Start.AddDays).GroupBy(day => Belongs(sample, day)).Where(days => days.Key is not null);
        foreach (var days in calendar)
        {
            var (first, last) = (days.Min(), days.Max());
            var awake = days.Where(day => !Rests(sample, day)).ToList();
            if (awake.Count == 0 || awake[0] > today)
                continue;
            var by = awake[Math.Min(asking.Repeat == MeasureRepeat.BeforeEachSession ? 3 : asking.DueWithinDays, awake.Count - 1)];
            var answers = sample.Answers.Where(days.Contains).ToList();
            var isEndless = asking.Repeat == MeasureRepeat.Once;
            var isOver = !isEndless && (last < today || (last == today && sample.Sessions.Any(session => asking.Repeat == MeasureRepeat.BeforeEachSession && session.Day == today && session.HasStarted)));
            if (answers.Count > 0)
                yield return new AskedOccurrence(awake[0], by, AskedState.Answered, answers.Min());
            else if (asking.StoppedOn is { } stopped && (isEndless || stopped <= last))
                continue;
            else if (isOver)
                yield return new AskedOccurrence(awake[0], by, AskedState.Missed, null);
            else if (!Rests(sample, today))
                yield return new AskedOccurrence(awake[0], by, today > by ? AskedState.Late : AskedState.Due, null);
        }
    }

    private static int? Belongs(Sample sample, DateOnly day) => sample.Asking.Repeat switch
    {
        MeasureRepeat.Once => 0,
        MeasureRepeat.EveryNWeeks => (day.DayNumber - Start.DayNumber) / (7 * sample.Asking.Weeks!.Value),
        _ => sample.Sessions.Select(session => session.Day.DayNumber).Where(session => session >= day.DayNumber && session <= day.DayNumber + 3).Order().Cast<int?>().FirstOrDefault(),
    };

    private static bool Rests(Sample sample, DateOnly day) => sample.Pauses.Any(pause => day >= pause.From && (pause.ResumedOn is null || day < pause.ResumedOn));

    private sealed record Sample(MeasureAsking Asking, IReadOnlyList<AskedSession> Sessions, IReadOnlyList<SchedulePause> Pauses, IReadOnlyList<DateOnly> Answers, DateOnly Today)
    {
        public override string ToString() => $"{Asking} sessions {string.Join(' ', Sessions)} pauses {string.Join(' ', Pauses)} answers {string.Join(' ', Answers)} today {Today}";
    }
}
