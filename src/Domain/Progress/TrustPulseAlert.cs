namespace CounselDesk.Domain.Progress;

/// <summary>Says that a person's trust pulse has fallen far and stayed down: a prompt to look, not a finding.</summary>
/// <remarks>
/// The rule is ours. No reliable-change constant is published for the pulse, so no fall of it is called reliable; what we ask
/// is a fall of 10 or more of its 50 points (a fifth of the scale: two points on each of the five items) from baseline, in
/// each of the last two pulses, so that one bad week alone raises nothing. A baseline below 10 cannot fall so far: there
/// the level itself is what the therapist sees. To be replaced when a practice's own data give a constant.
/// </remarks>
/// <param name="BaselineTotal">Pulse at baseline, 0 to 50.</param>
/// <param name="PreviousTotal">Last pulse but one, 0 to 50.</param>
/// <param name="LatestTotal">Last pulse, 0 to 50.</param>
public sealed record TrustPulseAlert(int BaselineTotal, int PreviousTotal, int LatestTotal)
{
    /// <summary>The instrument's key.</summary>
    public const string InstrumentKey = "trust-pulse";

    /// <summary>Smallest fall from baseline that counts, of 50 points.</summary>
    public const int SmallestFall = 10;

    /// <summary>The rule in words, to stand beside every alert.</summary>
    public const string Basis =
        "CounselDesk's own rule, not a published constant: the trust pulse lay 10 or more of 50 points below its baseline in each of the last two pulses.";

    /// <summary>Applies the rule.</summary>
    /// <param name="baselineTotal">Pulse at baseline, 0 to 50.</param>
    /// <param name="laterTotals">The pulses since baseline, oldest first.</param>
    /// <returns>The alert, or null.</returns>
    public static TrustPulseAlert? From(int baselineTotal, IReadOnlyList<int> laterTotals) =>
        laterTotals is [.., var previous, var latest]
        && baselineTotal - previous >= SmallestFall
        && baselineTotal - latest >= SmallestFall
            ? new(baselineTotal, previous, latest)
            : null;
}
