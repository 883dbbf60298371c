using CounselDesk.Domain.Progress;
using CounselDesk.Infrastructure.Progress;

namespace CounselDesk.Application.Tests.Progress;

/// <summary>The instruments as built in, and answers to them.</summary>
static class RealInstruments
{
    public static InstrumentCatalogue Catalogue { get; } = new MeasureFiles().Catalogue;

    public static Score Scored(Instrument instrument, IReadOnlyDictionary<int, decimal?> answers) =>
        Assert.IsType<Scored>(Scoring.Score(instrument, answers)).Score;

    /// <summary>Answers that add up, keyed, to a raw sum of scaled points.</summary>
    public static Dictionary<int, decimal?> AnswersFor(Instrument instrument, int rawSum)
    {
        var left = rawSum - instrument.Items.Sum(item => item.Min);
        var answers = new Dictionary<int, decimal?>();
        foreach (var item in instrument.Items)
        {
            var above = Math.Clamp(left, 0, item.Max - item.Min);
            left -= above;
            var scaled = item.Reversed ? item.Max - above : item.Min + above;
            answers[item.Number] = instrument.Decimals == 1 ? scaled / 10m : scaled;
        }

        Assert.Equal(0, left);
        return answers;
    }
}
