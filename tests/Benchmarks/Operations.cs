using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CounselDesk.Application.Common;
using CounselDesk.Application.Toolkit;

namespace CounselDesk.Benchmarks;

/// <summary>One request to be sent, to the API and to a bare endpoint.</summary>
internal sealed record Call(string Api, string Bare, string? Body = null);

/// <summary>One thing that is measured.</summary>
/// <param name="Name">As the command line says it.</param>
/// <param name="Request">The application's request type, looked up by name: it need not exist yet.</param>
/// <param name="Bare">The bare endpoints it is held against; the first is the one that the aim speaks of.</param>
/// <param name="Unsent">Columns that the API reads but does not send.</param>
internal sealed record Operation(string Name, string Request, IReadOnlyList<string> Bare, IReadOnlyList<string> Unsent)
{
    public bool Writes => Bare.Count > 1;
}

internal static class Operations
{
    public const string Insertions = "log-inserts";

    public static readonly IReadOnlyList<Operation> Known =
    [
        new("brief", "GetBriefQuery", ["brief"], ["ExerciseText"]),
        new("assignments", "ListAssignmentsQuery", ["assignments"], ["ExerciseText"]),
        new("log", "LogInSessionCommand", ["log", Insertions], ["ExerciseText"]),
        new("toolkit", "ListExercisesQuery", ["toolkit"], []),
        new("couple", "GetCoupleQuery", ["couple"], []),
    ];

    // A prime that no number of couples is a multiple of.
    private const long Scatter = 1_000_003;

