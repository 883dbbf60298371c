using CounselDesk.Application.Common;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Alerts;
using CounselDesk.Domain.Couples;

namespace CounselDesk.Application.Alerts;

/// <summary>Something to do about an alert.</summary>
/// <param name="Text">What, in a sentence to the clinician.</param>
/// <param name="ExerciseKey">The exercise that it is drawn from, if it is one.</param>
public sealed record NextStep(string Text, string? ExerciseKey = null);

/// <summary>
/// What to do about alerts, by rule for each case: a feedback system helps those off track most when it names the next step.
/// Three statements for any number of alerts.
/// </summary>
public sealed class NextSteps(IDb db, IToolkit toolkit, SafetyStates safetyStates, PracticeDays days)
{
    private const string SituationsSql = """
        SELECT c.Id AS CoupleId, c.Distance, f.DisclosedOn, p.AcuteBetrayalWeeks
        FROM Couples c
        JOIN Practices p ON p.Id = c.PracticeId
        LEFT JOIN Formulations f ON f.CoupleId = c.Id AND f.PracticeId = c.PracticeId
        WHERE c.PracticeId = @PracticeId AND c.Id IN @CoupleIds
        """;

    private const string RunningSql = """
        SELECT a.CoupleId, a.ExerciseKey
        FROM Assignments a
        WHERE a.PracticeId = @PracticeId AND a.CoupleId IN @CoupleIds AND a.Status IN ('Assigned', 'InProgress') AND (a.DueOn IS NULL OR a.DueOn >= @Today)
        """;

    private static readonly (IReadOnlyList<string> Texts, string Offer, IReadOnlyList<string> Keys) AloneFirst = (
        [
            "A screening in this case is positive: speak about this with each partner alone, and look at safety before anything else.",
            "Take back joint homework and rows of the agreement that either may not feel free to refuse, and talk the case over with a colleague or supervisor.",
        ],
        "For a partner who wants it, alone", ["support-network", "self-care"]);

    /// <summary>By case and kind, in the order in which to do them.</summary>
    internal async Task<ILookup<(Guid CoupleId, AlertKind Kind), NextStep>> Of(IReadOnlyList<AlertRow> alerts, CancellationToken cancellationToken)
    {
        var ids = alerts.Select(alert => alert.CoupleId).Distinct().ToList();
        var situations = ids.Count == 0 ? [] : await db.Query<SituationFacts>(SituationsSql, new { CoupleIds = ids }, cancellationToken);
        var running = (ids.Count == 0 ? [] : await db.Query<RunningRow>(RunningSql, new { CoupleIds = ids, days.Today }, cancellationToken))
            .ToLookup(row => row.CoupleId, row => row.ExerciseKey);
        var positive = ids.Count == 0 ? new HashSet<Guid>() : await safetyStates.Positive(ids, cancellationToken);
        var byCouple = situations.ToDictionary(row => row.CoupleId, row => row.ToSituation(days.Today, positive.Contains(row.CoupleId), running[row.CoupleId]));
        return alerts.Select(alert => (alert.CoupleId, alert.Kind)).Distinct()
            .SelectMany(one => For(one.Kind, byCouple[one.CoupleId]).Select(step => (one, step)))
            .ToLookup(pair => pair.one, pair => pair.step);
    }

    private IEnumerable<NextStep> For(AlertKind kind, StepSituation situation)
    {
        var (texts, offer, keys) = situation.AnyScreeningPositive && IsRaisedWithBoth(kind) ? AloneFirst : Advice(kind);
        foreach (var text in texts)
            yield return new NextStep(text);
        if (StepChoice.First(toolkit.Catalogue, keys, situation) is { } exercise)
            yield return new NextStep($"{offer}: {exercise.Title}.", exercise.Key);
    }

    // What would otherwise be talked through with the couple together.
    private static bool IsRaisedWithBoth(AlertKind kind) =>
        kind is AlertKind.Deterioration or AlertKind.HomeworkStalled or AlertKind.AgreementBrokenOff or AlertKind.NoAnswer;

    // Each list ends with what is done alone and carries no caution, so that something always fits.
    private static (IReadOnlyList<string> Texts, string Offer, IReadOnlyList<string> Keys) Advice(AlertKind kind) => kind switch
    {
        AlertKind.PositiveScreening => (
            [
                "See each partner alone before any joint work, make a safety plan with the partner concerned, and hand over the practice's safety contacts; do not raise it in front of the other.",
                "Pause the running joint exercises that carry the violence-or-coercion caution: pause-cautioned does so in one call, and no partner learns why.",
            ],
            "For the partner concerned, alone", ["support-network", "self-care"]),
        AlertKind.RiskAnswer => (
            [
                "Reach the person today, by the way they named as safe, assess the risk, and agree on a safety plan and on who else is to know.",
                "Refer on where the risk goes beyond the couple's work, and write down what was done.",
            ],
            "Until then, for the person alone", ["support-network", "self-care"]),
        AlertKind.Deterioration => (
            [
                "Ask what changed since the best week, each partner alone if need be.",
                "Check the alliance, and talk the case over with a colleague or supervisor.",
            ],
            "Make the homework smaller, one short exercise", ["listen-or-advise", "gratitude", "self-care"]),
        AlertKind.EmergencyAccess => (
            [
                "Read in the audit what was opened, by whom and for which reason.",
                "Speak with that colleague about what the emergency was and what the couple needs now.",
            ],
            "Something steadying, for whoever was in need", ["self-care", "support-network"]),
        AlertKind.HomeworkStalled => (
            [
                "Ask what stood in the way, and say that it happens to most couples; what was too much is the homework's fault.",
                "Take back what no longer fits, and agree on one thing that takes a few minutes.",
            ],
            "Begin again with something small", ["daily-check-in", "gratitude", "acts-of-kindness", "self-care"]),
        AlertKind.AgreementBrokenOff => (
            [
                "Look at the agreement together: which row still matters to each, and which was never possible.",
                "Write a version with fewer rows, and let each accept it anew.",
            ],
            "Notice what is kept already", ["acts-of-kindness", "gratitude", "self-care"]),
        AlertKind.NoAnswer => (
            [
                "Ask this partner, alone, whether the questions reach them, make sense to them and can be answered unwatched; say that they owe nobody an answer.",
                "Ask for less: stop what no longer helps, or answer the first one together in session.",
            ],
            "In place of the questions, something small", ["gratitude", "self-care"]),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private sealed record SituationFacts
    {
        public Guid CoupleId { get; init; }

        public Distance Distance { get; init; }

        public DateOnly? DisclosedOn { get; init; }

        public int AcuteBetrayalWeeks { get; init; }

        public StepSituation ToSituation(DateOnly today, bool anyPositive, IEnumerable<string> running) => new(
            anyPositive, DisclosedOn is { } day ? (today.DayNumber - day.DayNumber) / 7 : null, AcuteBetrayalWeeks, Distance, running.ToHashSet(StringComparer.Ordinal));
    }

    private sealed record RunningRow
    {
        public Guid CoupleId { get; init; }

        public string ExerciseKey { get; init; } = "";
    }
}
