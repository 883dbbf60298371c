using CounselDesk.Application.Couples;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Homework;

namespace CounselDesk.Api.Demo;

/// <summary>The three couples of the demo. Everyone and everything in it is made up.</summary>
internal static class DemoCouples
{
    public static DemoCouple Improving { get; } = new()
    {
        Partners = DemoPeople.Reeds,
        Slot = (0, 15),
        Formulation = new FormulationText(
            ["transparency", "reassurance", "connection", "empathy", "suspicion", "broken-promises", "communication-breakdown", "delayed-reply", "lack-of-appreciation"],
            BreachSeverity.Moderate,
            [new PartnerRoleText(BetrayalRole.Hurt, Partner: PartnerPlace.A), new PartnerRoleText(BetrayalRole.Involved, Partner: PartnerPlace.B)],
            Cultures: "Both grew up in the same town.",
            Summary: "Kit kept a debt secret for a year. Robin found the letters and has checked every promise since. Both want to stay."),
        Hits = [[1, 1, 1, 1], [1, 1, 2, 1]],
        Pulse =
        [
            [18, 19, 21, 20, 24, 26, 27, 30, 31, 34, 36, 38],
            [24, 25, 25, 28, 27, 30, 33, 34, 36, 37, 39, 41],
        ],
        Csi = [[38, 47, 61], [42, 50, 60]],
        Homework =
        [
            new("apology", "b", 1, null, Cadence.Weekly, ["dpdddsddddd"], new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["said"] = "in part", ["hardest"] = "Saying what it did to Robin without explaining myself.",
            }),
            new("daily-check-in", "couple", 2, null, Cadence.PerWeek(3), ["dddddddddd", "ddpddddddd"], new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["closeness"] = 7, ["news"] = "That the quiet on Tuesday was about work, not about us.",
            }),
            new("gratitude", "each", 5, 42, Cadence.Weekly, ["dddddd", "ddsddd"], new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["warmth"] = 8, ["noticed"] = "The coffee was ready before my early shift.",
            }),
        ],
        Notes =
        [
            ("Both described the discovery of the letters.", "High distress in A, guilt in B; both motivated.", "Screen each alone; start with a weekly apology by B."),
            ("B read a first apology aloud; A could listen to the end.", "The apology names the act and slips into reasons.", "Repeat it weekly, one sentence on the hurt each time."),
            ("They kept two of three check-ins.", "Contact is growing in small amounts.", "Daily check-in three times a week."),
            ("A asked about money once and got a straight answer.", "First experience of being told without asking.", "Keep the check-ins; B tells of any bill the same day."),
            ("A had a bad night after a late reply.", "Old alarm, new situation; they talked within the hour.", "Trigger map next time."),
            ("Both named three things they value.", "Warmth returns; less checking.", "Add gratitude once a week."),
            ("The apology was left out in a week of overtime.", "A did not read it as a sign; that is new.", "Resume the apology."),
            ("They laughed about a misunderstanding.", "Suspicion is giving way to questions.", "Go on as it is."),
            ("A lent B the car keys without a second thought.", "Trust shows in acts.", "Talk about what would be a setback and what then."),
            ("They wrote down a plan for setbacks.", "Realistic and shared.", "Keep the plan where both can see it."),
            ("B brought a bill unasked.", "Openness has become a habit.", "Review the agreement next week."),
            ("They renewed the agreement with two changes.", "Both past the cut-off; gains are reliable.", "Space the sessions to every other week."),
        ],
    };

    public static DemoCouple Stuck { get; } = new()
    {
        Partners = DemoPeople.Vales,
        Slot = (1, 16),
        Formulation = new FormulationText(
            ["appreciation", "fun-and-adventure", "respect", "emotional-distance", "defensiveness", "unclear-expectations", "stress", "monotony", "constant-conflict"],
            BreachSeverity.Mild,
            Summary: "Two demanding jobs and a small child. They argue about who does what, and then not at all for days."),
        Hits = [[1, 1, 2, 1], [1, 1, 1, 1]],
        Pulse =
        [
            [27, 26, -1, 28, 27, -1, 26, 27, -1, 28, 26, 27],
            [25, -1, 26, 25, -1, 26, 24, -1, 25, 26, -1, 25],
        ],
        Csi = [[44, 43, 45], [41, 42, 41]],
        Homework =
        [
            new("quality-time", "couple", 1, null, Cadence.Weekly, ["ds.s..sp.s.", "s.s..s..s.s"], new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["present"] = 3, ["moment"] = "We sat down, then the phone rang.",
            }),
            new("acts-of-kindness", "each", 4, 56, Cadence.Weekly, ["s.p.s...", "..s..s.."], new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["gave"] = "one or two", ["touched"] = "A note on the fridge.",
            }),
        ],
        Notes = Enumerable.Repeat(
            ("They came tired and spoke about the week's duties.", "Little homework was done; the barriers are time and sleep.", "Halve the exercise; choose the evening together before leaving."),
            DemoCouple.Weeks).ToList(),
    };

    public static DemoCouple Worsening { get; } = new()
    {
        Partners = DemoPeople.Stones,
        Slot = (2, 17),
        Formulation = new FormulationText(
            ["autonomy", "respect", "jealousy", "monitoring", "need-for-control", "earlier-betrayal", "social-media", "going-out", "no-personal-space"],
            BreachSeverity.Severe,
            EarlierBreaches: true,
            Summary: "Eli reads Dana's messages and decides who she may see. She asked for couples work; seen alone she says that she is afraid."),
        Hits = [[2, 4, 3, 3], [1, 1, 2, 1]],
        Pulse =
        [
            [26, 25, 23, 22, 20, 19, 18, 16, 14, 13, 12, 11],
            [28, 28, 27, 27, 26, 27, 25, 26, 25, 24, 25, 24],
        ],
        Csi = [[40, 34, 25], [45, 44, 42]],
        Homework =
        [
            new("support-network", "a", 2, null, Cadence.Weekly, ["ddpdddsddd"], new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["supported"] = 6, ["contact"] = "I called my sister from work.",
            }),
            new("self-care", "each", 3, 49, Cadence.Weekly, ["dpdddpd", "s.s.s.."], new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["rested"] = 4, ["change"] = "An hour less of the screen before bed.",
            }),
        ],
        Notes = Enumerable.Repeat(
            ("Seen in turn; the joint part was kept short and practical.", "No joint vulnerability work while one partner is not safe.", "Individual sessions; safety plan reviewed; no joint exercises that need openness."),
            DemoCouple.Weeks).ToList(),
    };

    public static IReadOnlyList<DemoCouple> All { get; } = [Improving, Stuck, Worsening];
}
