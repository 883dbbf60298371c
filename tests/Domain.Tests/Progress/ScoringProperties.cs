using CounselDesk.Domain.Progress;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Domain.Tests.Progress;

public sealed class ScoringProperties
{
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3000);

    static Gen<(Instrument Instrument, decimal?[] Answers)> Cases =>
        from count in Gen.Choose(1, 12)
        from min in Gen.Choose(0, 1)
        from max in Gen.Choose(2, 10)
        from reversed in Gen.Choose(0, 1).ArrayOf(count)
        from prorate in Gen.Choose(0, 1)
        from decimals in Gen.Choose(0, 1)
        // Mostly answers that fit, some missing, some beside the range or the step.
        from answers in Gen.Frequency(
            (12, Gen.Choose(min, max).Select(answer => (decimal?)answer)),
            (1, Gen.Constant((decimal?)null)),
            (1, Gen.Elements<decimal?>(-1, 11, 1.5m, 2.25m))).ArrayOf(count)
        let items = reversed.Select((flag, index) => new InstrumentItem(index + 1, min * Power(decimals), max * Power(decimals), 1, flag == 1, null)).ToList()
        let rule = prorate == 1 && count > 1
            ? new MissingAnswers(MissingRule.Prorate, count - 1, "made up")
            : new MissingAnswers(MissingRule.AllRequired, count, "made up")
        select (SomeInstrument.Tenths with { Decimals = decimals, Items = items, Missing = rule }, answers);

    [Fact]
    public void Agrees_with_a_direct_transcription_of_the_rules() => Check.One(Many, Prop.ForAll(Arb.From(Cases), sample =>
        Scoring.Score(sample.Instrument, SomeInstrument.Answers(sample.Answers)) switch
        {
            Scored scored => scored.Score.Total is { } total && total / (decimal)Power(sample.Instrument.Decimals) == Transcribed(sample),
            _ => Transcribed(sample) is null,
        }));

    [Fact]
    public void A_total_lies_within_its_bounds() => Check.One(Many, Prop.ForAll(Arb.From(Cases), sample =>
        Scoring.Score(sample.Instrument, SomeInstrument.Answers(sample.Answers)) is not Scored { Score.Total: var total }
        || (total >= sample.Instrument.LowestTotal && total <= sample.Instrument.HighestTotal)));

    /// <summary>Points, or null where the answers must be refused.</summary>
    static decimal? Transcribed((Instrument Instrument, decimal?[] Answers) sample)
    {
        decimal sum = 0;
        var answered = 0;
        decimal unit = Power(sample.Instrument.Decimals);
        for (var index = 0; index < sample.Answers.Length; index++)
        {
            var item = sample.Instrument.Items[index];
            if (sample.Answers[index] is not { } answer)
                continue;
            if (answer < item.Min / unit || answer > item.Max / unit || answer * unit != Math.Floor(answer * unit))
                return null;
            answered++;
            sum += item.Reversed ? ((item.Min + item.Max) / unit) - answer : answer;
        }

        if (answered < sample.Answers.Length - (sample.Instrument.Missing.Rule == MissingRule.Prorate ? 1 : 0))
            return null;
        return Math.Floor((sum * unit * sample.Answers.Length / answered) + 0.5m) / unit;
    }

    static int Power(int decimals) => decimals == 1 ? 10 : 1;
}
