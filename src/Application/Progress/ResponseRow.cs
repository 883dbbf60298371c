using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Progress;

/// <summary>A response as the database gives it, without its answers: bounded columns, nothing to decrypt.</summary>
internal sealed record ResponseRow : ScoreColumns
{
    public const string Columns =
        "r.Id, r.Seq, r.ClientId, r.Measure, r.AnsweredOn, r.Total, r.RawTotal, r.Decimals, r.Subscales, r.Band, r.MissingItems, r.Risk, r.Constants, r.EnteredBy, r.EnteredAt, r.CorrectedAt, r.Version";

    public Guid Id { get; init; }

    public long Seq { get; init; }

    public Guid ClientId { get; init; }

    public DateOnly AnsweredOn { get; init; }

    public Guid? EnteredBy { get; init; }

    public DateTimeOffset EnteredAt { get; init; }

    public DateTimeOffset? CorrectedAt { get; init; }

    public int Version { get; init; }

    public ResponseOrigin Origin => EnteredBy is null ? ResponseOrigin.Portal : ResponseOrigin.Session;

    public ScoredResponse ToScored() => new(Id, AnsweredOn, ToScore());

    /// <summary>The instrument with the constants in force when this response was scored.</summary>
    public Instrument AsScored(Instrument instrument) => StoredScore.Constants(Constants).In(instrument);
}

/// <summary>The columns that a score is kept in: that of a response, and those of the forms that it had before.</summary>
internal abstract record ScoreColumns
{
    public string Measure { get; init; } = "";

    public int? Total { get; init; }

    public int? RawTotal { get; init; }

    public int Decimals { get; init; }

    public string? Subscales { get; init; }

    public string? Band { get; init; }

    public string? MissingItems { get; init; }

    public RiskAnswer Risk { get; init; }

    public string Constants { get; init; } = "";

    public Score ToScore()
    {
        var missing = StoredScore.Items(MissingItems);
        return new Score(
            Measure, Total, RawTotal, Decimals, StoredScore.Scales(Subscales), Band, StoredScore.Constants(Constants).CutOffs, missing.Count > 0, missing, Risk);
    }
}

/// <summary>How the parts of a score that are no single number are written into their columns.</summary>
internal static class StoredScore
{
    // A measure's constants are the same text in row after row; the bound keeps a strange database from filling the memory.
    private const int MostKnown = 1000;
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter(allowIntegerValues: false) } };
    private static readonly ConcurrentDictionary<string, AppliedConstants> Known = new(StringComparer.Ordinal);

    public static string? Text(IReadOnlyList<SubscaleScore> scales) =>
        scales.Count == 0 ? null : string.Join(' ', scales.Select(scale => FormattableString.Invariant($"{scale.Key}={scale.Total}")));

    public static string? Text(IReadOnlyList<int> items) => items.Count == 0 ? null : string.Join(' ', items.Select(item => item.ToString(CultureInfo.InvariantCulture)));

    public static string Text(AppliedConstants constants) => JsonSerializer.Serialize(constants, Json);

    public static IReadOnlyList<SubscaleScore> Scales(string? text) => text is null
        ? []
        : [.. text.Split(' ').Select(part => part.Split('=')).Select(part => new SubscaleScore(part[0], int.Parse(part[1], CultureInfo.InvariantCulture)))];

    public static IReadOnlyList<int> Items(string? text) => text is null
        ? []
        : [.. text.Split(' ').Select(item => int.Parse(item, CultureInfo.InvariantCulture))];

    public static AppliedConstants Constants(string text)
    {
        if (Known.TryGetValue(text, out var constants))
            return constants;
        constants = JsonSerializer.Deserialize<AppliedConstants>(text, Json)!;
        if (Known.Count < MostKnown)
            Known.TryAdd(text, constants);
        return constants;
    }

    /// <summary>What a score was judged by.</summary>
    internal sealed record AppliedConstants(IReadOnlyList<CutOffResult> CutOffs, ReliableChangeConstant? ReliableChange)
    {
        /// <summary>The instrument with these in the place of those that are in force by now.</summary>
        public Instrument In(Instrument instrument) => instrument with { CutOffs = [.. CutOffs.Select(result => result.CutOff)], ReliableChange = ReliableChange };
    }
}
