using CounselDesk.Domain.Safety;

namespace CounselDesk.Domain.Tests.Safety;

public sealed class HitsScreeningTests
{
    [Theory]
    [InlineData(new[] { 1, 1, 1, 1 }, 10, 4, false)]
    [InlineData(new[] { 3, 2, 2, 2 }, 10, 9, false)]
    [InlineData(new[] { 3, 3, 2, 2 }, 10, 10, true)]
    [InlineData(new[] { 3, 3, 3, 2 }, 10, 11, true)]
    [InlineData(new[] { 3, 2, 2, 2 }, 11, 9, false)]
    [InlineData(new[] { 3, 3, 2, 2 }, 11, 10, false)]
    [InlineData(new[] { 3, 3, 3, 2 }, 11, 11, true)]
    [InlineData(new[] { 5, 5, 5, 5 }, 11, 20, true)]
    public void Is_positive_from_the_practices_cut_off_on(int[] answers, int cutoff, int total, bool positive)
    {
        var screening = HitsScreening.Score(answers, cutoff);
        Assert.Equal((total, cutoff, positive), (screening.Total, screening.Cutoff, screening.Positive));
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1, 1, 1 })]
    [InlineData(new[] { 1, 1, 1, 1, 1 })]
    [InlineData(new[] { 0, 1, 1, 1 })]
    [InlineData(new[] { 1, 1, 1, 6 })]
    public void Scores_nothing_but_four_answers_of_one_to_five(int[] answers)
    {
        Assert.False(HitsScreening.AreAnswers(answers));
        Assert.Throws<ArgumentException>(() => HitsScreening.Score(answers, 10));
    }
}
