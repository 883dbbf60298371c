using CounselDesk.Domain.Progress;
using FsCheck;
using FsCheck.Fluent;
using static CounselDesk.Application.Tests.Progress.RealInstruments;

namespace CounselDesk.Application.Tests.Progress;

/// <summary>The program's scores and classes held against a second transcription, at every total that there is.</summary>
public sealed class TranscriptionTests
{
    public static TheoryData<string> Keys { get; } = [.. Transcribed.All.Select(one => one.Key)];

    [Fact]
    public void Leaves_no_instrument_out() => Assert.Equal(
        Catalogue.All.Select(instrument => instrument.Key).Order(StringComparer.Ordinal),
        Transcribed.All.Select(one => one.Key).Append("ecr-s").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_total_has_its_cut_off_and_band(string key)
    {
        var (instrument, expected) = (Catalogue[key], Of(key));
        foreach (var (points, score) in Totals(instrument, expected))
        {
            Assert.Equal(expected.IsPast?.Invoke(points), score.IsPastCutOff);
            Assert.Equal(expected.Band?.Invoke(points), score.Band);
            Assert.Equal(points, score.Total / (decimal)expected.PerPoint);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_pair_of_totals_has_its_class(string key)
    {
        var (instrument, expected) = (Catalogue[key], Of(key));
        var totals = Totals(instrument, expected).ToList();
        foreach (var (then, first) in totals)
        {
            foreach (var (now, second) in totals)
            {
                var found = ReliableChange.Between(instrument, first, second).Class;
                if (found.ToString() != expected.Class(then, now))
                    Assert.Fail($"{key} from {then} to {now}: {found} instead of {expected.Class(then, now)}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Any_answers_have_their_total_or_are_too_few(string key)
    {
        var (instrument, expected) = (Catalogue[key], Of(key));
        // Drawn wide and folded into each item's range; now and then one is left out.
        var answers = Gen.Frequency((20, Gen.Choose(0, 9999).Select(draw => (int?)draw)), (1, Gen.Constant((int?)null))).ArrayOf(expected.Highest.Length)
            .Select(draws => draws.Zip(expected.Highest, (draw, highest) => expected.Lowest + (draw % (highest - expected.Lowest + 1))).ToList());
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Arb.From(answers), given =>
        {
            var numbered = given.Index().ToDictionary(pair => pair.Index + 1, pair => pair.Item is { } answer ? answer / (decimal)expected.PerPoint : (decimal?)null);
            return Scoring.Score(instrument, numbered) switch
            {
                Scored { Score: var score } => score.Total / (decimal)expected.PerPoint == expected.Total([.. given])
                    && score.Prorated == given.Contains(null)
                    && score.IsPastCutOff == expected.IsPast?.Invoke(expected.Total([.. given])!.Value),
                _ => expected.Total([.. given]) is null,
            };
        }));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Each_item_can_be_the_one_left_out_or_cannot(string key)
    {
        var (instrument, expected) = (Catalogue[key], Of(key));
        for (var item = 1; item <= expected.Highest.Length; item++)
        {
            var answers = AnswersFor(instrument, instrument.Items.Sum(one => one.Min));
            answers[item] = null;
            Assert.Equal(expected.Needed < expected.Highest.Length, Scoring.Score(instrument, answers) is Scored);
        }
    }

    [Fact]
    public void A_couple_has_recovered_only_when_both_have_and_shows_the_one_who_does_less_well()
    {
        string[] fromWorst = ["NotClassified", "Deteriorated", "Unchanged", "Improved", "Recovered"];
        foreach (var one in Enum.GetValues<ChangeClass>())
        {
            foreach (var other in Enum.GetValues<ChangeClass>())
            {
                var worse = fromWorst.First(name => name == one.ToString() || name == other.ToString());
                Assert.Equal(worse, ReliableChange.OfCouple(one, other).ToString());
            }
        }
    }

    [Theory]
    [InlineData(32, 0.98, 12.54)] // csi-32, Funk & Rogge 2007
    [InlineData(17, 0.98, 6.66)] // csi-16
    [InlineData(4, 0.94, 2.72)] // csi-4
    public void Constants_by_jacobson_and_truax_come_out_as_written(double sd, double alpha, double smallest) =>
        Assert.Equal((decimal)smallest, ReliableChange.JacobsonTruax((decimal)sd, (decimal)alpha));

    private static Transcribed Of(string key) => Transcribed.All.Single(one => one.Key == key);

    private static IEnumerable<(decimal Points, Score Score)> Totals(Instrument instrument, Transcribed expected) =>
        from sum in Enumerable.Range(expected.Lowest * expected.Highest.Length, expected.Highest.Sum() - (expected.Lowest * expected.Highest.Length) + 1)
        select (sum * expected.Times / (decimal)expected.PerPoint, Scored(instrument, AnswersFor(instrument, sum)));
}
