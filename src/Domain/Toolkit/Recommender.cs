using CounselDesk.Domain.Couples;
using System.Globalization;

namespace CounselDesk.Domain.Toolkit;

/// <summary>
/// Ranks exercises as a careful colleague would: first what answers the couple's own codes most directly, then the
/// next step of the pathway their situation calls for, then what helped them before. Whole points and ordinal keys
/// only, so that the same couple gets the same list on every machine.
/// </summary>
public static class Recommender
{
    /// <summary>
    /// The first weeks after disclosure, when steadying and being heard come before forgiving
    /// (the impact stage of Gordon, Baucom and Snyder, 2004). In whole weeks, where the practice sets no other.
    /// </summary>
    public const int AcuteWeeks = 8;

    public const double HelpfulFrom = 7;
    public const double NotHelpfulBelow = 4;
    public const double HardFrom = 8;

    // An exercise lists what it answers most directly first. What it touches only in passing counts less,
    // or exercises with long lists would win everywhere.
    static readonly int[] HelpPoints = [14, 12, 10, 5];
    static readonly int[] NeedPoints = [6, 4, 3];

    // After a betrayal the order of steps matters more than the number of codes answered.
    static readonly int[] BetrayalPoints = [18, 14, 10, 6, 3, 0];
    static readonly int[] DistancePoints = [12, 7, 5, 3];
    static readonly int[] BeginningPoints = [10, 8, 6, 4, 3];

    // Firm ground before the wound is opened: the steps a pathway begins with, while all is fresh.
    const int GroundFirst = 16;

    const int HelpedBefore = 4;
    const int MixedBefore = -3;
    const int DidNotHelp = -14;
    const int NeverLogged = -4;
    const int TooHard = -4;
    const int OnceIsEnough = -10;
    const int NeedsAdapting = -2;
    const int UnscreenedJointRisk = -4;
    const int UnknownDisclosure = -8;
    const int JointWorkOnHold = -10;
    const int OwnStrengthFirst = 4;

    static readonly string[] AbuseCodes = ["emotional-abuse", "manipulation"];

    /// <summary>Ranks the whole catalogue. The history is by exercise key; exercises never assigned are simply absent.</summary>
    public static RecommendationList Recommend(
        ToolkitCatalogue catalogue, CoupleSituation situation, IReadOnlyDictionary<string, ExerciseHistory> history)
    {
        var pathwaySteps = PathwaySteps(catalogue, situation, history);
        var ranked = new List<Candidate>();
        var withheld = new List<(Candidate Candidate, IReadOnlyList<WithheldCause> Causes)>();
        foreach (var exercise in catalogue.Exercises)
        {
            var before = history.GetValueOrDefault(exercise.Key);
            var candidate = Weigh(catalogue, exercise, situation, before, pathwaySteps.GetValueOrDefault(exercise.Key));
            var causes = Causes(exercise, situation, before);
            if (causes.Count > 0)
                withheld.Add((candidate, causes));
            else if (candidate.Answers)
                ranked.Add(candidate);
        }

        return new RecommendationList(
            [.. InOrder(ranked, c => c).Select(c => new Recommendation(c.Exercise.Key, c.Score, c.Reasons, c.Exercise.Cautions))],
            [.. InOrder(withheld, w => w.Candidate).Select(w => new WithheldExercise(w.Candidate.Exercise.Key, w.Causes))],
            Warnings(situation));
    }

    static IOrderedEnumerable<T> InOrder<T>(IEnumerable<T> items, Func<T, Candidate> candidate) => items
        .OrderByDescending(i => candidate(i).Score)
        .ThenByDescending(i => candidate(i).Reasons.Count)
        // Of two equals the shorter one gets done.
        .ThenBy(i => candidate(i).Exercise.DurationMinutes)
        .ThenBy(i => candidate(i).Exercise.Key, StringComparer.Ordinal);

