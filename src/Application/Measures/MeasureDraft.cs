using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Measures;

/// <summary>Turns a practice's measure, in points, into the form of the built-in data, and holds it against the very rules of that.</summary>
internal static class MeasureDraft
{
    public const decimal HighestAnswer = 1000;

    /// <summary>Above any total: 100 items of 1000 points, 20 times.</summary>
    public const decimal HighestTotal = 2_000_000;

    /// <summary>The instrument, which is to be used only where nothing is wrong with it.</summary>
    public static (Instrument Instrument, IReadOnlyList<InstrumentFault> Faults) Read(NewMeasure text)
    {
        var instrument = Instrument(text);
        var faults = OffUnit(text).ToList();
        if (faults.Count == 0)
            faults = [.. InstrumentFaults.Of(instrument).Concat(OwnRules(text, instrument)).DistinctBy(fault => fault.Field, StringComparer.Ordinal)];
        return (instrument, faults);
    }

    private static Instrument Instrument(NewMeasure text) => new(
        text.Key, text.Title, Confidential: false, text.Decimals, text.Multiplier, text.HasTotal, text.Better,
        [
            .. text.Items.Select((item, index) => new InstrumentItem(
                index + 1, (int)(item.Min * Scale(text)), (int)(item.Max * Scale(text)), (int)(item.Step * Scale(text)), item.Reversed, item.Wording)),
        ],
        [.. (text.Subscales ?? []).Select(scale => new Subscale(scale.Key, scale.Items, text.Source))],
        [.. (text.CutOffs ?? []).Select(cutOff => new CutOff(cutOff.Meaning, cutOff.Comparison, (int)(cutOff.Points * 100), null, cutOff.Source ?? text.Source))],
        [.. (text.Bands ?? []).Select(band => new ScoreBand(band.Label, (int)(band.From * 100)))],
        Change(text.ReliableChange),
        new MissingAnswers(text.Missing?.Rule ?? MissingRule.AllRequired, text.Missing?.AtLeast ?? text.Items.Count, text.Source),
        text.RiskItem, text.Recall, text.Instruction, text.Licence, text.Source);

    private static ReliableChangeConstant? Change(NewReliableChange? change) => change switch
    {
        { Points: { } points } => new((int)(points * 100), ReliableChangeMethod.PublishedThreshold, null, null, change.Source),
        { Sd: { } sd, Alpha: { } alpha } => new((int)(ReliableChange.JacobsonTruax(sd, alpha) * 100), ReliableChangeMethod.JacobsonTruax, sd, alpha, change.Source),
        _ => null,
    };

    /// <summary>Numbers that lie between the units in which they are kept.</summary>
    private static IEnumerable<InstrumentFault> OffUnit(NewMeasure text)
    {
        const string Answers = "Give no more decimal places than the measure's decimals.";
        const string Constants = "Give at most two decimal places.";
        foreach (var (index, item) in text.Items.Index())
        {
            foreach (var (field, number) in new[] { ("min", item.Min), ("max", item.Max), ("step", item.Step) })
            {
                if (!IsWhole(number * Scale(text)))
                    yield return new($"items[{index}].{field}", Answers);
            }
        }

        foreach (var (index, cutOff) in (text.CutOffs ?? []).Index())
        {
            if (!IsWhole(cutOff.Points * 100))
                yield return new($"cutOffs[{index}].points", Constants);
        }

        foreach (var (index, band) in (text.Bands ?? []).Index())
        {
            if (!IsWhole(band.From * 100))
                yield return new($"bands[{index}].from", Constants);
            if (!IsWhole(band.To * 100))
                yield return new($"bands[{index}].to", Constants);
        }

        if (text.ReliableChange?.Points is { } points && !IsWhole(points * 100))
            yield return new("reliableChange.points", Constants);
    }

    /// <summary>What the built-in data leaves to whoever writes it.</summary>
    private static IEnumerable<InstrumentFault> OwnRules(NewMeasure text, Instrument instrument)
    {
        if (!text.HasTotal && instrument.Subscales.Count == 0)
            yield return new("hasTotal", "Without a total there are sub-scales.");
        foreach (var twice in instrument.Subscales.Index().GroupBy(scale => scale.Item.Key, StringComparer.Ordinal).SelectMany(same => same.Skip(1)))
            yield return new($"subscales[{twice.Index}].key", "Another sub-scale has this key.");
        // Recovery is the way from the side that the first cut-off names to the other.
        if (instrument.CutOffs is [{ Comparison: var side }, ..] && side == CutOffComparison.AtOrAbove == (text.Better == BetterEnd.Higher))
            yield return new("cutOffs[0].comparison", "The first cut-off names the worse side of the scale.");
        if (text.ReliableChange is not (null or { Points: null, Sd: not null, Alpha: not null } or { Points: not null, Sd: null, Alpha: null }))
            yield return new("reliableChange", "Give sd and alpha, or points, and not both.");
        foreach (var fault in Bands(text.Bands ?? [], instrument))
            yield return fault;
    }

    private static IEnumerable<InstrumentFault> Bands(IReadOnlyList<NewBand> bands, Instrument instrument)
    {
        if (bands.Count == 0)
            yield break;
        var unit = instrument.Multiplier / Scale(instrument.Decimals);
        foreach (var (index, band) in bands.Index())
        {
            if (band.To < band.From)
                yield return new($"bands[{index}].to", "A band ends at or above its start.");
            if (index > 0 && band.From <= bands[index - 1].To)
                yield return new($"bands[{index}].from", "This band overlaps the one before it.");
            else if (index > 0 && band.From > bands[index - 1].To + unit)
                yield return new($"bands[{index}].from", "There is a gap between the band before and this one: it begins one unit of the total above that one's end.");
        }

        if (bands[^1].To * 100 != instrument.ToHundredths(instrument.HighestTotal))
            yield return new($"bands[{bands.Count - 1}].to", "The last band does not end at the highest total.");
    }

    private static decimal Scale(NewMeasure text) => Scale(text.Decimals);

    private static decimal Scale(int decimals) => decimals switch
    {
        0 => 1,
        1 => 10,
        _ => 100,
    };

    private static bool IsWhole(decimal number) => number == decimal.Truncate(number);
}
