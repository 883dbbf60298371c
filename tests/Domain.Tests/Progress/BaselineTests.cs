using CounselDesk.Domain.Progress;
using static CounselDesk.Domain.Tests.Progress.SomeInstrument;

namespace CounselDesk.Domain.Tests.Progress;

public sealed class BaselineTests
{
    static readonly ScoredResponse Prorated = Response(1, day: 1, prorated: true);
    static readonly ScoredResponse First = Response(2, day: 2);
    static readonly ScoredResponse Later = Response(3, day: 9);

    [Fact]
    public void Is_the_first_complete_response_by_day() => Assert.Same(First, Baseline.Of([Later, Prorated, First]));

    [Fact]
    public void Is_the_one_named_even_if_prorated() => Assert.Same(Prorated, Baseline.Of([Later, Prorated, First], Prorated.Id));

    [Fact]
    public void Is_none_where_no_response_is_complete()
    {
        Assert.Null(Baseline.Of([Prorated]));
        Assert.Null(Baseline.Of([]));
    }

    [Fact]
    public void Of_two_on_a_day_the_one_given_first_stands() =>
        Assert.Same(First, Baseline.Of([First, Response(4, day: 2)]));

    [Fact]
    public void Refuses_a_name_that_is_not_there() => Assert.Throws<ArgumentException>(() => Baseline.Of([First], Later.Id));

    static ScoredResponse Response(int id, int day, bool prorated = false) =>
        new(new Guid(id, 0, 0, new byte[8]), new(2026, 1, day), Total(Symptoms, 5, prorated));
}
