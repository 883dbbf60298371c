using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Progress;

/// <summary>One partner's responses to one measure in a case, by day and then in the order entered, with what follows from them.</summary>
internal sealed class PartnerResponses
{
    private readonly Instrument _instrument;

    /// <param name="instrument">The measure.</param>
    /// <param name="rows">The responses.</param>
    /// <param name="namedId">The baseline that the therapist named, if any.</param>
    public PartnerResponses(Instrument instrument, IEnumerable<ResponseRow> rows, Guid? namedId)
    {
        _instrument = instrument;
        Rows = [.. rows.OrderBy(row => row.AnsweredOn).ThenBy(row => row.Seq)];
        Scored = [.. Rows.Select(row => row.ToScored())];
        Baseline = Domain.Progress.Baseline.Of(Scored, namedId);
        IsBaselineNamed = namedId is not null;
    }

    public IReadOnlyList<ResponseRow> Rows { get; }

    public IReadOnlyList<ScoredResponse> Scored { get; }

    /// <summary>The one the therapist named, or the first complete response; null while there is none.</summary>
    public ScoredResponse? Baseline { get; }

    /// <summary>Whether the therapist named it.</summary>
    public bool IsBaselineNamed { get; }

    private int BaselineIndex => Baseline is null ? -1 : Scored.Index().First(pair => pair.Item.Id == Baseline.Id).Index;

    /// <summary>The change of a response, by the constants in force when it was scored; null for the baseline and what lies before it.</summary>
    public MeasureChange? ChangeAt(int index) => Change(index) is { } change ? MeasureChange.Of(Baseline!, change) : null;

    /// <summary>The present worsening: the unbroken run of bad responses that the latest ends, oldest first; empty when the latest is not one.</summary>
    public IReadOnlyList<ScoredResponse> Worsening()
    {
        var first = Scored.Count;
        while (first > 0 && IsWorse(first - 1))
            first--;
        return [.. Scored.Skip(first)];
    }

    /// <summary>A response of this course as a result.</summary>
    public MeasureResponse Response(Guid id, IReadOnlyList<decimal?> answers)
    {
        var (index, row) = Rows.Index().First(pair => pair.Item.Id == id);
        return new MeasureResponse(
            row.Id, row.Measure, row.ClientId, row.AnsweredOn, row.Origin, answers, MeasureScore.Of(Scored[index].Score),
            row.Id == Baseline?.Id, ChangeAt(index), row.EnteredAt, row.CorrectedAt, row.Version);
    }

    private bool IsWorse(int index) => _instrument.Key == TrustPulseAlert.InstrumentKey
        ? FellAt(index)
        : Change(index)?.Class == ChangeClass.Deteriorated;

    private bool FellAt(int index) =>
        Baseline?.Score.Total is { } baseline && index > BaselineIndex
        && TrustPulseAlert.From(baseline, [.. Scored.Skip(BaselineIndex + 1).Take(index - BaselineIndex).Select(response => response.Score.Total!.Value)]) is not null;

    private ScoreChange? Change(int index) => Baseline is { } baseline && index > BaselineIndex
        ? ReliableChange.Between(Rows[index].AsScored(_instrument), baseline.Score, Scored[index].Score)
        : null;
}
