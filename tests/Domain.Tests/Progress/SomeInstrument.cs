using CounselDesk.Domain.Progress;

namespace CounselDesk.Domain.Tests.Progress;

/// <summary>Made-up instruments for the rules; the real ones are tested where their file is read.</summary>
static class SomeInstrument
{
    /// <summary>Four items 0-3, higher is worse, prorated from 3, item 4 about risk; cut-off at 6, reliable from 4.</summary>
    public static Instrument Symptoms { get; } = new(
        "symptoms", "Symptoms", Confidential: false, Decimals: 0, Multiplier: 1, HasTotal: true, BetterEnd.Lower,
        Items(4, 0, 3), [], [new("positive", CutOffComparison.AtOrAbove, 600, null, "made up")],
        [new("minimal", 0), new("mild", 300), new("severe", 600)],
        new(400, ReliableChangeMethod.PublishedThreshold, null, null, "made up"),
        new(MissingRule.Prorate, 3, "made up"), RiskItem: 4, null, null, "none", "made up");

    /// <summary>Three items 1-5, the second reversed, higher is better, all required; distressed below 8.5, reliable from 2.5.</summary>
    public static Instrument Satisfaction { get; } = new(
        "satisfaction", "Satisfaction", Confidential: false, Decimals: 0, Multiplier: 1, HasTotal: true, BetterEnd.Higher,
        Items(3, 1, 5, reversed: 2), [new("first-two", [1, 2], "made up")], [new("distressed", CutOffComparison.Below, 850, null, "made up")],
        [new("distressed", 300), new("not distressed", 850)],
        new(250, ReliableChangeMethod.JacobsonTruax, 2m, 0.8m, "made up"),
        new(MissingRule.AllRequired, 3, "made up"), RiskItem: null, null, null, "none", "made up");

    /// <summary>Two items 0-10 by tenths; neither cut-off nor constant.</summary>
    public static Instrument Tenths { get; } = Satisfaction with
    {
        Key = "tenths", Decimals = 1, Items = Items(2, 0, 100), Subscales = [], CutOffs = [], Bands = [], ReliableChange = null,
        Missing = new(MissingRule.AllRequired, 2, "made up"),
    };

    /// <summary>Two sub-scales, no total.</summary>
    public static Instrument Styles { get; } = Tenths with
    {
        Key = "styles", Decimals = 0, HasTotal = false, Items = Items(4, 1, 7), Better = BetterEnd.Lower,
        Subscales = [new("anxiety", [2, 4], "made up"), new("avoidance", [1, 3], "made up")],
        Missing = new(MissingRule.AllRequired, 4, "made up"),
    };

    public static IReadOnlyList<InstrumentItem> Items(int count, int min, int max, int reversed = 0) =>
        [.. Enumerable.Range(1, count).Select(number => new InstrumentItem(number, min, max, 1, number == reversed, null))];

    public static IReadOnlyDictionary<int, decimal?> Answers(params decimal?[] answers) =>
        answers.Select((answer, index) => (answer, index)).ToDictionary(pair => pair.index + 1, pair => pair.answer);

    public static Score Scored(Instrument instrument, params decimal?[] answers) =>
        Assert.IsType<Scored>(Scoring.Score(instrument, Answers(answers))).Score;

    /// <summary>A score with a total set by hand, where only the total matters.</summary>
    public static Score Total(Instrument instrument, int total, bool prorated = false) =>
        new(instrument.Key, total, total, instrument.Decimals, [], null, [], prorated, prorated ? [1] : [], RiskAnswer.NotAsked);
}
