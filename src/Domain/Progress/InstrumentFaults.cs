namespace CounselDesk.Domain.Progress;

/// <summary>A rule that an instrument's facts break.</summary>
/// <param name="Field">The field, as facts are written: <c>bands[2].from</c>.</param>
/// <param name="Rule">What is wrong, without its value.</param>
public sealed record InstrumentFault(string Field, string Rule);

/// <summary>The rules by which every instrument can be scored: built in, or a practice's own.</summary>
public static class InstrumentFaults
{
    /// <summary>What contradicts itself, the items first; nothing where all is coherent.</summary>
    public static IReadOnlyList<InstrumentFault> Of(Instrument instrument)
    {
        var shape = Shape(instrument).ToList();
        // The constants are held against totals, which only sound items have.
        return shape.Count > 0 ? shape : [.. MissingRules(instrument), .. Constants(instrument)];
    }

    static IEnumerable<InstrumentFault> Shape(Instrument instrument)
    {
        var items = instrument.Items;
        if (items.Count == 0 || items.Where((item, index) => item.Number != index + 1).Any())
            yield return new("items", "items are not numbered from 1");
        foreach (var (index, item) in items.Index())
        {
            if (item.Max <= item.Min)
                yield return new($"items[{index}].max", "an item's range or step is wrong: the highest answer lies above the lowest");
            else if (item.Step < 1 || (item.Max - item.Min) % item.Step != 0)
                yield return new($"items[{index}].step", "an item's range or step is wrong: steps lead from the lowest answer to the highest");
        }

        if (instrument.Decimals is < 0 or > 2)
            yield return new("decimals", "decimals or multiplier is wrong");
        if (instrument.Multiplier < 1)
            yield return new("multiplier", "decimals or multiplier is wrong");
        foreach (var (index, scale) in instrument.Subscales.Index())
        {
            if (scale.Items.Count == 0 || scale.Items.Any(number => number < 1 || number > items.Count))
                yield return new($"subscales[{index}].items", "a sub-scale names an item that is not there");
            else if (scale.Items.Distinct().Count() != scale.Items.Count)
                yield return new($"subscales[{index}].items", "a sub-scale names an item twice");
        }

        if (instrument.RiskItem is < 1 || instrument.RiskItem > items.Count)
            yield return new("riskItem", "the risk item is not there");
        if (instrument.HasTotal)
            yield break;
        const string ForTotals = "cut-offs, bands and reliable change are for totals";
        if (instrument.CutOffs.Count > 0)
            yield return new("cutOffs", ForTotals);
        if (instrument.Bands.Count > 0)
            yield return new("bands", ForTotals);
        if (instrument.ReliableChange is not null)
            yield return new("reliableChange", ForTotals);
    }

    static IEnumerable<InstrumentFault> MissingRules(Instrument instrument)
    {
        var (rule, atLeast, count) = (instrument.Missing.Rule, instrument.Missing.AtLeast, instrument.Items.Count);
        if (rule == MissingRule.AllRequired)
        {
            if (atLeast != count)
                yield return new("missing.atLeast", "all items are required, yet fewer are allowed");
            yield break;
        }

        if (atLeast < 1 || atLeast >= count)
            yield return new("missing.atLeast", "the number of answers for prorating is wrong");
        // The mean of the others stands for an item only where all items share one range.
        else if (instrument.Subscales.Count > 0 || instrument.Items.Any(item => (item.Min, item.Max) != (instrument.Items[0].Min, instrument.Items[0].Max)))
            yield return new("missing.rule", "prorating needs one range and no sub-scales");
    }

    static IEnumerable<InstrumentFault> Constants(Instrument instrument)
    {
        var lowest = instrument.ToHundredths(instrument.LowestTotal);
        var highest = instrument.ToHundredths(instrument.HighestTotal);
        foreach (var (index, cutOff) in instrument.CutOffs.Index())
        {
            if (cutOff.Hundredths <= lowest || cutOff.Hundredths >= highest)
                yield return new($"cutOffs[{index}].points", "a cut-off lies outside the totals");
        }

        if (instrument.Bands.Count > 0 && instrument.Bands[0].FromHundredths != lowest)
            yield return new("bands[0].from", "the first band does not start at the lowest total");
        foreach (var (index, pair) in instrument.Bands.Zip(instrument.Bands.Skip(1)).Index())
        {
            if (pair.First.FromHundredths >= pair.Second.FromHundredths)
                yield return new($"bands[{index + 1}].from", "bands are not in rising order");
        }

        if (instrument.ReliableChange is { Hundredths: <= 0 })
            yield return new("reliableChange", "the reliable change is not positive");
    }
}