    private static readonly string[] SearchWords = ["listen", "trust", "apolog", "week", "feel", "agree", "breath", "question", "evening", "thank"];

    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        PropertyNameCaseInsensitive = true,
    };

    public static IReadOnlyList<Operation> Of(Options options) =>
    [
        .. options.Only.Select(name => Known.FirstOrDefault(operation => string.Equals(operation.Name, name, StringComparison.Ordinal))
            ?? throw new BenchmarkFailure($"There is no operation '{name}'. Known: {string.Join(", ", Known.Select(known => known.Name))}.")),
    ];

    /// <summary>A call about some couple. The turn makes each log entry of a round another one.</summary>
    public static Call Next(Operation operation, Filled filled, Random random, int turn)
    {
        // Writes go through all couples in a scattered order before any comes again, so that no two enter the same entry.
        var couple = filled.Couples[operation.Writes ? (int)(turn * Scatter % filled.Couples.Count) : random.Next(filled.Couples.Count)];
        var facts = $"couple={Text(couple.Id)}&a={Text(couple.PartnerA)}&b={Text(couple.PartnerB)}";
        switch (operation.Name)
        {
            case "brief":
                return new Call($"/api/v1/couples/{couple.Id}/brief", $"/brief?{facts}");
            case "assignments":
                return new Call($"/api/v1/couples/{couple.Id}/assignments?limit=50", $"/assignments?{facts}");
            case "couple":
                return new Call($"/api/v1/couples/{couple.Id}", $"/couple?{facts}");
            case "toolkit":
                var word = SearchWords[random.Next(SearchWords.Length)];
                return new Call($"/api/v1/toolkit/exercises?q={word}", $"/toolkit?q={word}");
            default:
                var slot = Slot.Of(couple, filled.FirstDay, turn / filled.Couples.Count);
                return new Call(
                    $"/api/v1/assignments/{slot.Assignment}/logs",
                    $"/log?{facts}&assignment={Text(slot.Assignment)}&partner={Text(slot.Partner)}&day={slot.Day:yyyy-MM-dd}&period={slot.Period}",
                    Body(slot));
        }
    }

    /// <summary>Listens to each operation's handler at work on two couples.</summary>
    public static async Task<IReadOnlyList<Plan>> Record(Desk desk, Filled filled, IReadOnlyList<Operation> operations)
    {
        Slot.Know(desk.Get<IToolkit>().Catalogue);
        var plans = new List<Plan>();
        foreach (var operation in operations.Where(operation => operation.Name != "toolkit"))
        {
            var type = typeof(IDb).Assembly.GetTypes().FirstOrDefault(type => string.Equals(type.Name, operation.Request, StringComparison.Ordinal));
            if (type is null)
                continue;
            var one = await Recorded(0);
            var other = await Recorded(1);
            var plan = Plan.Of(operation.Name, one, other, operation.Unsent);
            plans.Add(plan);
            if (operation.Writes)
                plans.Add(plan with { Operation = Insertions, Steps = [.. plan.Steps.Where(step => step.Writes)] });

            async Task<(IReadOnlyDictionary<string, object?> Facts, IReadOnlyList<RecordedStatement> Statements)> Recorded(int place)
            {
                var couple = filled.Couples[place];
                // Days that no measured call uses.
                var slot = new Slot(couple, couple.Assignments[place], place == 0 ? couple.PartnerA : couple.PartnerB, couple.Exercises[place], filled.FirstDay.AddDays(81 + place), 82 + place);
                var request = operation.Name switch
                {
                    "assignments" => $$"""{"CoupleId":"{{couple.Id}}","Page":{"Limit":50,"Cursor":null},"Status":null}""",
                    "log" => $$"""{"AssignmentId":"{{slot.Assignment}}","Body":{{Body(slot)}}}""",
                    _ => $$"""{"CoupleId":"{{couple.Id}}"}""",
                };
                var facts = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["couple"] = Text(couple.Id),
                    ["a"] = Text(couple.PartnerA),
                    ["b"] = Text(couple.PartnerB),
                };
                if (operation.Writes)
                {
                    facts["assignment"] = Text(slot.Assignment);
                    facts["partner"] = Text(slot.Partner);
                    facts["day"] = slot.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                    facts["period"] = (long)slot.Period;
                }

                return (facts, await desk.Get<Recorder>().Listen(() => desk.SendUntyped(filled.Therapist, JsonSerializer.Deserialize(request, type, Json)!)));
            }
        }

        return plans;
    }

    private static string Text(Guid id) => id.ToString().ToUpperInvariant();

    private static string Body(Slot slot)
    {
        var text = new StringBuilder($$"""{"partnerId":"{{slot.Partner}}","day":"{{slot.Day:yyyy-MM-dd}}","outcome":"done","share":"therapist","helpful":7,"difficulty":3""");
        if (Slot.Answers(slot.Exercise) is { } answers)
            text.Append($",\"answers\":{answers}");
        return text.Append('}').ToString();
    }
}

/// <summary>A day on which an assignment has no entry of a partner yet.</summary>
internal sealed record Slot(FilledCouple Couple, Guid Assignment, Guid Partner, string Exercise, DateOnly Day, int Period)
{
    private const int FreeDays = 70;

    private static Dictionary<string, string?> _answers = new(StringComparer.Ordinal);

    public static void Know(Domain.Toolkit.ToolkitCatalogue catalogue) =>
        _answers = catalogue.Exercises.ToDictionary(exercise => exercise.Key, Fill.AnswersTo, StringComparer.Ordinal);

    public static string? Answers(string exercise) => _answers.GetValueOrDefault(exercise);

    public static Slot Of(FilledCouple couple, DateOnly firstDay, int turn)
    {
        var place = turn % couple.Assignments.Length;
        var partner = turn / couple.Assignments.Length % 2 == 0 ? couple.PartnerA : couple.PartnerB;
        var free = turn / (couple.Assignments.Length * 2) % FreeDays;
        // Every eighth day is taken, from the first on.
        var day = free / (Fill.DaysBetweenEntries - 1) * Fill.DaysBetweenEntries + free % (Fill.DaysBetweenEntries - 1) + 1;
        return new Slot(couple, couple.Assignments[place], partner, couple.Exercises[place], firstDay.AddDays(day), day + 1);
    }
}
