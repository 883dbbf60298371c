namespace CounselDesk.Domain.Toolkit;

public enum ReasonKind
{
    /// <summary>Answers a trust component, sign, cause, trigger or obstacle of the formulation.</summary>
    AnswersCode,

    /// <summary>Serves a need of the formulation.</summary>
    AnswersNeed,

    /// <summary>Belongs to the pathway that the couple's situation calls for.</summary>
    InPathway,

    /// <summary>Was assigned before; the code says how it went.</summary>
    DoneBefore,

    /// <summary>Can be done by a couple living apart.</summary>
    FitsDistance,
}

/// <summary>
/// Why an exercise is suggested. The code is a vocabulary code, a pathway key, a distance fit (yes, adapted), or how it
/// went before (helpful, mixed, not-helpful, not-logged); the text says it in plain words.
/// </summary>
/// <param name="Kind">What sort of reason it is; says what the code is one of.</param>
/// <param name="Code">The code.</param>
/// <param name="Text">The reason in plain words, to the clinician.</param>
public sealed record RecommendationReason(ReasonKind Kind, string Code, string Text);

/// <summary>
/// A suggestion with the exercise's caution codes for the clinician to weigh. The score orders one answer
/// and cannot be compared between couples.
/// </summary>
public sealed record Recommendation(
    string ExerciseKey, int Score, IReadOnlyList<RecommendationReason> Reasons, IReadOnlyList<string> Cautions);

/// <summary>Named like the API's machine-readable codes. Never shown to a partner: a cause can give away a screening.</summary>
public enum WithheldCause
{
    ViolenceOrCoercion,
    AcuteBetrayal,
    NotAtDistance,
    AlreadyRunning,
    WrongRole,
}

public sealed record WithheldExercise(string ExerciseKey, IReadOnlyList<WithheldCause> Causes);

public enum RecommendationWarning
{
    /// <summary>A partner has not been screened alone yet.</summary>
    NotYetScreened,

    /// <summary>The formulation names abuse or manipulation while no screening is positive: look again before joint work.</summary>
    AbuseNamed,

    /// <summary>A role after a betrayal is recorded but not when it came to light, so the first weeks cannot be told apart.</summary>
    DisclosureDateUnknown,
}

/// <summary>For clinicians only. Ranked best first; of the withheld, what would have ranked highest comes first.</summary>
public sealed record RecommendationList(
    IReadOnlyList<Recommendation> Ranked, IReadOnlyList<WithheldExercise> Withheld, IReadOnlyList<RecommendationWarning> Warnings);
