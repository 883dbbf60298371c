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
            if (InstrumentFaults.Of(instrument) is [var fault, ..])
                throw new ArgumentException($"Instrument '{instrument.Key}', {fault.Field}: {fault.Rule}.", nameof(instruments));
            if (!byKey.TryAdd(instrument.Key, instrument))
                throw new ArgumentException($"Instrument '{instrument.Key}' occurs twice.", nameof(instruments));
        }
    }

    // Of instruments that were checked before.
    InstrumentCatalogue(IReadOnlyList<Instrument> all)
    {
        All = all;
        byKey = all.ToDictionary(instrument => instrument.Key, StringComparer.Ordinal);
    }

    /// <summary>Every instrument, in the order of the data.</summary>
    public IReadOnlyList<Instrument> All { get; }

    /// <summary>The instrument of a key known to exist.</summary>
    public Instrument this[string key] => byKey[key];

    /// <summary>Looks an instrument up; keys are case-sensitive.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out Instrument? instrument) => byKey.TryGetValue(key, out instrument);

    /// <summary>These with a practice's own behind them, which were checked when they were written; of one key, the practice's own.</summary>
    /// <remarks>A later release may bring a measure of a key that a practice has used: there its own stays what its answers were scored by.</remarks>
    public InstrumentCatalogue With(IReadOnlyList<Instrument> own) =>
        new([.. All.ExceptBy(own.Select(instrument => instrument.Key), instrument => instrument.Key, StringComparer.Ordinal), .. own]);

    /// <summary>These without the ones of some keys.</summary>
    public InstrumentCatalogue Without(IReadOnlySet<string> keys) => new([.. All.Where(instrument => !keys.Contains(instrument.Key))]);
}