    static List<WithheldCause> Causes(Exercise exercise, CoupleSituation situation, ExerciseHistory? before)
    {
        var causes = new List<WithheldCause>();
        if (situation.AnyScreeningPositive && exercise.HasCaution(CautionCodes.ViolenceOrCoercion))
            causes.Add(WithheldCause.ViolenceOrCoercion);
        if (situation.WeeksSinceDisclosure < situation.AcuteWeeks && exercise.HasCaution(CautionCodes.AcuteBetrayal))
            causes.Add(WithheldCause.AcuteBetrayal);
        if (situation.Distance == Couples.Distance.LongDistance && exercise.WorksAtDistance == DistanceFit.No)
            causes.Add(WithheldCause.NotAtDistance);
        if (before is { CurrentlyRunning: true })
            causes.Add(WithheldCause.AlreadyRunning);
        if ((exercise.Audience == Audience.HurtPartner && !situation.Someone(BetrayalRole.Hurt))
            || (exercise.Audience == Audience.InvolvedPartner && !situation.Someone(BetrayalRole.Involved)))
            causes.Add(WithheldCause.WrongRole);
        return causes;
    }

    static List<RecommendationWarning> Warnings(CoupleSituation situation)
    {
        var warnings = new List<RecommendationWarning>();
        if (situation.ScreeningMissing)
            warnings.Add(RecommendationWarning.NotYetScreened);
        if (!situation.AnyScreeningPositive && AbuseCodes.Any(situation.Codes.Contains))
            warnings.Add(RecommendationWarning.AbuseNamed);
        if (situation is { HasBetrayal: true, WeeksSinceDisclosure: null })
            warnings.Add(RecommendationWarning.DisclosureDateUnknown);
        return warnings;
    }

    static Candidate Weigh(
        ToolkitCatalogue catalogue, Exercise exercise, CoupleSituation situation, ExerciseHistory? before, PathwayPlace? place)
    {
        var reasons = new List<RecommendationReason>();
        var score = Answered(catalogue, exercise, situation, reasons);
        if (place is not null)
        {
            score += place.Points;
            reasons.Add(new(ReasonKind.InPathway, place.Pathway.Key, $"A step of the pathway \"{place.Pathway.Title}\"."));
        }

        var answers = reasons.Count > 0;
        score += Safety(exercise, situation);
        score += Distance(exercise, situation, reasons);
        score += Before(exercise, before, reasons);
        return new Candidate(exercise, score, answers, reasons);
    }

    static int Answered(ToolkitCatalogue catalogue, Exercise exercise, CoupleSituation situation, List<RecommendationReason> reasons)
    {
        var score = 0;
        for (var i = 0; i < exercise.HelpsWith.Count; i++)
        {
            var code = exercise.HelpsWith[i];
            if (!situation.Codes.Contains(code))
                continue;
            score += At(HelpPoints, i);
            reasons.Add(new(ReasonKind.AnswersCode, code, $"Answers: {catalogue.LabelOf(code)}."));
        }

        for (var i = 0; i < exercise.Needs.Count; i++)
        {
            var code = exercise.Needs[i];
            // Respect is a need and a trust component; said once, it counts once.
            if (!situation.Codes.Contains(code) || exercise.HelpsWith.Contains(code, StringComparer.Ordinal))
                continue;
            score += At(NeedPoints, i);
            reasons.Add(new(ReasonKind.AnswersNeed, code, $"Serves the need: {catalogue.LabelOf(code)}."));
        }

        return score;
    }

    static int Safety(Exercise exercise, CoupleSituation situation)
    {
        var score = 0;
        if (situation.AnyScreeningPositive)
        {
            // What is left then is each partner's own steadiness, not exercises that need the other's good will.
            if (exercise.Audience == Audience.Couple)
                score += JointWorkOnHold;
            if (exercise.Category == ExerciseCategory.Self)
                score += OwnStrengthFirst;
        }
        else if (situation.ScreeningMissing && exercise.HasCaution(CautionCodes.ViolenceOrCoercion))
        {
            score += UnscreenedJointRisk;
        }

        if (situation is { HasBetrayal: true, WeeksSinceDisclosure: null } && exercise.HasCaution(CautionCodes.AcuteBetrayal))
            score += UnknownDisclosure;
        return score;
    }

