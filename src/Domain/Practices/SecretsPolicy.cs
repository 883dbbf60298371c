namespace CounselDesk.Domain.Practices;

/// <summary>What a practice does with what one partner tells the therapist alone.</summary>
public enum SecretsPolicy
{
    /// <summary>Nothing said alone stays secret from the couple's work; safety screenings excepted.</summary>
    NoSecrets,

    /// <summary>The therapist judges what must be brought into the couple's work.</summary>
    LimitedSecrets,

    /// <summary>What is said alone stays there.</summary>
    Confidential,
}

/// <summary>A place to turn to when someone is not safe.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Phone">The number to call.</param>
public sealed record SafetyContact(string Name, string Phone);

/// <summary>A practice's settings when it is set up; each can be changed afterwards.</summary>
public static class PracticeDefaults
{
    /// <summary>HITS total from which a screening is positive (Sherin 1998: more than 10; some practices use 10).</summary>
    public const int HitsCutoff = 10;

    public const int AcuteBetrayalWeeks = 6;

    public const int LateCancellationHours = 24;

    public const int DraftDays = 3;

    public const int NoAnswerWeeks = 3;

    /// <summary>No number for it is published: long enough for a holiday or a week of illness.</summary>
    public const int HomeworkStalledDays = 21;

    /// <summary>Two periods of the longest that rows of an agreement have, a week; published is none either.</summary>
    public const int AgreementBrokenOffDays = 14;

    public const int RetentionYears = 7;

    public const int MostSafetyContacts = 10;

    public static IReadOnlyList<SafetyContact> SafetyContacts { get; } =
    [
        new("National Domestic Violence Hotline (United States)", "1-800-799-7233"),
        new("Suicide and Crisis Lifeline (United States)", "988"),
    ];
}
