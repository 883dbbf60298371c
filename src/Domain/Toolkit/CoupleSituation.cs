using CounselDesk.Domain.Couples;

namespace CounselDesk.Domain.Toolkit;

/// <summary>What the recommender knows of a couple. No names, no texts: codes, roles and facts of the calendar.</summary>
/// <param name="Codes">The formulation's codes of every group, needs included. Codes the vocabulary lacks answer nothing.</param>
/// <param name="PartnerA">The role after a betrayal.</param>
/// <param name="PartnerB">The role after a betrayal.</param>
/// <param name="Distance">Whether they live together.</param>
/// <param name="WeeksSinceDisclosure">Whole weeks since a betrayal came to light; null when none did or the day is unknown.</param>
/// <param name="AnyScreeningPositive">Either partner's own screening shows fear, violence or coercive control.</param>
/// <param name="ScreeningMissing">At least one partner has not yet been screened alone.</param>
public sealed record CoupleSituation(
    IReadOnlySet<string> Codes,
    BetrayalRole PartnerA,
    BetrayalRole PartnerB,
    Distance Distance,
    int? WeeksSinceDisclosure,
    bool AnyScreeningPositive,
    bool ScreeningMissing)
{
    /// <summary>How many weeks after disclosure count as the first ones; a practice sets its own.</summary>
    public int AcuteWeeks { get; init; } = Recommender.AcuteWeeks;

    public bool HasBetrayal => Someone(BetrayalRole.Hurt) || Someone(BetrayalRole.Involved);

    public bool Someone(BetrayalRole role) => PartnerA == role || PartnerB == role;
}

/// <summary>
/// How an exercise went with this couple so far. Every assignment to them or one of them counts, the running one too;
/// the averages are 0 to 10 over their log entries, null when nothing was logged.
/// </summary>
public sealed record ExerciseHistory(int TimesAssigned, double? AverageHelpful, double? AverageDifficulty, bool CurrentlyRunning);
