using CounselDesk.Domain.Progress;
using static CounselDesk.Application.Tests.Progress.RealInstruments;

namespace CounselDesk.Application.Tests.Progress;

public sealed class InstrumentScoringTests
{
    [Theory]
    // key, raw sum (scaled), past the cut-off, band
    [InlineData("csi-32", 103, true, "distressed")]
    [InlineData("csi-32", 104, true, "distressed")]
    [InlineData("csi-32", 105, false, "not distressed")]
    [InlineData("csi-32", 106, false, "not distressed")]
    [InlineData("csi-16", 50, true, "distressed")]
    [InlineData("csi-16", 51, true, "distressed")]
    [InlineData("csi-16", 52, false, "not distressed")]
    [InlineData("csi-16", 53, false, "not distressed")]
    [InlineData("csi-4", 12, true, "distressed")]
    [InlineData("csi-4", 13, true, "distressed")]
    [InlineData("csi-4", 14, false, "not distressed")]
    [InlineData("csi-4", 15, false, "not distressed")]
    [InlineData("rdas", 46, true, "distressed")]
    [InlineData("rdas", 47, true, "distressed")]
    [InlineData("rdas", 48, false, "not distressed")]
    [InlineData("rdas", 49, false, "not distressed")]
    [InlineData("phq-9", 0, false, "minimal")]
    [InlineData("phq-9", 4, false, "minimal")]
    [InlineData("phq-9", 5, false, "mild")]
    [InlineData("phq-9", 6, false, "mild")]
    [InlineData("phq-9", 9, false, "mild")]
    [InlineData("phq-9", 10, true, "moderate")]
    [InlineData("phq-9", 11, true, "moderate")]
    [InlineData("phq-9", 14, true, "moderate")]
    [InlineData("phq-9", 15, true, "moderately severe")]
    [InlineData("phq-9", 16, true, "moderately severe")]
    [InlineData("phq-9", 19, true, "moderately severe")]
    [InlineData("phq-9", 20, true, "severe")]
    [InlineData("phq-9", 21, true, "severe")]
    [InlineData("phq-9", 27, true, "severe")]
    [InlineData("phq-2", 2, false, "negative screen")]
    [InlineData("phq-2", 3, true, "positive screen")]
    [InlineData("phq-2", 4, true, "positive screen")]
    [InlineData("gad-7", 0, false, "minimal")]
    [InlineData("gad-7", 4, false, "minimal")]
    [InlineData("gad-7", 5, false, "mild")]
    [InlineData("gad-7", 6, false, "mild")]
    [InlineData("gad-7", 7, false, "mild")]
    [InlineData("gad-7", 8, true, "mild")]
    [InlineData("gad-7", 9, true, "mild")]
    [InlineData("gad-7", 10, true, "moderate")]
    [InlineData("gad-7", 11, true, "moderate")]
    [InlineData("gad-7", 14, true, "moderate")]
    [InlineData("gad-7", 15, true, "severe")]
    [InlineData("gad-7", 16, true, "severe")]
    [InlineData("gad-7", 21, true, "severe")]
    [InlineData("who-5", 0, true, "likely depression")]
    [InlineData("who-5", 6, true, "likely depression")] // 24
    [InlineData("who-5", 7, true, "likely depression")] // 28
    [InlineData("who-5", 8, true, "low well-being")] // 32
    [InlineData("who-5", 12, true, "low well-being")] // 48
    [InlineData("who-5", 13, false, "adequate well-being")] // 52
    [InlineData("who-5", 14, false, "adequate well-being")] // 56
    [InlineData("who-5", 25, false, "adequate well-being")]
    [InlineData("ors", 249, true, "distressed")]
    [InlineData("ors", 250, false, "not distressed")]
    [InlineData("ors", 251, false, "not distressed")]
    [InlineData("srs", 359, true, "discuss the alliance")]
    [InlineData("srs", 360, false, "alliance rated well")]
    [InlineData("srs", 361, false, "alliance rated well")]
    [InlineData("hits", 4, false, "negative screen")]
    [InlineData("hits", 9, false, "negative screen")]
    [InlineData("hits", 10, true, "positive screen")]
    [InlineData("hits", 11, true, "positive screen")]
    [InlineData("ras", 20, null, null)]
    [InlineData("dyadic-trust", 30, null, null)]
    [InlineData("trust-pulse", 0, null, null)]
    [InlineData("trust-pulse", 50, null, null)]
    public void Finds_cut_off_and_band_at_every_boundary(string key, int raw, bool? past, string? band)
    {
        var instrument = Catalogue[key];
        var score = Scored(instrument, AnswersFor(instrument, raw));
        Assert.Equal((raw * instrument.Multiplier, raw, past, band), (score.Total, score.Raw, score.IsPastCutOff, score.Band));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void The_who_5_has_a_second_cut_off_at_28(int raw, bool likely) =>
        Assert.Equal(likely, Scored(Catalogue["who-5"], AnswersFor(Catalogue["who-5"], raw)).CutOffs[1].IsMet);

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    [InlineData(12, true)]
    public void Hits_takes_the_practices_choice_of_11(int raw, bool positive)
    {
        var instrument = Catalogue["hits"].WithCutOff(1100);
        var score = Scored(instrument, AnswersFor(instrument, raw));
        Assert.Equal((positive, positive ? "positive screen" : "negative screen"), (score.IsPastCutOff, score.Band));
    }

    [Theory]
    [InlineData("ras", new[] { 5, 5, 5, 1, 5, 5, 1 }, 35)]
    [InlineData("ras", new[] { 5, 5, 5, 5, 5, 5, 5 }, 27)]
    [InlineData("ras", new[] { 1, 2, 3, 4, 5, 4, 3 }, 20)]
    [InlineData("dyadic-trust", new[] { 1, 1, 7, 7, 7, 1, 7, 7 }, 56)]
    [InlineData("dyadic-trust", new[] { 7, 7, 1, 1, 1, 7, 1, 1 }, 8)]
    [InlineData("dyadic-trust", new[] { 2, 3, 4, 5, 6, 7, 1, 2 }, 30)]
    public void Turns_the_reversed_items_round(string key, int[] answers, int total) =>
        Assert.Equal(total, Scored(Catalogue[key], Numbered(answers)).Total);

    [Theory]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, 12, 24)]
    [InlineData(new[] { 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7 }, 36, 24)]
    [InlineData(new[] { 1, 7, 7, 7, 1, 7, 7, 1, 1, 7, 7, 7 }, 42, 42)]
    [InlineData(new[] { 7, 1, 1, 1, 7, 1, 1, 7, 7, 1, 1, 1 }, 6, 6)]
    public void Ecr_s_gives_anxiety_and_avoidance_and_no_total(int[] answers, int anxiety, int avoidance)
    {
        var score = Scored(Catalogue["ecr-s"], Numbered(answers));
        Assert.Null(score.Total);
        Assert.Equal([new("anxiety", anxiety), new("avoidance", avoidance)], score.Subscales);
    }

    [Fact]
    public void Rdas_sub_scales_reach_30_20_and_19() => Assert.Equal(
        [30, 20, 19], Scored(Catalogue["rdas"], AnswersFor(Catalogue["rdas"], 69)).Subscales.Select(scale => scale.Total));

    [Theory]
    [InlineData("phq-9", 8, 8, 9)] // 8 x 9/8 = 9
    [InlineData("phq-9", 4, 8, 5)] // 4.5, a half up
    [InlineData("phq-9", 24, 8, 27)]
    [InlineData("gad-7", 6, 6, 7)]
    [InlineData("gad-7", 3, 6, 4)] // 3.5, a half up
    [InlineData("gad-7", 18, 6, 21)]
    public void Prorates_one_missing_answer_and_says_so(string key, int sum, int answered, int total)
    {
        var instrument = Catalogue[key];
        var answers = AnswersFor(instrument with { Items = [.. instrument.Items.Take(answered)] }, sum);
        var score = Scored(instrument, answers);
        Assert.Equal((total, true), (score.Total, score.Prorated));
        Assert.Equal([answered + 1], score.MissingItems);
    }

    [Fact]
    public void Refuses_one_answer_fewer_than_each_instrument_needs() => Assert.All(Catalogue.All, instrument =>
    {
        var answers = AnswersFor(instrument, instrument.Items.Sum(item => item.Max));
        var missing = instrument.Items.Count - instrument.Missing.AtLeast + 1;
        foreach (var number in Enumerable.Range(1, missing))
            answers[number] = null;
        var refusal = Assert.Single(Assert.IsType<Refused>(Scoring.Score(instrument, answers)).Refusals);
        Assert.Equal(AnswerRule.TooManyMissing, refusal.Rule);
        Assert.Equal(Enumerable.Range(1, missing), refusal.Items);
    });

    [Fact]
    public void Refuses_one_above_and_one_below_the_range_of_every_item_of_each_instrument() => Assert.All(
        Catalogue.All.SelectMany(instrument => instrument.Items, (instrument, item) => (instrument, item)), pair =>
        {
            var unit = pair.instrument.Decimals == 1 ? 0.1m : 1m;
            foreach (var beyond in new[] { (pair.item.Max + 1) * unit, (pair.item.Min - 1) * unit })
            {
                var answers = AnswersFor(pair.instrument, pair.instrument.Items.Sum(item => item.Min));
                answers[pair.item.Number] = beyond;
                var refusal = Assert.Single(Assert.IsType<Refused>(Scoring.Score(pair.instrument, answers)).Refusals);
                Assert.Equal(AnswerRule.OutOfRange, refusal.Rule);
                Assert.Equal([pair.item.Number], refusal.Items);
            }
        });

    [Theory]
    [InlineData(0, RiskAnswer.None)]
    [InlineData(1, RiskAnswer.Raised)]
    public void Phq_9_item_9_raises_risk_even_at_a_minimal_total(int answer, RiskAnswer risk)
    {
        var score = Scored(Catalogue["phq-9"], Numbered([0, 0, 0, 0, 0, 0, 0, 0, answer]));
        Assert.Equal((answer, "minimal", risk), (score.Total, score.Band, score.Risk));
    }

    [Fact]
    public void Phq_9_without_item_9_is_no_all_clear()
    {
        var answers = Numbered([0, 0, 0, 0, 0, 0, 0, 0]);
        Assert.Equal(RiskAnswer.Unanswered, Scored(Catalogue["phq-9"], answers).Risk);
    }

    [Theory]
    // key, baseline and current raw sums, class
    [InlineData("csi-32", 100, 112, ChangeClass.Unchanged)] // 12 < 12.54
    [InlineData("csi-32", 100, 113, ChangeClass.Recovered)]
    [InlineData("csi-32", 105, 118, ChangeClass.Improved)]
    [InlineData("csi-32", 100, 87, ChangeClass.Deteriorated)]
    [InlineData("csi-16", 50, 56, ChangeClass.Unchanged)]
    [InlineData("csi-16", 50, 57, ChangeClass.Recovered)]
    [InlineData("csi-4", 12, 14, ChangeClass.Unchanged)]
    [InlineData("csi-4", 12, 15, ChangeClass.Recovered)]
    [InlineData("rdas", 40, 51, ChangeClass.Unchanged)]
    [InlineData("rdas", 40, 52, ChangeClass.Recovered)]
    [InlineData("rdas", 35, 47, ChangeClass.Improved)]
    [InlineData("phq-9", 14, 9, ChangeClass.Unchanged)]
    [InlineData("phq-9", 15, 9, ChangeClass.Recovered)]
    [InlineData("phq-9", 16, 10, ChangeClass.Improved)]
    [InlineData("phq-9", 9, 15, ChangeClass.Deteriorated)]
    [InlineData("gad-7", 10, 7, ChangeClass.Unchanged)]
    [InlineData("gad-7", 11, 7, ChangeClass.Recovered)]
    [InlineData("gad-7", 12, 8, ChangeClass.Improved)]
    [InlineData("who-5", 11, 13, ChangeClass.Unchanged)] // 44 to 52
    [InlineData("who-5", 10, 13, ChangeClass.Recovered)] // 40 to 52
    [InlineData("who-5", 9, 12, ChangeClass.Improved)] // 36 to 48
    [InlineData("ors", 201, 250, ChangeClass.Unchanged)]
    [InlineData("ors", 200, 250, ChangeClass.Recovered)]
    [InlineData("ors", 199, 249, ChangeClass.Improved)]
    [InlineData("ors", 300, 250, ChangeClass.Deteriorated)]
    [InlineData("srs", 200, 400, ChangeClass.NotClassified)]
    [InlineData("ras", 7, 35, ChangeClass.NotClassified)]
    [InlineData("dyadic-trust", 8, 56, ChangeClass.NotClassified)]
    [InlineData("phq-2", 6, 0, ChangeClass.NotClassified)]
    [InlineData("hits", 20, 4, ChangeClass.NotClassified)]
    [InlineData("trust-pulse", 0, 50, ChangeClass.NotClassified)]
    [InlineData("ecr-s", 84, 12, ChangeClass.NotClassified)]
    public void Classifies_change_at_the_published_constants(string key, int baseline, int current, ChangeClass expected)
    {
        var instrument = Catalogue[key];
        var change = ReliableChange.Between(
            instrument, Scored(instrument, AnswersFor(instrument, baseline)), Scored(instrument, AnswersFor(instrument, current)));
        Assert.Equal(expected, change.Class);
    }

    [Theory]
    // key, the raw sum to start from, the fewest steps of it that are reliable, whether better is higher
    [InlineData("csi-32", 80, 13, true)] // 12.54
    [InlineData("csi-16", 40, 7, true)] // 6.66
    [InlineData("csi-4", 10, 3, true)] // 2.72
    [InlineData("rdas", 35, 12, true)] // 11.58
    [InlineData("phq-9", 13, 6, false)]
    [InlineData("gad-7", 10, 4, false)]
    [InlineData("who-5", 12, 3, true)] // 12 of the reported points; 8 are fewer than 10
    [InlineData("ors", 200, 50, true)]
    public void Finds_the_smallest_reliable_change_both_ways(string key, int from, int smallest, bool higherIsBetter)
    {
        var instrument = Catalogue[key];
        foreach (var (steps, isReliable) in new[] { (smallest - 1, false), (smallest, true), (smallest + 1, true) })
        {
            Assert.Equal((isReliable, isReliable ? 1 : 0), Found(steps));
            Assert.Equal((isReliable, isReliable ? -1 : 0), Found(-steps));
        }

        // Whether it is reliable, and whether the person does better, worse or neither.
        (bool, int) Found(int gain)
        {
            var to = from + (higherIsBetter ? gain : -gain);
            var change = ReliableChange.Between(instrument, Scored(instrument, AnswersFor(instrument, from)), Scored(instrument, AnswersFor(instrument, to)));
            return (change.IsReliable!.Value, change.Class switch
            {
                ChangeClass.Improved or ChangeClass.Recovered => 1,
                ChangeClass.Deteriorated => -1,
                _ => 0,
            });
        }
    }

    static Dictionary<int, decimal?> Numbered(int[] answers) =>
        answers.Select((answer, index) => (answer, index)).ToDictionary(pair => pair.index + 1, pair => (decimal?)pair.answer);
}
