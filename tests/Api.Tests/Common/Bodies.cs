using System.Globalization;
using System.Text.Json.Nodes;

namespace CounselDesk.Api.Tests.Common;

/// <summary>Bodies that the document says are good, filled with what the given practice has.</summary>
public sealed class Bodies(ApiDescription api)
{
    private static int _count;

    /// <summary>
    /// What a schema cannot say: words that must be the toolkit's, fields that go together. By operationId; each member
    /// replaces or adds to what was made from the schema, and null takes it away.
    /// </summary>
    private static readonly Dictionary<string, Func<Given, JsonObject>> Sense = new(StringComparer.Ordinal)
    {
        ["createCouple"] = given => new JsonObject
        {
            ["partners"] = new JsonArray(
                new JsonObject { ["firstName"] = "Robin", ["lastName"] = given.Word },
                new JsonObject { ["firstName"] = "Kit", ["lastName"] = given.Word }),
            ["therapistId"] = given.Ids["therapistId"],
        },
        ["inviteStaff"] = _ => new JsonObject { ["roles"] = new JsonArray("frontdesk") },
        ["changeStaffMember"] = _ => new JsonObject { ["displayName"] = "Other Name" },
        ["createClient"] = given => new JsonObject { ["lastName"] = given.Word },
        ["openIndividualCase"] = given => new JsonObject { ["therapistId"] = given.Ids["therapistId"] },
        ["bookSession"] = _ => new JsonObject { ["kind"] = "conjoint", ["place"] = "office", ["minutes"] = 50 },
        ["bookSeries"] = _ => new JsonObject
        {
            ["first"] = new JsonObject { ["startsAt"] = Clock.Later(Interlocked.Increment(ref _count)), ["kind"] = "conjoint", ["place"] = "office", ["minutes"] = 50 },
            ["everyWeeks"] = 1,
            ["count"] = 2,
        },
        ["writeWorkingHours"] = _ => new JsonObject { ["week"] = new JsonArray(new JsonObject { ["day"] = "monday", ["from"] = "09:00", ["to"] = "17:00" }) },
        ["enterTimeOff"] = _ => new JsonObject { ["firstDay"] = Clock.Today, ["lastDay"] = Clock.Today },
        ["rescheduleFollowing"] = _ => new JsonObject { ["minutes"] = 55 },
        ["rescheduleSession"] = _ => new JsonObject { ["minutes"] = 60 },
        ["createNoteTemplate"] = Template,
        ["updateNoteTemplate"] = Template,
        ["createExercise"] = Exercise,
        ["updateExercise"] = Exercise,
        ["chooseLanguage"] = _ => new JsonObject { ["language"] = "es" },
        // Of the exercise that is made here, see Exercise.
        ["translateExercise"] = _ => new JsonObject
        {
            ["title"] = "El porche",
            ["purpose"] = "Un rato breve y seguro, los dos juntos.",
            ["steps"] = new JsonArray(new JsonObject { ["text"] = "Siéntense juntos." }, new JsonObject { ["text"] = "Digan una cosa buena." }, new JsonObject { ["text"] = "Agradezcan al otro." }),
            ["reflection"] = new JsonArray(new JsonObject { ["question"] = "¿Qué tan cerca se sintieron?" }),
        },
        ["importExercises"] = given => new JsonObject { ["exercises"] = new JsonArray(WholeExercise(given)) },
        ["copyExercise"] = _ => new JsonObject { ["key"] = $"copy-{Interlocked.Increment(ref _count)}" },
        ["draftNote"] = Note,
        ["updateNote"] = Note,
        ["assignHomework"] = _ => Assignment(),
        ["assignBatch"] = _ => new JsonObject { ["assignments"] = new JsonArray(Assignment()) },
        ["assignToCouples"] = given => new JsonObject
        {
            ["assignments"] = new JsonArray(new JsonObject { ["coupleId"] = given.Ids["coupleId"], ["assignment"] = Assignment() }),
        },
        ["changeAssignment"] = _ => new JsonObject { ["dueOn"] = Clock.Later(300)[..10], ["target"] = 20, ["cadence"] = null, ["from"] = null },
        ["reviewHomework"] = _ => new JsonObject { ["partnerId"] = null, ["ratings"] = null, ["comment"] = "Thank you for the week." },
        ["logInSession"] = _ => new JsonObject { ["day"] = Clock.Today, ["outcome"] = "done" },
        ["logHomework"] = _ => new JsonObject { ["day"] = Clock.Today, ["outcome"] = "done" },
        ["recordConsent"] = _ => new JsonObject
        {
            ["kind"] = "release", ["signedOn"] = Clock.Today, ["recipient"] = "The court", ["purpose"] = "A hearing", ["expiresOn"] = Clock.Today,
        },
        ["releaseRecord"] = given => new JsonObject { ["recipient"] = "The court", ["purpose"] = "A hearing", ["scope"] = given.Ids["partnerId"] },
        ["recordScreening"] = _ => new JsonObject { ["method"] = "judgement", ["positive"] = true, ["screenedOn"] = Clock.Today },
        ["recordResponse"] = given => new JsonObject { ["partnerId"] = given.Ids["partnerBId"], ["measure"] = "trust-pulse", ["answers"] = new JsonArray(7, 7, 7, 7, 7) },
        ["importResponses"] = _ => new JsonObject { ["csv"] = $"partner,measure,answeredOn,item1,item2,item3,item4\na,csi-4,{Clock.Today},3,3,3,3" },
        ["correctResponse"] = _ => new JsonObject { ["answers"] = new JsonArray(7, 7, 7, 7, 6) },
        ["nameBaseline"] = _ => new JsonObject { ["responseId"] = null },
        ["answerTrustPulse"] = _ => new JsonObject { ["answers"] = new JsonArray(7, 7, 7, 7, 7) },
        ["saveResponseDraft"] = _ => new JsonObject { ["answers"] = new JsonArray(7, 7, 7) },
        ["createMeasure"] = given => new JsonObject
        {
            ["key"] = $"own-{Interlocked.Increment(ref _count)}", ["title"] = given.Word, ["better"] = "higher", ["decimals"] = 0, ["multiplier"] = 1, ["hasTotal"] = true,
            ["items"] = new JsonArray(new JsonObject { ["wording"] = $"Calm {given.Word}", ["min"] = 0, ["max"] = 4 }, new JsonObject { ["wording"] = "Close", ["min"] = 0, ["max"] = 4 }),
            ["subscales"] = null, ["cutOffs"] = null, ["bands"] = null, ["reliableChange"] = null, ["missing"] = null, ["riskItem"] = null,
        },
        ["requestMeasure"] = _ => new JsonObject { ["measure"] = "trust-pulse", ["repeat"] = "once" },
        ["writeMeasureWording"] = given => new JsonObject { ["items"] = new JsonArray($"One {given.Word}", "Two", "Three", "Four") },
        ["writeAgreement"] = _ => new JsonObject
        {
            ["reviewOn"] = Clock.Today,
            ["rows"] = new JsonArray(new JsonObject { ["need"] = "reassurance", ["action"] = "Say so at breakfast", ["frequency"] = new JsonObject { ["kind"] = "daily" } }),
        },
        ["createPathway"] = _ => Pathway(string.Create(CultureInfo.InvariantCulture, $"own-{Interlocked.Increment(ref _count)}")),
        ["changePathway"] = _ => Pathway(null),
        ["sendMessage"] = _ => new JsonObject { ["to"] = "joint" },
        ["logEvent"] = _ => new JsonObject { ["kind"] = "milestone", ["scope"] = "joint", ["on"] = Clock.Today },
        ["logOwnEvent"] = _ => new JsonObject { ["kind"] = "setback", ["on"] = Clock.Today },
        ["setGoal"] = _ => new JsonObject { ["scope"] = "joint", ["levels"] = Levels() },
        ["changeGoal"] = _ => new JsonObject { ["title"] = "Another title" },
        ["changeGoalStatus"] = _ => new JsonObject { ["status"] = "reached" },
        ["rateGoal"] = _ => new JsonObject { ["by"] = "therapist", ["level"] = 1 },
        ["rateOwnGoal"] = _ => new JsonObject { ["level"] = -1 },
        ["startPathway"] = _ => new JsonObject { ["pathwayKey"] = "new-beginning" },
        ["writeFormulation"] = _ => new JsonObject { ["codes"] = new JsonArray() },
    };

