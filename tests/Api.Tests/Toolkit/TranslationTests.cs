using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Toolkit;

/// <summary>Exercises in the languages of those who do them.</summary>
public sealed class TranslationTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";
    private const string Exercises = $"{V1}/toolkit/exercises";

    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_partner_reads_what_was_assigned_in_their_own_language()
    {
        await Translate("apology", "es");
        await Assign("apology");
        var (a, b) = (_practice.Partner, _practice.OtherPartner);
        await Choose(a, "es-MX");

        var home = (await a.Get($"{V1}/portal/home")).Expect(200);
        Assert.Equal("es An apology that holds", (string)home.Json["next"]!["title"]!);
        var list = (await a.Get($"{V1}/portal/assignments")).Expect(200);
        Assert.Contains("Content-Language: es", list.Headers, StringComparison.Ordinal);
        var mine = list.Json["items"]![0]!;
        Assert.Equal(("es", "es An apology that holds"), ((string)mine["language"]!, (string)mine["title"]!));
        Assert.All(mine["steps"]!.AsArray(), step => Assert.StartsWith("es ", (string)step!["text"]!, StringComparison.Ordinal));
        Assert.Equal("Written to these two.", (string)mine["instructions"]!);
        // A choice is called by its label and sent as it was written, whatever the language.
        var question = mine["reflection"]![0]!;
        Assert.Equal(("es yes, in full", "yes, in full"), ((string)question["choiceLabels"]![0]!, (string)question["choices"]![0]!));
        (await a.Post($"{V1}/portal/assignments/{(string)mine["id"]!}/logs", new { day = await Today(), outcome = "done", answers = new { said = "yes, in full" } })).ExpectGood();

        var sheet = (await a.Get($"{V1}/portal/assignments/{(string)mine["id"]!}/handout")).Expect(200).Body;
        Assert.Contains("<h1 lang=\"es\" dir=\"ltr\">es An apology that holds</h1>", sheet, StringComparison.Ordinal);

        var others = (await b.Get($"{V1}/portal/assignments")).Expect(200);
        Assert.Equal((null, "An apology that holds"), ((string?)others.Json["items"]![0]!["language"], (string)others.Json["items"]![0]!["title"]!));
        Assert.DoesNotContain("Content-Language", others.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_may_ask_for_another_language_and_falls_back_to_ones_own()
    {
        await Translate("apology", "es");
        await Translate("apology", "ar");
        await Assign("apology");
        await Choose(_practice.Partner, "es");
        foreach (var (accept, language) in new[] { ("ar", "ar"), ("fr;q=0.9, ar-EG;q=0.4", "ar"), ("en-US,en;q=0.9", "es"), ("es;q=0, ar;q=0", "es"), ("*", "es"), ("\u202e;;,", "es") })
        {
            var answer = (await _practice.Partner.Get($"{V1}/portal/assignments", ("Accept-Language", accept))).Expect(200);
            Assert.Equal(language, (string)answer.Json["items"]![0]!["language"]!);
            Assert.Contains($"Content-Language: {language}", answer.Headers, StringComparison.Ordinal);
        }

        var sheet = (await _practice.Partner.Get($"{V1}/portal/assignments/{await First()}/handout", ("Accept-Language", "ar"))).Expect(200).Body;
        Assert.Contains("<ol class=\"steps\" lang=\"ar\" dir=\"rtl\">", sheet, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_assigned_keeps_its_words_when_the_exercise_moves_on()
    {
        var therapist = _practice.Therapist;
        var own = (await therapist.Post($"{Exercises}/apology/copy", new { key = "ours", title = "Ours at first" })).Expect(201);
        var first = await Translate("ours", "es");
        // Archiving raises the version, though not a word changes.
        (await therapist.Post($"{own.Location}/archive", null, ("If-Match", "*"))).Expect(200);
        (await therapist.Post($"{own.Location}/restore", null, ("If-Match", "*"))).Expect(200);
        Assert.False((bool)(await therapist.Get($"{Exercises}/ours/translations/es")).Expect(200).Json["isOutdated"]!);
        await Assign("ours");
        await Choose(_practice.Partner, "es");

        var text = (await therapist.Get(own.Location!)).Expect(200).Json.AsObject();
        foreach (var name in new[] { "version", "origin", "archivedAt" })
            text.Remove(name);
        (text["title"], text["confirmsNeverMonitoring"]) = ("Ours by now", true);
        (await therapist.Put(own.Location!, text, ("If-Match", "*"))).Expect(200);
        var outdated = (await therapist.Get($"{Exercises}/ours/translations/es")).Expect(200);
        Assert.True((bool)outdated.Json["isOutdated"]!);
        Assert.Equal("es Ours at first", await Title());
        await Assign("ours");
        Assert.Equal("Ours by now", await Title());

        (await therapist.Put($"{Exercises}/ours/translations/es", await Body("ours", "neu"), ("If-Match", outdated.ETag!))).Expect(200);
        Assert.Equal("neu Ours by now", await Title());
        var all = (await _practice.Partner.Get($"{V1}/portal/assignments")).Expect(200).Json["items"]!.AsArray().Select(one => (string)one!["title"]!);
        Assert.Equal(["neu Ours by now", "es Ours at first"], all);

        (await therapist.Put($"{Exercises}/ours/translations/es", await Body("ours", "x"), ("If-Match", first.ETag!))).Expect(412);
        var languages = (await therapist.Get($"{Exercises}/ours/translations")).Expect(200).Json["items"]!.AsArray();
        Assert.Equal(("es", false), ((string)languages.Single()!["language"]!, (bool)languages[0]!["isOutdated"]!));
        (await therapist.Send("DELETE", $"{Exercises}/ours/translations/es", null, ("If-Match", "*"))).Expect(204);
        Assert.Equal("Ours by now", await Title());
        (await therapist.Get($"{Exercises}/ours/translations/es")).Expect(404);
        (await therapist.Send("DELETE", $"{Exercises}/ours/translations/es", null, ("If-Match", "*"))).Expect(404);
    }

    [Fact]
    public async Task A_translation_has_the_exercises_shape_and_says_by_field_where_not()
    {
        foreach (var (change, field) in new (Action<JsonObject>, string)[]
        {
            (body => body["steps"]!.AsArray().RemoveAt(0), "steps"),
            (body => body["steps"]![0]!.AsObject().Remove("prompt"), "steps[0].prompt"),
            (body => body["steps"]![1]!["prompt"] = "One too many", "steps[1].prompt"),
            (body => body["steps"]![1]!["text"] = "See [here](javascript:alert(1)).", "steps[1].text"),
            (body => body["steps"]![1]!["text"] = new string('x', 601), "steps[1].text"),
            (body => body["steps"]![1] = null, "steps"),
            (body => body.Remove("distanceAdaptation"), "distanceAdaptation"),
            (body => body["roles"] = new JsonArray("one", "other"), "roles"),
            (body => body["reflection"]!.AsArray().RemoveAt(1), "reflection"),
            (body => body["reflection"]![0]!["choices"]!.AsArray().RemoveAt(0), "reflection[0].choices"),
            (body => body["reflection"]![1]!["choices"] = new JsonArray("a", "b"), "reflection[1].choices"),
            (body => body["title"] = "T", "title"),
            (body => body["title"] = "Two\nlines", "title"),
        })
        {
            var body = await Body("apology", "es");
            change(body);
            var answer = (await _practice.Therapist.Put($"{Exercises}/apology/translations/es", body, ("If-Match", "*"))).Expect(400);
            Assert.True(answer.Json["errors"]![field] is not null, $"{field}: {answer.Body}");
        }

        var good = await Body("apology", "es");
        good["exerciseVersion"] = 1;
        (await _practice.Therapist.Put($"{Exercises}/apology/translations/es", good, ("If-Match", "*"))).Expect(409, "exercise-changed");
        good.Remove("exerciseVersion");
        foreach (var (key, language) in new[] { ("nothing", "es"), ("apology", "ES"), ("apology", "pt-br"), ("apology", "x"), ("apology", "iw") })
            (await _practice.Therapist.Put($"{Exercises}/{key}/translations/{language}", good, ("If-Match", "*"))).Expect(404);
        (await _practice.Frontdesk.Put($"{Exercises}/apology/translations/es", good, ("If-Match", "*"))).Expect(403, "role-may-not");
        (await _practice.Therapist.Get($"{Exercises}/apology/translations/es")).Expect(404);
    }

    [Fact]
    public async Task Clinicians_see_what_was_written_and_may_ask_for_a_language()
    {
        await Translate("apology", "he");
        await Assign("apology");
        await Choose(_practice.Partner, "he");
        var assignment = $"{V1}/assignments/{await First()}";
        Assert.Equal("An apology that holds", (string)(await _practice.Therapist.Get(assignment)).Expect(200).Json["exercise"]!["title"]!);
        Assert.Equal("he An apology that holds", (string)(await _practice.Therapist.Get($"{assignment}?language=he")).Expect(200).Json["exercise"]!["title"]!);
        foreach (var path in new[] { $"{assignment}/handout", $"{Exercises}/apology/handout" })
        {
            Assert.DoesNotContain("dir=\"rtl\"", (await _practice.Therapist.Get(path)).Expect(200).Body, StringComparison.Ordinal);
            Assert.Contains("<h1 lang=\"he\" dir=\"rtl\">he An", (await _practice.Therapist.Get($"{path}?language=he")).Expect(200).Body, StringComparison.Ordinal);
            (await _practice.Therapist.Get($"{path}?language=fr")).Expect(400, "no-translation");
            (await _practice.Therapist.Get($"{path}?language=HE")).Expect(400, "unknown-language");
        }
    }

    [Fact]
    public async Task The_language_is_kept_with_the_client_by_staff_or_by_themselves()
    {
        var client = $"{V1}/clients/{_practice.Ids["partnerAId"]}";
        (await _practice.Frontdesk.Patch(client, new { language = "pt-BR" }, ("If-Match", "*"))).Expect(200);
        var own = (await _practice.Partner.Get($"{V1}/portal/language")).Expect(200);
        Assert.Equal("pt-BR", (string)own.Json["language"]!);
        (await _practice.Partner.Put($"{V1}/portal/language", new { language = (string?)null }, ("If-Match", own.ETag!))).Expect(200);
        (await _practice.Partner.Put($"{V1}/portal/language", new { language = "es" }, ("If-Match", own.ETag!))).Expect(412);
        Assert.Null((string?)(await _practice.Frontdesk.Get(client)).Expect(200).Json["language"]);
        (await _practice.Frontdesk.Patch(client, new { language = "spanish please" }, ("If-Match", "*"))).Expect(400, "unknown-language");
        (await _practice.Partner.Put($"{V1}/portal/language", new { language = "ES" }, ("If-Match", "*"))).Expect(400, "unknown-language");
    }

    [Fact]
    public async Task Roles_are_called_in_the_readers_language_too()
    {
        await Translate("active-listening", "es");
        (await _practice.Therapist.Post(
            $"{V1}/couples/{_practice.Ids["coupleId"]}/assignments",
            new { exerciseKey = "active-listening", @for = "couple", startOn = await Today(), cadence = new { kind = "weekly" } })).Expect(201);
        await Choose(_practice.Partner, "es");
        var mine = (await _practice.Partner.Get($"{V1}/portal/assignments/{await First()}")).Expect(200).Json;
        Assert.Equal("es speaker", (string)mine["yourRole"]!);
        Assert.Equal("es speaker", (string)(await _practice.Partner.Get($"{V1}/portal/home")).Expect(200).Json["next"]!["yourRole"]!);
        Assert.Equal(
            [("es speaker", "you"), ("es listener", "partner")],
            mine["steps"]!.AsArray().Where(step => step!["role"] is not null).Select(step => ((string)step!["role"]!, (string)step["whose"]!)).Distinct().OrderByDescending(one => one.Item2));
        Assert.Equal("listener", (string)(await _practice.OtherPartner.Get($"{V1}/portal/home")).Expect(200).Json["next"]!["yourRole"]!);
    }

    [Fact]
    public async Task Another_practice_has_its_own()
    {
        await Translate("apology", "es");
        var other = await GivenPractice.Open(_api);
        (await other.Therapist.Get($"{Exercises}/apology/translations/es")).Expect(404);
        Assert.Empty((await other.Therapist.Get($"{Exercises}/apology/translations")).Expect(200).Json["items"]!.AsArray());
    }

    private async Task<string> Today() => (string)(await _practice.Partner.Get($"{V1}/portal/home")).Expect(200).Json["today"]!;

    private async Task<string> First() => (string)(await _practice.Partner.Get($"{V1}/portal/assignments")).Expect(200).Json["items"]![0]!["id"]!;

    private async Task<string> Title() => (string)(await _practice.Partner.Get($"{V1}/portal/assignments/{await First()}")).Expect(200).Json["title"]!;

    private static async Task Choose(ApiClient partner, string language) =>
        (await partner.Put($"{V1}/portal/language", new { language }, ("If-Match", "*"))).Expect(200);

    private async Task Assign(string key) => (await _practice.Therapist.Post(
        $"{V1}/couples/{_practice.Ids["coupleId"]}/assignments",
        new { exerciseKey = key, @for = "each", startOn = await Today(), cadence = new { kind = "weekly" }, instructions = "Written to these two." })).Expect(201);

    private async Task<Answer> Translate(string key, string language) =>
        (await _practice.Therapist.Put($"{Exercises}/{key}/translations/{language}", await Body(key, language), ("If-Match", "*"))).Expect(200);

    /// <summary>The exercise's own words, each with a mark before it.</summary>
    private async Task<JsonObject> Body(string key, string mark)
    {
        var exercise = (await _practice.Therapist.Get($"{Exercises}/{key}")).Expect(200).Json;
        return new JsonObject
        {
            ["title"] = Marked(exercise["title"]),
            ["purpose"] = Marked(exercise["purpose"]),
            ["steps"] = new JsonArray([.. exercise["steps"]!.AsArray().Select(step => new JsonObject { ["text"] = Marked(step!["text"]), ["prompt"] = Marked(step["prompt"]) })]),
            ["distanceAdaptation"] = Marked(exercise["distanceAdaptation"]),
            ["roles"] = exercise["roles"] is JsonArray roles ? new JsonArray([.. roles.Select(Marked)]) : null,
            ["reflection"] = new JsonArray([.. exercise["reflection"]!.AsArray().Select(question => new JsonObject
            {
                ["question"] = Marked(question!["question"]),
                ["choices"] = question["choices"] is JsonArray choices ? new JsonArray([.. choices.Select(Marked)]) : null,
            })]),
        };

        JsonNode? Marked(JsonNode? text) => text is null ? null : $"{mark} {(string)text!}";
    }
}
