using System.Text.Json;
using CounselDesk.Application.Common;
using CounselDesk.Domain.Progress;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Measures;

/// <summary>A measure's wording as the practice has it. A matter of licences, not of clients.</summary>
/// <param name="Measure">The measure's key.</param>
/// <param name="IsOurs">It is CounselDesk's own and stays as it is.</param>
/// <param name="Items">A sentence for each item, in order; empty while there is none.</param>
/// <param name="Instruction">What stands above the items.</param>
/// <param name="Version">How often it was written or taken away, from 0; also the start of the <c>ETag</c>.</param>
public sealed record MeasureWording(string Measure, bool IsOurs, IReadOnlyList<string> Items, string? Instruction, int Version) : IVersioned;

/// <summary>The instruments with the wording that the caller's practice has given them. No other practice ever sees it.</summary>
public sealed class MeasureWordings(IDb db, PracticeMeasures measures)
{
    private const string AllSql = "SELECT w.Measure, w.Items, w.Instruction, w.Version FROM MeasureWordings w WHERE w.PracticeId = @PracticeId";

    private const string OneSql = AllSql + " AND w.Measure = @Measure";

    /// <summary>The instrument of a key; refuses one that is not there.</summary>
    internal async Task<Instrument> Require(string key, CancellationToken cancellationToken) =>
        await measures.Find(key, cancellationToken) ?? throw Refused.NotFound("measure");

    /// <summary>Whether the wording is our own, which no practice changes: that of a built-in measure which comes with one.</summary>
    internal async Task<bool> IsOurs(Instrument instrument, CancellationToken cancellationToken) =>
        instrument.Items[0].Wording is not null && await measures.Row(instrument.Key, cancellationToken) is null;

    internal async Task<MeasureWording> Of(Instrument instrument, CancellationToken cancellationToken)
    {
        if (await IsOurs(instrument, cancellationToken))
            return new MeasureWording(instrument.Key, IsOurs: true, [.. instrument.Items.Select(item => item.Wording!)], instrument.Instruction, 0);
        var row = await db.Find<WordingRow>(OneSql, new { Measure = instrument.Key }, cancellationToken);
        var worded = With(instrument, row);
        return new MeasureWording(instrument.Key, IsOurs: false, [.. worded.Items.Select(item => item.Wording).OfType<string>()], worded.Instruction, row?.Version ?? 0);
    }

    /// <summary>An instrument as the practice words it; without wording where it has entered none.</summary>
    internal async Task<Instrument> Worded(Instrument instrument, CancellationToken cancellationToken) => await IsOurs(instrument, cancellationToken)
        ? instrument
        : With(instrument, await db.Find<WordingRow>(OneSql, new { Measure = instrument.Key }, cancellationToken));

    /// <summary>Every instrument as the practice words it.</summary>
    internal async Task<IReadOnlyList<Instrument>> All(CancellationToken cancellationToken)
    {
        var rows = (await db.Query<WordingRow>(AllSql, null, cancellationToken)).ToDictionary(row => row.Measure, StringComparer.Ordinal);
        var all = new List<Instrument>();
        foreach (var instrument in (await measures.Catalogue(cancellationToken)).All)
            all.Add(await IsOurs(instrument, cancellationToken) ? instrument : With(instrument, rows.GetValueOrDefault(instrument.Key)));
        return all;
    }

    private static Instrument With(Instrument instrument, WordingRow? row) => row?.Sentences(instrument) is { } sentences
        ? instrument with { Instruction = row.Instruction, Items = [.. instrument.Items.Zip(sentences, (item, sentence) => item with { Wording = sentence })] }
        : instrument;

    internal sealed record WordingRow
    {
        public string Measure { get; init; } = "";

        public string? Items { get; init; }

        public string? Instruction { get; init; }

        public int Version { get; init; }

        /// <summary>Null where it was taken away, and where the measure has other items by now.</summary>
        public IReadOnlyList<string>? Sentences(Instrument instrument) =>
            Items is not null && JsonSerializer.Deserialize<List<string>>(Items) is { } sentences && sentences.Count == instrument.Items.Count ? sentences : null;
    }
}
