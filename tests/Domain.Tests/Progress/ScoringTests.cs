using CounselDesk.Domain.Progress;
using static CounselDesk.Domain.Tests.Progress.SomeInstrument;

namespace CounselDesk.Domain.Tests.Progress;

public sealed class ScoringTests
{
    [Theory]
    [InlineData(1, 5, 1, 3)]
    [InlineData(5, 1, 5, 15)]
    [InlineData(1, 1, 1, 7)]
    [InlineData(5, 5, 5, 11)]
    [InlineData(3, 3, 3, 9)]
    public void Turns_reversed_items_round(int first, int reversed, int third, int total) =>
        Assert.Equal(total, Scored(Satisfaction, first, reversed, third).Total);

    [Fact]
    public void Sums_sub_scales_with_reversed_items() =>
        Assert.Equal([new("first-two", 9)], Scored(Satisfaction, 5, 2, 1).Subscales);

    [Fact]
    public void Gives_sub_scales_and_no_total_where_a_total_has_no_meaning()
    {
        var score = Scored(Styles, 1, 7, 2, 6);
        Assert.Null(score.Total);
        Assert.Null(score.Band);
        Assert.Null(score.IsPastCutOff);
        Assert.Equal([new("anxiety", 13), new("avoidance", 3)], score.Subscales);
    }

    [Fact]
    public void Keeps_tenths_exact() => Assert.Equal((3, 1), (Scored(Tenths, 0.1m, 0.2m).Total, Scored(Tenths, 0.1m, 0.2m).Decimals));

    [Fact]
    public void Multiplies_the_raw_sum()
    {
        var score = Scored(Symptoms with { Multiplier = 4 }, 1, 0, 2, 0);
        Assert.Equal((3, 12), (score.Raw, score.Total));
    }

    [Theory]
    [InlineData(2, "minimal", false)]
    [InlineData(3, "mild", false)]
    [InlineData(5, "mild", false)]
    [InlineData(6, "severe", true)]
    [InlineData(7, "severe", true)]
    public void Finds_band_and_cut_off(int total, string band, bool positive)
    {
        var score = Scored(Symptoms, Math.Min(total, 3), Math.Clamp(total - 3, 0, 3), Math.Max(total - 6, 0), 0);
        Assert.Equal((total, band, positive), (score.Total, score.Band, score.IsPastCutOff));
    }

