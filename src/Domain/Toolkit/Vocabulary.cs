namespace CounselDesk.Domain.Toolkit;

public enum VocabularyGroup
{
    Need,
    TrustComponent,
    Sign,
    Cause,
    Trigger,
    Obstacle,
}

/// <param name="Code">Stable kebab-case code.</param>
/// <param name="Label">A few words.</param>
/// <param name="Description">One sentence.</param>
public sealed record VocabularyTerm(string Code, string Label, string Description);

/// <summary>When not to use an exercise. The text is written for clinicians.</summary>
/// <param name="Code">Stable kebab-case code.</param>
/// <param name="Label">A few words.</param>
/// <param name="Text">What to weigh before assigning.</param>
public sealed record Caution(string Code, string Label, string Text);

/// <summary>The cautions that rules of the product act upon; every vocabulary must define them.</summary>
public static class CautionCodes
{
    /// <summary>Blocks the exercise while either partner's own screening is positive.</summary>
    public const string ViolenceOrCoercion = "violence-or-coercion";

    /// <summary>Holds the exercise back in the first weeks after disclosure.</summary>
    public const string AcuteBetrayal = "acute-betrayal";

    public const string MutualConsent = "mutual-consent";
    public const string IndividualSupportFirst = "individual-support-first";
    public const string NeverMonitoring = "never-monitoring";

    public static IReadOnlyList<string> All { get; } =
        [ViolenceOrCoercion, AcuteBetrayal, MutualConsent, IndividualSupportFirst, NeverMonitoring];
}

/// <summary>
/// The codes a couple's formulation uses and exercises answer. A code may stand among the needs and once more
/// in another group (respect does); in all other groups together it is unique, so that a code alone names its meaning.
/// </summary>
/// <param name="Needs">What a partner needs to trust again.</param>
/// <param name="TrustComponents">What trust is made of.</param>
/// <param name="Signs">How the mistrust shows.</param>
/// <param name="Causes">Where it comes from.</param>
/// <param name="Triggers">What stirs it up.</param>
/// <param name="Obstacles">What stands in the way of repair.</param>
/// <param name="Cautions">When not to use an exercise.</param>
public sealed record Vocabulary(
    IReadOnlyList<VocabularyTerm> Needs,
    IReadOnlyList<VocabularyTerm> TrustComponents,
    IReadOnlyList<VocabularyTerm> Signs,
    IReadOnlyList<VocabularyTerm> Causes,
    IReadOnlyList<VocabularyTerm> Triggers,
    IReadOnlyList<VocabularyTerm> Obstacles,
    IReadOnlyList<Caution> Cautions)
{
    public IReadOnlyList<VocabularyTerm> In(VocabularyGroup group) => group switch
    {
        VocabularyGroup.Need => Needs,
        VocabularyGroup.TrustComponent => TrustComponents,
        VocabularyGroup.Sign => Signs,
        VocabularyGroup.Cause => Causes,
        VocabularyGroup.Trigger => Triggers,
        VocabularyGroup.Obstacle => Obstacles,
        _ => throw new ArgumentOutOfRangeException(nameof(group)),
    };

    public bool IsNeed(string code) => Holds(Needs, code);

    /// <summary>Whether an exercise may name the code under helpsWith.</summary>
    public bool IsHelpCode(string code) =>
        Holds(TrustComponents, code) || Holds(Signs, code) || Holds(Causes, code) || Holds(Triggers, code) || Holds(Obstacles, code);

    /// <summary>Whether a formulation may use the code.</summary>
    public bool IsFormulationCode(string code) => IsNeed(code) || IsHelpCode(code);

    public bool IsCaution(string code) => Cautions.Any(c => string.Equals(c.Code, code, StringComparison.Ordinal));

    static bool Holds(IReadOnlyList<VocabularyTerm> terms, string code) =>
        terms.Any(t => string.Equals(t.Code, code, StringComparison.Ordinal));
}
