namespace CounselDesk.Domain.Homework;

/// <summary>Limits of homework and agreements: lengths in characters, ratings, days.</summary>
public static class HomeworkLimits
{
    public const int Instructions = 4000;
    public const int Rationale = 4000;
    public const int RationaleMinimum = 10;
    public const int Answer = 4000;
    public const int Barrier = 500;
    public const int WithdrawalReason = 1000;
    public const int Batch = 20;
    public const int PauseReason = 1000;
    public const int ReviewComment = 4000;
    public const int ReviewRatings = 200;
    public const int RatingMaximum = 10;
    public const int StartDaysAway = 366;

    /// <summary>A due day lies at most so many days after the start or after today, whichever is later: two years.</summary>
    public const int DueDaysAway = 731;
    public const int AgreementRows = 20;
    public const int AgreementAction = 300;
    public const int ReviewDaysAway = 731;
}
