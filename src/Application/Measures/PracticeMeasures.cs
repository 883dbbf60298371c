using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Domain.Progress;
using Refused = CounselDesk.Application.Common.Refused;

namespace CounselDesk.Application.Measures;

/// <summary>
/// The measures as the caller's practice has them, by one rule that every use case asks for here: what the practice made under a
/// key is its measure of that key, retired or not, and a built-in one that a later release brings under it is none of this
/// practice's. Its own are read once in a request, in one statement.
/// </summary>
public sealed class PracticeMeasures(IDb db, IInstruments builtIn)
{
    private const string AllSql = OwnMeasureRow.SelectSql + " ORDER BY m.Seq";

    private IReadOnlyList<OwnMeasureRow>? _own;
    private InstrumentCatalogue? _catalogue;

    /// <summary>Built-in and own, with the retired ones, by which the past is read.</summary>
    public async Task<InstrumentCatalogue> Catalogue(CancellationToken cancellationToken) =>
        _catalogue ??= builtIn.Catalogue.With([.. (await Own(cancellationToken)).Select(row => row.Instrument())]);

    /// <summary>What takes new answers: built-in and own, without the retired ones.</summary>
    public async Task<InstrumentCatalogue> InUse(CancellationToken cancellationToken) =>
        (await Catalogue(cancellationToken)).Without((await Own(cancellationToken)).Where(row => row.RetiredAt is not null).Select(row => row.MeasureKey).ToHashSet(StringComparer.Ordinal));

    /// <summary>The measure, retired or not; null where the practice has none of that key.</summary>
    public async Task<Instrument?> Find(string key, CancellationToken cancellationToken) =>
        (await Catalogue(cancellationToken)).TryGet(key, out var instrument) ? instrument : null;

    /// <summary>The measure of answers that are there.</summary>
    public async Task<Instrument> Known(string key, CancellationToken cancellationToken) => (await Catalogue(cancellationToken))[key];

    /// <summary>The measure, retired or not, that a request names by its field <c>measure</c> or another.</summary>
    public async Task<Instrument> Named(string key, CancellationToken cancellationToken, string field = "measure") =>
        await Find(key, cancellationToken) ?? throw Refused.Invalid(field, "Name one of the measures listed at /measures.", "no-such-measure");

    /// <summary>The measure to be answered or asked for, named by a field of the request.</summary>
    public async Task<Instrument> ToAnswer(string key, string field, CancellationToken cancellationToken)
    {
        var instrument = await Named(key, cancellationToken, field);
        await RequireInUse(key, cancellationToken);
        return instrument;
    }

    /// <summary>Refuses a measure that is retired.</summary>
    public async Task RequireInUse(string key, CancellationToken cancellationToken)
    {
        if (!await IsInUse(key, cancellationToken))
            throw Refused.Rule("measure-retired", "This measure is retired: it takes no new answers, requests or wording until it is restored.");
    }

    internal async Task<bool> IsInUse(string key, CancellationToken cancellationToken) => await Row(key, cancellationToken) is not { RetiredAt: not null };

    /// <summary>Measures with what the practice decided about its own.</summary>
    internal async Task<IReadOnlyList<MeasureFacts>> Facts(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        var own = await Own(cancellationToken);
        return [.. instruments.Select(instrument => MeasureFacts.Of(instrument, own.FirstOrDefault(row => row.MeasureKey == instrument.Key)))];
    }

    internal async Task<MeasureFacts> Facts(Instrument instrument, CancellationToken cancellationToken) => (await Facts([instrument], cancellationToken))[0];

    internal async Task<IReadOnlyList<OwnMeasureRow>> Own(CancellationToken cancellationToken) =>
        _own ??= await db.Query<OwnMeasureRow>(AllSql, null, cancellationToken);

    /// <summary>Reads anew what a command has changed, or is about to hold on to.</summary>
    internal void Forget() => (_own, _catalogue) = (null, null);

    /// <summary>The practice's own measure of exactly this key; null where it made none.</summary>
    internal async Task<OwnMeasureRow?> Row(string key, CancellationToken cancellationToken) =>
        (await Own(cancellationToken)).FirstOrDefault(row => row.MeasureKey == key);
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
