using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.Progress;
using CounselDesk.Domain.Toolkit;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Measures;

/// <summary>
/// The measures as the caller's practice has them: the built-in ones, and its own behind them. Its own are read once in a request,
/// in one statement, and not at all where only built-in ones are named.
/// </summary>
public sealed class PracticeMeasures(IDb db, IInstruments builtIn)
{
    private const string AllSql = OwnMeasureRow.SelectSql + " ORDER BY m.Seq";

    private IReadOnlyList<OwnMeasureRow>? _own;

    /// <summary>Built-in and own, with the retired ones, by which the past is read.</summary>
    public async Task<InstrumentCatalogue> Catalogue(CancellationToken cancellationToken) =>
        builtIn.Catalogue.With([.. (await Own(cancellationToken)).Select(row => row.Instrument())]);

    /// <summary>What takes new answers: built-in and own, without the retired ones.</summary>
    public async Task<InstrumentCatalogue> InUse(CancellationToken cancellationToken) =>
        builtIn.Catalogue.With([.. (await Own(cancellationToken)).Where(row => row.RetiredAt is null).Select(row => row.Instrument())]);

    /// <summary>A catalogue that has at least these of the practice's measures.</summary>
    public async Task<InstrumentCatalogue> CatalogueFor(IEnumerable<string> keys, CancellationToken cancellationToken) =>
        keys.All(IsBuiltIn) ? builtIn.Catalogue : await Catalogue(cancellationToken);

    /// <summary>The measure, retired or not; null where the practice has none of that key.</summary>
    public async Task<Instrument?> Find(string key, CancellationToken cancellationToken) =>
        builtIn.Catalogue.TryGet(key, out var instrument) ? instrument : (await Row(key, cancellationToken))?.Instrument();

    /// <summary>The measure of answers that are there.</summary>
    public async Task<Instrument> Known(string key, CancellationToken cancellationToken) => (await CatalogueFor([key], cancellationToken))[key];

    /// <summary>The measure to be answered or asked for, named by a field of the request.</summary>
    public async Task<Instrument> ToAnswer(string key, string field, CancellationToken cancellationToken)
    {
        var instrument = await Find(key, cancellationToken) ?? throw Refused.Invalid(field, "Name one of the measures listed at /measures.", "no-such-measure");
        await RequireInUse(key, cancellationToken);
        return instrument;
    }

    /// <summary>Refuses a measure that is retired.</summary>
    public async Task RequireInUse(string key, CancellationToken cancellationToken)
    {
        if (!await IsInUse(key, cancellationToken))
            throw Refused.Conflict("measure-retired", "This measure is retired: it takes no new answers, requests or wording until it is restored.");
    }

    internal async Task<bool> IsInUse(string key, CancellationToken cancellationToken) =>
        IsBuiltIn(key) || await Row(key, cancellationToken) is not { RetiredAt: not null };

    /// <summary>Measures with what the practice decided about its own.</summary>
    internal async Task<IReadOnlyList<MeasureFacts>> Facts(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        var own = instruments.All(instrument => IsBuiltIn(instrument.Key)) ? [] : await Own(cancellationToken);
        return [.. instruments.Select(instrument => MeasureFacts.Of(instrument, own.FirstOrDefault(row => row.MeasureKey == instrument.Key)))];
    }

    internal async Task<MeasureFacts> Facts(Instrument instrument, CancellationToken cancellationToken) => (await Facts([instrument], cancellationToken))[0];

    internal bool IsBuiltIn(string key) => builtIn.Catalogue.TryGet(key, out _);

    internal async Task<IReadOnlyList<OwnMeasureRow>> Own(CancellationToken cancellationToken) =>
        _own ??= await db.Query<OwnMeasureRow>(AllSql, null, cancellationToken);

    /// <summary>Reads anew what a command has changed, or is about to hold on to.</summary>
    internal void Forget() => _own = null;

    // Keys are exact, and what cannot be one is not looked for.
    internal async Task<OwnMeasureRow?> Row(string key, CancellationToken cancellationToken) =>
        ExerciseFaults.IsKey(key) && !IsBuiltIn(key) ? (await Own(cancellationToken)).FirstOrDefault(row => row.MeasureKey == key) : null;
}

/// <summary>A measure of the practice's own, as the database keeps it.</summary>
internal sealed record OwnMeasureRow
{
    public const string SelectSql = """
        SELECT m.Id, m.Seq, m.MeasureKey, m.Facts, m.RetiredAt, m.Version
        FROM OwnMeasures m
        WHERE m.PracticeId = @PracticeId
        """;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter(allowIntegerValues: false) } };

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public string MeasureKey { get; init; } = "";

    public string Facts { get; init; } = "";

    public DateTimeOffset? RetiredAt { get; init; }

    public int Version { get; init; }

    public static string TextOf(Instrument instrument) => JsonSerializer.Serialize(instrument, Json);

    public Instrument Instrument() => JsonSerializer.Deserialize<Instrument>(Facts, Json)!;
}