    private static JsonObject Assignment() => new()
    {
        ["exerciseKey"] = "apology", ["for"] = "each", ["startOn"] = Clock.Today, ["cadence"] = new JsonObject { ["kind"] = "weekly" },
    };

    private static JsonObject Note(Given _) => new()
    {
        ["format"] = "dap",
        ["kind"] = "progress",
        ["scope"] = "joint",
        ["sections"] = new JsonObject { ["data"] = "They came.", ["assessment"] = "Better.", ["plan"] = "Go on." },
    };

    private static JsonObject Pathway(string? key)
    {
        var body = new JsonObject { ["steps"] = new JsonArray(new JsonObject { ["exerciseKey"] = "gratitude", ["opens"] = "at-start", ["note"] = "Begin." }) };
        if (key is not null)
            body["key"] = key;
        return body;
    }

    private static JsonArray Levels() => [.. Enumerable.Range(-2, 5).Select(level => new JsonObject { ["level"] = level, ["text"] = $"Some text {level}" })];

    private static JsonObject Template(Given given) => new()
    {
        ["name"] = $"{given.Word} {Interlocked.Increment(ref _count)}",
        ["format"] = "dap",
        ["sections"] = new JsonObject { ["plan"] = "Next:" },
    };

    private static JsonObject Exercise(Given _) => new()
    {
        ["title"] = $"Porch {Interlocked.Increment(ref _count)}",
        ["purpose"] = "A small, certain time together.",
        ["steps"] = new JsonArray(new JsonObject { ["text"] = "Sit down together." }, new JsonObject { ["text"] = "Say one good thing." }, new JsonObject { ["text"] = "Thank the other." }),
        ["cadence"] = new JsonObject { ["kind"] = "daily" },
        ["reflection"] = new JsonArray(new JsonObject { ["key"] = "closer", ["question"] = "How close did you feel?", ["kind"] = "scale" }),
        ["needs"] = new JsonArray("connection"),
    };

