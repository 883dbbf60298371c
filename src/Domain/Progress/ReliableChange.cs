namespace CounselDesk.Domain.Progress;

/// <summary>How a person stands against their baseline. In rising order of how well they do, for those classified.</summary>
public enum ChangeClass
{
    /// <summary>No verdict: no constant is published, or there is nothing to compare.</summary>
    NotClassified,

    /// <summary>Reliably worse.</summary>
    Deteriorated,

    /// <summary>No reliable change.</summary>
    Unchanged,

    /// <summary>Reliably better, but not across the cut-off from its distressed side.</summary>
    Improved,

    /// <summary>Reliably better and across the cut-off.</summary>
    Recovered,
}

/// <summary>A change from baseline, with the constants and method its verdict rests on.</summary>
/// <param name="Class">The verdict.</param>
/// <param name="BaselineTotal">Total at baseline, scaled; null where the instrument has no total.</param>
/// <param name="CurrentTotal">Total now, scaled; null where the instrument has no total.</param>
/// <param name="Amount">Now minus baseline, scaled, signed as the scale runs (phq-9: minus is better).</param>
/// <param name="Decimals">Decimal places of the scores here.</param>
/// <param name="Subscales">Change of each sub-scale, signed likewise.</param>
/// <param name="IsReliable">Whether the amount reaches the smallest reliable change; null where none is published.</param>
/// <param name="IsAcrossCutOff">Whether it leads from the main cut-off's distressed side to the other; null where there is none.</param>
/// <param name="RestsOnProrated">Whether either score was prorated.</param>
/// <param name="Constant">The reliable-change constant used, with method and source; null where none is published.</param>
/// <param name="CutOff">The cut-off used; null where there is none.</param>
public sealed record ScoreChange(
    ChangeClass Class,
    int? BaselineTotal,
    int? CurrentTotal,
    int? Amount,
    int Decimals,
    IReadOnlyList<SubscaleScore> Subscales,
    bool? IsReliable,
    bool? IsAcrossCutOff,
    bool RestsOnProrated,
    ReliableChangeConstant? Constant,
    CutOff? CutOff);

/// <summary>Reliable and clinically significant change (Jacobson and Truax 1991).</summary>
public static class ReliableChange
{
    /// <summary>1.96 x SD x sqrt(2) x sqrt(1 - reliability), rounded to hundredths: the smallest change beyond measurement error.</summary>
    /// <param name="sd">Standard deviation in points, not negative.</param>
    /// <param name="alpha">Reliability, 0 to 1.</param>
    public static decimal JacobsonTruax(decimal sd, decimal alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sd);
        ArgumentOutOfRangeException.ThrowIfNegative(alpha);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(alpha, 1m);
        var smallest = 1.96 * (double)sd * Math.Sqrt(2) * Math.Sqrt(1 - (double)alpha);
        return Math.Round((decimal)smallest, 2, MidpointRounding.AwayFromZero);
    }

    /// <summary>Compares a score with the same person's baseline.</summary>
    /// <param name="instrument">The instrument both were scored with.</param>
    /// <param name="baseline">The score to compare with.</param>
    /// <param name="current">The score now.</param>
    /// <exception cref="ArgumentException">A score is of another instrument.</exception>
    public static ScoreChange Between(Instrument instrument, Score baseline, Score current)
    {
        if (baseline.InstrumentKey != instrument.Key || current.InstrumentKey != instrument.Key)
            throw new ArgumentException("Scores of different instruments do not compare.", nameof(current));

        var amount = current.Total - baseline.Total;
        bool? reliable = amount is { } change && instrument.ReliableChange is { } constant
            ? instrument.ToHundredths(Math.Abs(change)) >= constant.Hundredths
            : null;
        var cutOff = instrument.CutOffs.Count > 0 ? instrument.CutOffs[0] : null;
        // Both scores are held against the cut-off in force now: the choice of a practice may have changed between them.
        bool? across = cutOff is not null && baseline.Total is { } then && current.Total is { } now
            ? cutOff.IsMetBy(instrument.ToHundredths(then)) && !cutOff.IsMetBy(instrument.ToHundredths(now))
            : null;
        return new(
            Classify(reliable, IsBetter(instrument, amount), across),
            baseline.Total,
            current.Total,
            amount,
            instrument.Decimals,
            [.. current.Subscales.Zip(baseline.Subscales, (now, then) => new SubscaleScore(now.Key, now.Total - then.Total))],
            reliable,
            across,
            baseline.Prorated || current.Prorated,
            instrument.ReliableChange,
            cutOff);
    }

    /// <summary>
    /// The couple's class: that of the partner who does less well, so that neither's gain hides the other's loss and the
    /// couple has recovered only when both have. Not classified while either is not.
    /// </summary>
    public static ChangeClass OfCouple(ChangeClass one, ChangeClass other) => one < other ? one : other;

    /// <summary>How far apart the partners' totals are, scaled, never negative; null where the instrument has no total.</summary>
    public static int? Gap(Score one, Score other)
    {
        if (one.InstrumentKey != other.InstrumentKey)
            throw new ArgumentException("Scores of different instruments do not compare.", nameof(other));
        return one.Total - other.Total is { } difference ? Math.Abs(difference) : null;
    }

    static bool IsBetter(Instrument instrument, int? amount) => instrument.Better == BetterEnd.Higher ? amount > 0 : amount < 0;

    static ChangeClass Classify(bool? reliable, bool better, bool? across) => (reliable, better, across) switch
    {
        (null, _, _) => ChangeClass.NotClassified,
        (false, _, _) => ChangeClass.Unchanged,
        (true, false, _) => ChangeClass.Deteriorated,
        (true, true, true) => ChangeClass.Recovered,
        (true, true, _) => ChangeClass.Improved,
    };
}
