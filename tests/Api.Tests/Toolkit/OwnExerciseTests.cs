using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Toolkit;

/// <summary>Exercises of a practice's own over HTTP: written, found, given, printed, archived, taken along.</summary>
public sealed class OwnExerciseTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";
    private const string Own = $"{V1}/toolkit/own-exercises";
    private const string Exercises = $"{V1}/toolkit/exercises";

    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    private static JsonObject Text(string title = "Porch time", string step = "Sit down **together**.") => new()
    {
        ["title"] = title,
        ["purpose"] = "A small, certain time together.",
        ["category"] = "connection",
        ["audience"] = "couple",
        ["steps"] = new JsonArray(new JsonObject { ["text"] = step }, new JsonObject { ["text"] = "Say one good thing.", ["prompt"] = "What was good?" }, new JsonObject { ["text"] = "Thank the other." }),
        ["durationMinutes"] = 10,
        ["cadence"] = new JsonObject { ["kind"] = "daily" },
        ["reflection"] = new JsonArray(new JsonObject { ["key"] = "closer", ["question"] = "How close did you feel?", ["kind"] = "scale" }),
        ["confirmsNeverMonitoring"] = true,
        ["needs"] = new JsonArray("connection"),
    };

    [Fact]
    public async Task An_exercise_lives_from_writing_to_archive()
    {
        var (therapist, partner) = (_practice.Therapist, _practice.Partner);
        var written = (await therapist.Post(Exercises, Text())).Expect(201);
        Assert.Equal(($"{Exercises}/porch-time", "own"), (written.Location, (string)written.Json["origin"]!));
        var changed = (await therapist.Put(written.Location!, Text("Tea time"), ("If-Match", written.ETag!))).Expect(200);
        Assert.Equal(412, (await therapist.Put(written.Location!, Text(), ("If-Match", written.ETag!))).Status);
        Assert.Equal(428, (await therapist.Put(written.Location!, Text())).Status);

        var today = (string)(await partner.Get($"{V1}/portal/home")).Expect(200).Json["today"]!;
        var given = new { exerciseKey = "porch-time", @for = "couple", startOn = today, cadence = new { kind = "weekly" }, instructions = "<i>Before supper</i>" };
        var assignment = (string)(await therapist.Post($"{V1}/couples/{_practice.Ids["coupleId"]}/assignments", given)).Expect(201).Json["id"]!;
        foreach (var path in new[] { $"{written.Location}/handout?paper=a4&size=large", $"{V1}/assignments/{assignment}/handout?names=true" })
            Assert.Contains("<strong>together</strong>", (await therapist.Get(path)).Expect(200).Body, StringComparison.Ordinal);
        var sheet = (await partner.Get($"{V1}/portal/assignments/{assignment}/handout")).Expect(200);
        Assert.StartsWith("text/html", sheet.ContentType, StringComparison.Ordinal);
        Assert.Contains("&lt;i&gt;Before supper&lt;/i&gt;", sheet.Body, StringComparison.Ordinal);
        Assert.Equal(400, (await therapist.Get($"{written.Location}/handout?paper=a5")).Status);

        (await therapist.Post($"{written.Location}/archive", null, ("If-Match", changed.ETag!))).Expect(200);
        Refused(await therapist.Post($"{V1}/couples/{_practice.Ids["coupleId"]}/assignments", given), 409, "exercise-archived");
        Refused(await therapist.Post(Exercises, Text()), 409, "key-taken");
        Assert.Single((await therapist.Get($"{Exercises}?archived=true")).Expect(200).Json["items"]!.AsArray());
        Assert.Empty((await therapist.Get($"{Exercises}?origin=own")).Expect(200).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task What_breaks_a_rule_is_named_by_its_field()
    {
        Refused(await _practice.Therapist.Post(Exercises, Text(step: "Look at ![this](https://a.test/x.png).")), 400, "invalid-input", "steps[0].text");
        Refused(await _practice.Therapist.Post(Exercises, Text(step: "See [here](javascript:alert(1)).")), 400, "invalid-input", "steps[0].text");
        var unsworn = Text();
        unsworn["confirmsNeverMonitoring"] = false;
        Refused(await _practice.Therapist.Post(Exercises, unsworn), 422, "never-monitoring");
        Refused(await _practice.Supervisor.Put($"{Exercises}/apology", Text(), ("If-Match", "*")), 409, "built-in-exercise");
        Refused(await _practice.Therapist.Get($"{Exercises}?caution=jealousy"), 400, "unknown-code", "caution");
    }

    [Fact]
    public async Task What_one_practice_exports_another_imports()
    {
        (await _practice.Therapist.Post(Exercises, Text("=Tea"))).Expect(201);
        var list = (await _practice.Therapist.Get($"{Own}/export")).Expect(200);
        var sheet = (await _practice.Admin.Get($"{Own}/export.csv")).Expect(200);
        Assert.StartsWith("text/csv", sheet.ContentType, StringComparison.Ordinal);
        Assert.Contains("\"'=Tea\"", sheet.Body, StringComparison.Ordinal);
        var other = await GivenPractice.Open(_api);
        Assert.False((bool)(await other.Admin.Post($"{Own}/import?dryRun=true", list.Json)).Expect(200).Json["done"]!);
        Assert.Equal("tea", (string)(await other.Admin.Post($"{Own}/import?dryRun=false", list.Json)).Expect(200).Json["created"]![0]!);
        Assert.Equal("tea", (string)(await other.Admin.Post($"{Own}/import?dryRun=false", new { csv = sheet.Body })).Expect(200).Json["unchanged"]![0]!);
        Refused(await other.Admin.Post($"{Own}/import?dryRun=false", new { exercises = new[] { Text("T") } }), 400, "invalid-input", "exercises[0].title");
        Refused(await other.Therapist.Post($"{Own}/import", list.Json), 403, "role-may-not");
    }

    [Fact]
    public async Task Facets_count_what_each_choice_would_show()
    {
        var page = (await _practice.Therapist.Get($"{Exercises}?facets=true&category=repair&limit=1")).Expect(200).Json;
        var categories = page["facets"]!.AsArray().Single(facet => (string)facet!["name"]! == "category")!["values"]!.AsArray();
        Assert.Equal(5, (int)categories.Single(one => (string)one!["value"]! == "repair")!["count"]!);
        Assert.Equal(9, categories.Count);
        Assert.Null((await _practice.Therapist.Get(Exercises)).Expect(200).Json["facets"]);
    }

    private static void Refused(Answer answer, int status, string code, string? field = null)
    {
        Assert.Equal((status, code), (answer.Status, answer.Code));
        if (field is not null)
            Assert.NotNull(answer.Json["errors"]![field]);
    }
}
