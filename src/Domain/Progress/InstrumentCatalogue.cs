using System.Diagnostics.CodeAnalysis;

namespace CounselDesk.Domain.Progress;

/// <summary>The instruments by key, checked for coherence when put together: a slip in the data must not score anybody.</summary>
public sealed class InstrumentCatalogue
{
    readonly Dictionary<string, Instrument> byKey;

    /// <summary>Puts the catalogue together.</summary>
    /// <exception cref="ArgumentException">An instrument contradicts itself, or a key occurs twice.</exception>
    public InstrumentCatalogue(IEnumerable<Instrument> instruments)
    {
        byKey = new(StringComparer.Ordinal);
        All = [.. instruments];
        foreach (var instrument in All)
        {
            if (Fault(instrument) is { } fault)
                throw new ArgumentException($"Instrument '{instrument.Key}': {fault}.", nameof(instruments));
            if (!byKey.TryAdd(instrument.Key, instrument))
                throw new ArgumentException($"Instrument '{instrument.Key}' occurs twice.", nameof(instruments));
        }
    }

    /// <summary>Every instrument, in the order of the data.</summary>
    public IReadOnlyList<Instrument> All { get; }

    /// <summary>The instrument of a key known to exist.</summary>
    public Instrument this[string key] => byKey[key];

    /// <summary>Looks an instrument up; keys are case-sensitive.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out Instrument? instrument) => byKey.TryGetValue(key, out instrument);

    static string? Fault(Instrument instrument)
    {
        var items = instrument.Items;
        if (items.Count == 0 || items.Where((item, index) => item.Number != index + 1).Any())
            return "items are not numbered from 1";
        if (items.Any(item => item.Step < 1 || item.Max <= item.Min || (item.Max - item.Min) % item.Step != 0))
            return "an item's range or step is wrong";
        if (instrument.Decimals is < 0 or > 2 || instrument.Multiplier < 1)
            return "decimals or multiplier is wrong";
        if (instrument.Subscales.Any(scale => scale.Items.Count == 0 || scale.Items.Any(number => number < 1 || number > items.Count)))
            return "a sub-scale names an item that is not there";
        if (instrument.RiskItem is < 1 || instrument.RiskItem > items.Count)
            return "the risk item is not there";
        if (!instrument.HasTotal && (instrument.CutOffs.Count > 0 || instrument.Bands.Count > 0 || instrument.ReliableChange is not null))
            return "cut-offs, bands and reliable change are for totals";
        return FaultOfMissingRule(instrument) ?? FaultOfConstants(instrument);
    }

    static string? FaultOfMissingRule(Instrument instrument)
    {
        var (rule, atLeast, count) = (instrument.Missing.Rule, instrument.Missing.AtLeast, instrument.Items.Count);
        if (rule == MissingRule.AllRequired)
            return atLeast == count ? null : "all items are required, yet fewer are allowed";
        if (atLeast < 1 || atLeast >= count)
            return "the number of answers for prorating is wrong";
        // The mean of the others stands for an item only where all items share one range.
        return instrument.Subscales.Count > 0 || instrument.Items.Any(item => (item.Min, item.Max) != (instrument.Items[0].Min, instrument.Items[0].Max))
            ? "prorating needs one range and no sub-scales"
            : null;
    }

    static string? FaultOfConstants(Instrument instrument)
    {
        var lowest = instrument.ToHundredths(instrument.LowestTotal);
        var highest = instrument.ToHundredths(instrument.HighestTotal);
        if (instrument.CutOffs.Any(cutOff => cutOff.Hundredths <= lowest || cutOff.Hundredths >= highest))
            return "a cut-off lies outside the totals";
        if (instrument.Bands.Count > 0 && instrument.Bands[0].FromHundredths != lowest)
            return "the first band does not start at the lowest total";
        if (instrument.Bands.Zip(instrument.Bands.Skip(1)).Any(pair => pair.First.FromHundredths >= pair.Second.FromHundredths))
            return "bands are not in rising order";
        return instrument.ReliableChange is { Hundredths: <= 0 } ? "the reliable change is not positive" : null;
    }
}