    static int Distance(Exercise exercise, CoupleSituation situation, List<RecommendationReason> reasons)
    {
        if (situation.Distance != Couples.Distance.LongDistance)
            return 0;
        switch (exercise.WorksAtDistance)
        {
            case DistanceFit.Yes:
                reasons.Add(new(ReasonKind.FitsDistance, "yes", "Works for a couple living apart."));
                return 0;
            case DistanceFit.Adapted:
                reasons.Add(new(ReasonKind.FitsDistance, "adapted", exercise.DistanceAdaptation!));
                return NeedsAdapting;
            default:
                return 0;
        }
    }

    static int Before(Exercise exercise, ExerciseHistory? before, List<RecommendationReason> reasons)
    {
        if (before is null or { TimesAssigned: 0 })
            return 0;

        var (code, score) = before.AverageHelpful switch
        {
            null => ("not-logged", NeverLogged),
            >= HelpfulFrom => ("helpful", HelpedBefore),
            < NotHelpfulBelow => ("not-helpful", DidNotHelp),
            _ => ("mixed", MixedBefore),
        };
        if (before.AverageDifficulty >= HardFrom && code != "helpful")
            score += TooHard;
        if (exercise.Cadence.Kind == Homework.CadenceKind.Once && before.AverageHelpful is not null)
            score += OnceIsEnough;

        var times = before.TimesAssigned == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{before.TimesAssigned} times");
        var rated = before.AverageHelpful is { } helpful
            ? string.Create(CultureInfo.InvariantCulture, $"rated {helpful:0.#} of 10 helpful{(before.AverageDifficulty is { } hard ? string.Create(CultureInfo.InvariantCulture, $" and {hard:0.#} of 10 hard") : "")} on average")
            : "nothing was logged";
        reasons.Add(new(ReasonKind.DoneBefore, code, $"Assigned {times} before; {rated}."));
        return score;
    }

    static Dictionary<string, PathwayPlace> PathwaySteps(
        ToolkitCatalogue catalogue, CoupleSituation situation, IReadOnlyDictionary<string, ExerciseHistory> history)
    {
        var places = new Dictionary<string, PathwayPlace>(StringComparer.Ordinal);
        if (situation.HasBetrayal)
            Add(PathwayKeys.AfterBetrayal, BetrayalPoints);
        if (situation.Distance == Couples.Distance.LongDistance)
            Add(PathwayKeys.LongDistance, DistancePoints);
        // A couple about whom nothing is recorded yet still deserves a gentle first suggestion.
        if (!situation.HasBetrayal && !situation.Codes.Any(catalogue.Vocabulary.IsFormulationCode))
            Add(PathwayKeys.NewBeginning, BeginningPoints);
        return places;

        void Add(string key, int[] points)
        {
            if (catalogue.Pathway(key) is not { } pathway)
                return;
            var open = pathway.Steps.Where(s => history.GetValueOrDefault(s.ExerciseKey) is null or { TimesAssigned: 0, CurrentlyRunning: false });
            // Days since disclosure are at least the days since the pathway began, so an earlier step cannot be open.
            if (string.Equals(key, PathwayKeys.AfterBetrayal, StringComparison.Ordinal))
                open = open.Where(s => s.AfterDays is null || situation.WeeksSinceDisclosure is null || situation.WeeksSinceDisclosure * 7 >= s.AfterDays);
            var place = 0;
            foreach (var step in open)
            {
                var ground = step.Opens == StepOpening.AtStart && IsFresh(situation) ? GroundFirst : 0;
                places.TryAdd(step.ExerciseKey, new PathwayPlace(pathway, At(points, place++) + ground));
            }
        }
    }

    // Not knowing when it came to light is treated as fresh: it only changes the order, and the gentler one does no harm.
    static bool IsFresh(CoupleSituation situation) =>
        situation.HasBetrayal && (situation.WeeksSinceDisclosure is null || situation.WeeksSinceDisclosure < situation.AcuteWeeks);

    static int At(int[] points, int place) => points[Math.Min(place, points.Length - 1)];

    sealed record PathwayPlace(Pathway Pathway, int Points);

    sealed record Candidate(Exercise Exercise, int Score, bool Answers, IReadOnlyList<RecommendationReason> Reasons);
}
