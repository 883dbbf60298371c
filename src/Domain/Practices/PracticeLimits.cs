namespace CounselDesk.Domain.Practices;

/// <summary>What a practice's settings may be.</summary>
public static class PracticeLimits
{
    /// <summary>HITS totals from which a practice may count a screening as positive.</summary>
    public const int LowestHitsCutoff = 10;

    public const int HighestHitsCutoff = 11;

    public const int LeastAcuteBetrayalWeeks = 1;

    public const int MostAcuteBetrayalWeeks = 52;

    /// <summary>0 means that no cancellation counts as late.</summary>
    public const int LeastLateCancellationHours = 0;

    public const int MostLateCancellationHours = 168;

    public const int LeastDraftDays = 1;

    public const int MostDraftDays = 60;

    public const int LeastNoAnswerWeeks = 1;

    public const int MostNoAnswerWeeks = 26;

    /// <summary>What is done once a week, the longest period of an agreement's rows, is not silent sooner.</summary>
    public const int LeastSilentDays = 7;

    public const int MostSilentDays = 180;

    public const int LeastRetentionYears = 1;

    public const int MostRetentionYears = 99;
}