    private static JsonObject WholeExercise(Given given)
    {
        var whole = Exercise(given);
        (whole["category"], whole["audience"], whole["durationMinutes"], whole["confirmsNeverMonitoring"]) = ("connection", "couple", 10, true);
        return whole;
    }

    public sealed record Given(IReadOnlyDictionary<string, string> Ids, string Word);

    public JsonObject Valid(Operation operation, Given given)
    {
        var schema = operation.Body!.Value.Schema;
        var body = Object(schema, given);
        if (Sense.TryGetValue(operation.Id, out var sense))
        {
            foreach (var (name, value) in sense(given))
            {
                if (value is null)
                    body.Remove(name);
                else
                    body[name] = value.DeepClone();
            }
        }

        // A merge patch requires nothing; one that changes nothing would prove little.
        if (body.Count == 0 && (schema["properties"] as JsonObject)?.FirstOrDefault() is { Key: { } first, Value: { } member })
            body[first] = Value(member, first, given);
        return body;
    }

    public JsonNode Value(JsonNode schema, string name, Given given)
    {
        var target = NotNull(schema);
        if (target["enum"] is JsonArray words)
            return words[0]!.DeepClone();
        if (target["oneOf"] is JsonArray choices)
            return Value(choices[0]!, name, given);
        var n = Interlocked.Increment(ref _count);
        return SchemaCheck.TypesOf(target).FirstOrDefault(type => type != "null") switch
        {
            "string" => (string?)target["format"] switch
            {
                "uuid" => given.Ids.GetValueOrDefault(name) ?? Guid.Empty.ToString(),
                "date" => Clock.Today,
                "date-time" => Clock.Later(n),
                _ => Text(name, given, n),
            },
            "integer" or "number" => (int?)target["minimum"] ?? 1,
            "boolean" => true,
            "array" => new JsonArray(Value(target["items"]!, name.TrimEnd('s'), given)),
            _ => Object(target, given),
        };
    }

    /// <summary>The schema without its null.</summary>
    public JsonObject NotNull(JsonNode schema)
    {
        var target = api.Resolve(schema);
        return target["oneOf"] is JsonArray choices && choices.FirstOrDefault(choice => (string?)(choice!["type"] as JsonValue) != "null") is { } choice
            ? api.Resolve(choice)
            : target;
    }

    private JsonObject Object(JsonObject schema, Given given)
    {
        var made = new JsonObject();
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(name => (string)name!))
            made[name] = Value(schema["properties"]![name]!, name, given);
        return made;
    }

    private static string Text(string name, Given given, int n) => name switch
    {
        _ when given.Ids.TryGetValue(name, out var known) => known,
        _ when name.Contains("password", StringComparison.OrdinalIgnoreCase) => TestApi.Password,
        _ when name.Contains("email", StringComparison.OrdinalIgnoreCase) => string.Create(CultureInfo.InvariantCulture, $"some{n}@{given.Word.ToLowerInvariant()}.test"),
        "setupCode" => TestApi.SetupCode,
        "timeZone" => "Europe/Berlin",
        "phone" => "+1 312 555 0100",
        "q" => given.Word[..3],
        _ => string.Create(CultureInfo.InvariantCulture, $"Some text {n}"),
    };

    private static class Clock
    {
        // The practices' own day, in their time zone.
        public static string Today => TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("America/Chicago")).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        public static string Later(int n) => TimeProvider.System.GetUtcNow().Date.AddDays(2).AddHours(n % 3000 * 5).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
