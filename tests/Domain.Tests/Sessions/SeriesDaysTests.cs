using CounselDesk.Domain.Sessions;

namespace CounselDesk.Domain.Tests.Sessions;

public sealed class SeriesDaysTests
{
    private static readonly DateOnly First = new(2026, 3, 2);
    private static readonly IReadOnlySet<DateOnly> None = new HashSet<DateOnly>();

    [Fact]
    public void Comes_every_so_many_weeks_until_there_are_enough() =>
        Assert.Equal([First, First.AddDays(14), First.AddDays(28)], SeriesDays.Of(First, 2, null, 3, None));

    [Fact]
    public void Includes_the_last_day() =>
        Assert.Equal([First, First.AddDays(7)], SeriesDays.Of(First, 1, First.AddDays(7), null, None));

    [Fact]
    public void Does_not_count_what_is_skipped() =>
        Assert.Equal([First.AddDays(7), First.AddDays(21)], SeriesDays.Of(First, 1, null, 2, new HashSet<DateOnly> { First, First.AddDays(14) }));

    [Fact]
    public void Is_empty_when_every_day_is_skipped() =>
        Assert.Empty(SeriesDays.Of(First, 1, First, null, new HashSet<DateOnly> { First }));

    [Fact]
    public void Stops_one_past_the_most() =>
        Assert.Equal(SeriesDays.MostSessions + 1, SeriesDays.Of(First, 1, First.AddYears(50), null, None).Count);

    [Fact]
    public void Finds_the_skipped_days_that_are_none_of_it()
    {
        DateOnly[] skip = [First.AddDays(-14), First.AddDays(7), First.AddDays(14), First.AddDays(70)];
        Assert.Equal([skip[0], skip[1], skip[3]], SeriesDays.Missed(First, 2, First.AddDays(56), skip));
    }
}