    [Theory]
    [InlineData(CutOffComparison.Below, 499, true)]
    [InlineData(CutOffComparison.Below, 500, false)]
    [InlineData(CutOffComparison.AtOrBelow, 500, true)]
    [InlineData(CutOffComparison.AtOrBelow, 501, false)]
    [InlineData(CutOffComparison.AtOrAbove, 499, false)]
    [InlineData(CutOffComparison.AtOrAbove, 500, true)]
    public void Compares_with_a_cut_off_as_published(CutOffComparison comparison, int hundredths, bool met) =>
        Assert.Equal(met, new CutOff("positive", comparison, 500, null, "made up").IsMetBy(hundredths));

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 0, 1)] // 1 x 4/3 = 1.33
    [InlineData(1, 1, 0, 3)] // 2.67
    [InlineData(2, 3, 0, 7)] // 6.67
    [InlineData(3, 3, 3, 12)]
    public void Prorates_where_allowed_and_says_so(int first, int second, int third, int total)
    {
        var score = Scored(Symptoms, first, second, third, null);
        Assert.Equal(total, score.Total);
        Assert.True(score.Prorated);
        Assert.Equal([4], score.MissingItems);
    }

    [Fact]
    public void Rounds_a_prorated_half_up()
    {
        var seven = Symptoms with { Items = Items(7, 0, 3), Missing = new(MissingRule.Prorate, 6, "made up"), RiskItem = null };
        Assert.Equal(4, Scored(seven, 3, 0, 0, 0, 0, 0, null).Total); // 3 x 7/6 = 3.5
    }

    [Fact]
    public void A_full_answer_is_not_prorated() => Assert.False(Scored(Symptoms, 0, 0, 0, 0).Prorated);

    [Fact]
    public void Too_many_missing_are_refused_with_their_numbers()
    {
        var refusal = Refusal(Symptoms, 1, null, null, 0);
        Assert.Equal(AnswerRule.TooManyMissing, refusal.Rule);
        Assert.Equal([2, 3], refusal.Items);
        Assert.Equal("Items 2, 3: At least 3 of 4 items must be answered.", refusal.Message);
    }

    [Fact]
    public void Any_missing_is_refused_where_all_are_required() =>
        Assert.Equal("Item 2: Every item must be answered.", Refusal(Satisfaction, 1, null, 3).Message);

    [Fact]
    public void No_answers_at_all_are_refused()
    {
        var refused = Assert.IsType<Refused>(Scoring.Score(Satisfaction, new Dictionary<int, decimal?>()));
        Assert.Equal([1, 2, 3], Assert.Single(refused.Refusals).Items);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("6")]
    [InlineData("-1")]
    [InlineData("5.01")]
    [InlineData("79228162514264337593543950335")]
    public void Out_of_range_is_refused(string answer)
    {
        var refusal = Refusal(Satisfaction, 1, decimal.Parse(answer, System.Globalization.CultureInfo.InvariantCulture), 3);
        Assert.Equal(AnswerRule.OutOfRange, refusal.Rule);
        Assert.Equal([2], refusal.Items);
    }

    [Fact]
    public void Between_the_steps_is_refused()
    {
        Assert.Equal(AnswerRule.OffStep, Refusal(Satisfaction, 1, 2.5m, 3).Rule);
        Assert.Equal(AnswerRule.OffStep, Refusal(Tenths, 1.25m, 3).Rule);
        Assert.Equal(13, Scored(Tenths, 1.30m, 0).Total);
    }

    [Fact]
    public void Steps_are_counted_from_the_lowest_answer()
    {
        var odd = Tenths with { Decimals = 0, Items = [new(1, 1, 7, 2, false, null), new(2, 1, 7, 2, false, null)] };
        Assert.Equal(8, Scored(odd, 1, 7).Total);
        Assert.Equal(AnswerRule.OffStep, Refusal(odd, 1, 4).Rule);
    }

    [Fact]
    public void Items_the_instrument_has_not_are_refused_even_unanswered() =>
        Assert.Equal([0, 5], Refusal(Styles, new Dictionary<int, decimal?> { [5] = null, [0] = 1, [1] = 1, [2] = 1, [3] = 1, [4] = 1 }).Items);

    [Fact]
    public void Every_rule_broken_is_named_at_once_and_never_a_value()
    {
        var refused = Assert.IsType<Refused>(Scoring.Score(Satisfaction, new Dictionary<int, decimal?> { [1] = 77, [2] = 2.625m, [9] = 1 }));
        Assert.Equal([AnswerRule.UnknownItem, AnswerRule.OutOfRange, AnswerRule.OffStep, AnswerRule.TooManyMissing], refused.Refusals.Select(refusal => refusal.Rule));
        Assert.All(refused.Refusals, refusal => Assert.DoesNotMatch("77|625", refusal.Message));
    }

    [Theory]
    [InlineData(0, RiskAnswer.None)]
    [InlineData(1, RiskAnswer.Raised)]
    [InlineData(3, RiskAnswer.Raised)]
    [InlineData(null, RiskAnswer.Unanswered)]
    public void The_risk_item_speaks_whatever_the_total(int? answer, RiskAnswer risk)
    {
        var score = Scored(Symptoms, 0, 0, 0, answer);
        Assert.Equal((0 + (answer ?? 0), risk), (score.Total, score.Risk));
    }

    [Fact]
    public void The_risk_item_speaks_even_when_the_answers_are_refused()
    {
        var answers = Answers(null, null, null, 1);
        Assert.IsType<Refused>(Scoring.Score(Symptoms, answers));
        Assert.Equal(RiskAnswer.Raised, Scoring.Risk(Symptoms, answers));
    }

    [Fact]
    public void Without_a_risk_item_none_is_asked() => Assert.Equal(RiskAnswer.NotAsked, Scored(Tenths, 1, 1).Risk);

    [Fact]
    public void A_practice_may_choose_among_the_published_cut_offs_and_the_band_moves_along()
    {
        var first = Symptoms.CutOffs[0] with { ChoicesHundredths = [600, 700] };
        var chosen = (Symptoms with { CutOffs = [first] }).WithCutOff(700);
        Assert.Equal((false, "mild"), (Scored(chosen, 3, 3, 0, 0).IsPastCutOff, Scored(chosen, 3, 3, 0, 0).Band));
        Assert.Equal((true, "severe"), (Scored(chosen, 3, 3, 1, 0).IsPastCutOff, Scored(chosen, 3, 3, 1, 0).Band));
    }

    [Fact]
    public void Other_cut_offs_cannot_be_chosen()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Symptoms.WithCutOff(600));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tenths.WithCutOff(600));
    }

    static AnswerRefusal Refusal(Instrument instrument, params decimal?[] answers) => Refusal(instrument, Answers(answers));

    static AnswerRefusal Refusal(Instrument instrument, IReadOnlyDictionary<int, decimal?> answers) =>
        Assert.Single(Assert.IsType<Refused>(Scoring.Score(instrument, answers)).Refusals);
}
