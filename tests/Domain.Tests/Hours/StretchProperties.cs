using CounselDesk.Domain.Hours;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Hours;

/// <summary>Sets of time, checked against a slower reckoning that asks of each minute by itself.</summary>
public sealed class StretchProperties
{
    private const int Minutes = 200;
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_left_is_exactly_the_minutes_that_are_in_one_and_in_no_other() =>
        Prop.ForAll(Some(), Some(), (working, taken) =>
        {
            var left = Stretches.Without(working, taken);
            return IsTidy(left) && Each(minute => In(left, minute) == (In(working, minute) && !In(taken, minute)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_union_is_exactly_the_minutes_that_are_in_any() =>
        Prop.ForAll(Some(), stretches =>
        {
            var union = Stretches.Union(stretches);
            return IsTidy(union) && Each(minute => In(union, minute) == In(stretches, minute));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void They_cover_a_stretch_when_each_of_its_minutes_is_in_one() =>
        Prop.ForAll(Some(), One().ToArbitrary(), (stretches, one) =>
            Stretches.Cover(stretches, one) == Each(minute => !In([one], minute) || In(stretches, minute))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_free_stretch_of_enough_length_is_found_wherever_one_fits() =>
        Prop.ForAll(Some(), Some(), Gen.Choose(1, 60).ToArbitrary(), (working, taken, length) =>
        {
            var free = Stretches.Without(working, taken).Where(one => one.Length >= TimeSpan.FromMinutes(length)).ToList();
            return Each(minute => Enumerable.Range(minute, length).All(one => In(working, one) && !In(taken, one))
                == free.Exists(one => one.StartsAt <= At(minute) && At(minute + length) <= one.EndsAt));
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<List<Stretch>> Some() => One().ListOf().Select(list => list.ToList()).ToArbitrary();

    // Empty and reversed ones are no time at all.
    private static Gen<Stretch> One() =>
        from start in Gen.Choose(0, Minutes)
        from length in Gen.Choose(-2, 60)
        select new Stretch(At(start), At(start + length));

    private static bool Each(Func<int, bool> holds) => Enumerable.Range(-5, Minutes + 130).All(holds);

    private static bool In(IEnumerable<Stretch> stretches, int minute) => stretches.Any(one => one.StartsAt <= At(minute) && At(minute) < one.EndsAt);

    private static bool IsTidy(IReadOnlyList<Stretch> stretches) =>
        stretches.All(one => one.Length > TimeSpan.Zero) && stretches.Zip(stretches.Skip(1)).All(pair => pair.First.EndsAt < pair.Second.StartsAt);

    private static DateTimeOffset At(int minute) => Start.AddMinutes(minute);
}
