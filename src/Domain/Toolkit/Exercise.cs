using CounselDesk.Domain.Homework;

namespace CounselDesk.Domain.Toolkit;

public enum ExerciseCategory
{
    Repair,
    Communication,
    Reliability,
    Thoughts,
    AfterBetrayal,
    Boundaries,
    Connection,
    Self,
    Decision,
}

/// <summary>Who does the exercise: both together, both apart, one chosen partner, or the one with that role after a betrayal.</summary>
public enum Audience
{
    Couple,
    Each,
    Partner,
    HurtPartner,
    InvolvedPartner,
}

public enum DistanceFit
{
    Yes,
    No,
    Adapted,
}

public enum ReflectionKind
{
    Text,

    /// <summary>A whole number from 0 to 10.</summary>
    Scale,
    Choice,
}

/// <summary>One instruction; a step with a prompt asks for an answer.</summary>
/// <param name="Text">What to do, to the partners.</param>
/// <param name="Prompt">What to answer meanwhile; null where nothing is asked.</param>
/// <param name="Role">Which of the exercise's roles does it; null: both.</param>
public sealed record ExerciseStep(string Text, string? Prompt = null, string? Role = null);

/// <summary>Asked when the exercise is logged. Choices are given only for <see cref="ReflectionKind.Choice"/>.</summary>
/// <param name="Key">Names the answer in a log entry.</param>
/// <param name="Question">As the partner reads it.</param>
/// <param name="Kind">How it is answered.</param>
/// <param name="Choices">What to choose from.</param>
public sealed record ReflectionQuestion(string Key, string Question, ReflectionKind Kind, IReadOnlyList<string>? Choices = null);

/// <summary>
/// Something a couple does between sessions. The codes stand in order, the most direct first: the recommender reads it.
/// </summary>
/// <param name="Key">Stable kebab-case name, never reused.</param>
/// <param name="Version">Rises with each change of text; an assignment keeps the version it was given.</param>
/// <param name="Title">One line.</param>
/// <param name="Purpose">Two sentences, to the partners.</param>
/// <param name="Category">Where it stands in the catalogue.</param>
/// <param name="Audience">Who does it.</param>
/// <param name="Steps">3 to 8, in order.</param>
/// <param name="DurationMinutes">How long one go takes, 1 to 240 minutes.</param>
/// <param name="Cadence">The default when it is assigned.</param>
/// <param name="Needs">Codes of the needs it serves.</param>
/// <param name="HelpsWith">Codes of trust components, signs, causes, triggers and obstacles it answers.</param>
/// <param name="WorksAtDistance">Whether a couple living apart can do it.</param>
/// <param name="DistanceAdaptation">How a couple living apart does it; given exactly when <paramref name="WorksAtDistance"/> is adapted.</param>
/// <param name="Cautions">Codes, see <see cref="CautionCodes"/>.</param>
/// <param name="Reflection">At least one question, asked when it is logged.</param>
/// <param name="Source">Short citation of the founding idea.</param>
/// <param name="Roles">Two, as the partners call them, the one who begins first; null where both do the same.</param>
public sealed record Exercise(
    string Key,
    int Version,
    string Title,
    string Purpose,
    ExerciseCategory Category,
    Audience Audience,
    IReadOnlyList<ExerciseStep> Steps,
    int DurationMinutes,
    Cadence Cadence,
    IReadOnlyList<string> Needs,
    IReadOnlyList<string> HelpsWith,
    DistanceFit WorksAtDistance,
    string? DistanceAdaptation,
    IReadOnlyList<string> Cautions,
    IReadOnlyList<ReflectionQuestion> Reflection,
    string Source,
    IReadOnlyList<string>? Roles = null)
{
    public const int MaxKeyLength = 60;
    public const int MinTitleLength = 3;
    public const int MaxTitleLength = 120;
    public const int MinPurposeLength = 20;
    public const int MaxPurposeLength = 600;
    public const int MinSteps = 3;
    public const int MaxSteps = 8;
    public const int MinStepLength = 10;
    public const int MaxStepLength = 600;
    public const int MaxPromptLength = 200;
    public const int MinDurationMinutes = 1;
    public const int MaxDurationMinutes = 240;
    public const int MaxAdaptationLength = 600;
    public const int MaxReflectionQuestions = 8;
    public const int MinQuestionLength = 10;
    public const int MaxQuestionLength = 300;
    public const int MaxChoices = 10;
    public const int MaxChoiceLength = 80;
    public const int MaxSourceLength = 200;

    /// <summary>Whether each partner has a part of their own.</summary>
    public bool HasRoles() => Roles is { Count: > 0 };

    public bool HasCaution(string code) => Cautions.Contains(code, StringComparer.Ordinal);
}
