using CounselDesk.Domain.Sessions;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Sessions;

/// <summary>One person's calendar, kept by the rule alone and checked against a slower one that counts each minute.</summary>
public sealed class SlotClashProperties
{
    private const int Minutes = 600;
    private static readonly DateTimeOffset Day = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void No_sequence_of_bookings_series_moves_and_cancellations_takes_a_minute_twice() =>
        Prop.ForAll(Steps().ListOf().ToArbitrary(), steps =>
        {
            var calendar = new Dictionary<Guid, TakenTime>();
            foreach (var step in steps)
                Apply(step, calendar);
            return !Twice(calendar.Values);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_exactly_what_would_take_a_minute_twice() =>
        Prop.ForAll(Steps().ListOf().ToArbitrary(), Steps().ToArbitrary(), (steps, last) =>
        {
            var calendar = new Dictionary<Guid, TakenTime>();
            foreach (var step in steps)
                Apply(step, calendar);
            var wanted = Wanted(last, calendar);
            var after = new Dictionary<Guid, TakenTime>(calendar);
            foreach (var time in wanted)
                after[time.SessionId] = time;
            return SlotClashes.Of(wanted, calendar.Values).Any() == Twice(after.Values);
        }).QuickCheckThrowOnFailure();

    private static Gen<Step> Steps() =>
        from kind in Gen.Choose(0, 9)
        from start in Gen.Choose(0, Minutes - 1)
        from length in Gen.Choose(SessionTimes.ShortestMinutes, 60)
        from apart in Gen.Choose(1, 120)
        from which in Gen.Choose(0, 1000)
        select new Step(kind, start, length, apart, which);

    private static void Apply(Step step, Dictionary<Guid, TakenTime> calendar)
    {
        if (step.Kind == 0 && calendar.Count > 0)
        {
            calendar.Remove(Some(step, calendar));
            return;
        }

        var wanted = Wanted(step, calendar);
        if (SlotClashes.Of(wanted, calendar.Values).Any())
            return;
        foreach (var time in wanted)
            calendar[time.SessionId] = time;
    }

    // A series of three, a move of one or of all from one on, or a booking.
    private static IReadOnlyList<TakenTime> Wanted(Step step, Dictionary<Guid, TakenTime> calendar) => step.Kind switch
    {
        1 or 2 => [.. Enumerable.Range(0, 3).Select(n => Time(Id(step, n), step.Start + (n * step.Apart), step.Length))],
        3 or 4 when calendar.Count > 0 => [Time(Some(step, calendar), step.Start, step.Length)],
        5 when calendar.Count > 0 => [.. calendar.Values.Where(time => time.StartsAt >= calendar[Some(step, calendar)].StartsAt)
            .Select(time => time with { StartsAt = time.StartsAt.AddMinutes(step.Apart), EndsAt = time.StartsAt.AddMinutes(step.Apart + step.Length) })],
        _ => [Time(Id(step, 0), step.Start, step.Length)],
    };

    private static TakenTime Time(Guid id, int start, int length) => new(id, Day.AddMinutes(start), Day.AddMinutes(start + length));

    private static Guid Some(Step step, Dictionary<Guid, TakenTime> calendar) => calendar.Keys.Order().ElementAt(step.Which % calendar.Count);

    private static Guid Id(Step step, int n) => new(step.Kind, (short)n, (short)step.Which, [.. BitConverter.GetBytes(step.Start), .. BitConverter.GetBytes(step.Length * 1000 + step.Apart)]);

    private static bool Twice(IEnumerable<TakenTime> times)
    {
        var minutes = new HashSet<DateTimeOffset>();
        return times.Any(time =>
        {
            for (var minute = time.StartsAt; minute < time.EndsAt; minute = minute.AddMinutes(1))
            {
                if (!minutes.Add(minute))
                    return true;
            }

            return false;
        });
    }

    private sealed record Step(int Kind, int Start, int Length, int Apart, int Which);
}
