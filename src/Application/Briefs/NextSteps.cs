using CounselDesk.Application.Alerts;

namespace CounselDesk.Application.Briefs;

/// <summary>What to do about an alert: a feedback system helps those off track most when it names the next step.</summary>
internal static class NextSteps
{
    public static IReadOnlyList<string> For(AlertKind kind) => kind switch
    {
        AlertKind.PositiveScreening =>
        [
            "See each partner alone before any joint work; do not raise it in front of the other.",
            "Make a safety plan with the partner concerned, and hand over the practice's safety contacts.",
            "Pause the running joint exercises that carry the violence-or-coercion caution: pause-cautioned does so in one call, and no partner learns why.",
        ],
        AlertKind.RiskAnswer =>
        [
            "Reach the person today, by the way they named as safe, and assess the risk.",
            "Agree on a safety plan and on who else is to know.",
            "Refer on where the risk goes beyond the couple's work, and write down what was done.",
        ],
        AlertKind.Deterioration =>
        [
            "Ask what changed since the best week, each partner alone if need be.",
            "Make the homework smaller: one short exercise that went well before.",
            "Check the alliance, and talk the case over with a colleague or supervisor.",
        ],
        AlertKind.EmergencyAccess =>
        [
            "Read in the audit what was opened, by whom and for which reason.",
            "Speak with that colleague about what the emergency was and what the couple needs now.",
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
