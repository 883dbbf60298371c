using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;

namespace CounselDesk.Domain.Tests.Toolkit;

/// <summary>A small toolkit with one exercise for each thing the rules tell apart.</summary>
static class SomeToolkit
{
    public static Vocabulary Words { get; } = new(
        Needs: Terms("reassurance", "connection", "autonomy", "respect"),
        TrustComponents: Terms("respect", "consistency"),
        Signs: Terms("jealousy", "suspicion", "overthinking", "difficulty-forgiving"),
        Causes: Terms("infidelity", "broken-promises", "emotional-abuse", "manipulation"),
        Triggers: Terms("social-media", "stress"),
        Obstacles: Terms("monotony", "constant-conflict"),
        Cautions: [.. CautionCodes.All.Select(c => new Caution(c, "Some label", "Some text."))]);

    public static IReadOnlyList<Exercise> Exercises { get; } =
    [
        An("evidence", ["suspicion", "jealousy"], [], audience: Audience.Partner, category: ExerciseCategory.Thoughts),
        An("small-habit", ["jealousy", "social-media"], ["reassurance"], cautions: [CautionCodes.ViolenceOrCoercion]),
        An("quiet-mind", ["overthinking", "stress"], ["autonomy"], audience: Audience.Each, category: ExerciseCategory.Self),
        An("something-new", ["monotony"], ["connection"], distance: DistanceFit.Adapted),
        An("no-screens", ["social-media"], ["connection"], distance: DistanceFit.No),
        An("fair-fight", ["constant-conflict", "respect"], ["respect"], cautions: [CautionCodes.ViolenceOrCoercion]),
        An("kept-word", ["consistency", "broken-promises"], ["reassurance"], category: ExerciseCategory.Reliability),
        An("limits-for-now", ["infidelity"], ["respect"], audience: Audience.Each, category: ExerciseCategory.AfterBetrayal, cadence: new(CadenceKind.Once)),
        An("what-it-did", ["infidelity", "difficulty-forgiving"], [], audience: Audience.HurtPartner, category: ExerciseCategory.AfterBetrayal),
        An("my-part", ["infidelity", "broken-promises"], [], audience: Audience.InvolvedPartner, category: ExerciseCategory.AfterBetrayal),
        An("put-down", ["difficulty-forgiving"], [], audience: Audience.HurtPartner, cautions: [CautionCodes.AcuteBetrayal, CautionCodes.ViolenceOrCoercion]),
        An("daily-sign", ["stress"], ["connection"]),
    ];

    public static IReadOnlyList<Pathway> Pathways { get; } =
    [
        Path("after-betrayal", "limits-for-now", "what-it-did", "my-part", "put-down"),
        Path("long-distance", "daily-sign", "something-new", "kept-word", "quiet-mind"),
        Path("new-beginning", "daily-sign", "quiet-mind", "kept-word", "something-new"),
    ];

    public static SafetyInformation Safety { get; } =
        new("US", [new("US", "Some text.", [new("crisis", "Crisis line", "988")])]);

    public static AgreementTemplate Agreement { get; } = new([new("reassurance", "Say one kind thing", new(CadenceKind.Daily))]);

    public static ToolkitCatalogue Catalogue { get; } = new(Exercises, Pathways, Words, Safety, Agreement);

    public static CoupleSituation Couple(string codes = "") => new(
        codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
        BetrayalRole.None, BetrayalRole.None, Distance.Together, null, AnyScreeningPositive: false, ScreeningMissing: false);

    public static Exercise An(
        string key,
        string[] helpsWith,
        string[] needs,
        Audience audience = Audience.Couple,
        ExerciseCategory category = ExerciseCategory.Connection,
        Cadence? cadence = null,
        DistanceFit distance = DistanceFit.Yes,
        string[]? cautions = null) => new(
            key, 1, "Some title", "Some purpose that is long enough.", category, audience,
            [new("Do the first thing.", null), new("Do the second thing.", "What was it?"), new("Do the third thing.", null)],
            20, cadence ?? new(CadenceKind.Weekly), needs, helpsWith, distance,
            distance == DistanceFit.Adapted ? "Do it over a call." : null, cautions ?? [],
            [new("how", "How was it for you?", ReflectionKind.Scale, null)], "Some source, 1999");

    static Pathway Path(string key, params string[] steps) => new(
        key, 1, "Some pathway", "Some purpose that is long enough.",
        [.. steps.Select((s, i) => new PathwayStep(s, i == 0 ? StepOpening.AtStart : StepOpening.AfterPrevious, null, "Some note"))]);

    static VocabularyTerm[] Terms(params string[] codes) => [.. codes.Select(c => new VocabularyTerm(c, $"Label of {c}", "Some description."))];
}
