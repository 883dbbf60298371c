using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Portal;

/// <summary>A partner takes their own data away.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";
    private const string Theirs = "Theirsalone";

    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Holds_what_is_mine_and_of_the_other_only_what_they_share()
    {
        await Fill();
        var answer = (await _practice.Partner.Get($"{V1}/portal/export")).Expect(200);
        Assert.Null(answer.ETag);
        Assert.DoesNotContain(Theirs, answer.Body, StringComparison.Ordinal);
        Assert.Equal("Robin", (string)answer.Json["person"]!["firstName"]!);

        var one = Assert.Single(answer.Json["cases"]!.AsArray())!;
        Assert.Equal((true, "couple"), ((bool)one["isOpen"]!, (string)one["kind"]!));
        Assert.Equal("Dr. Ana", (string)Assert.Single(List(one, "consents"))!["recipient"]!);
        Assert.Equal(["Three things I would miss", "Ten minutes of really listening"], List(one, "assignments").Select(item => (string)item!["title"]!));
        Assert.All(List(one, "assignments"), item => Assert.NotEmpty(item!["steps"]!.AsArray()));

        var entry = Assert.Single(List(one, "entries"))!["entry"]!;
        Assert.Equal(("partly", "Mine, again"), ((string)entry["outcome"]!, (string)entry["answers"]!["noticed"]!));
        Assert.Equal("Mine, first", (string)Assert.Single(List(one, "earlierEntries"))!["answers"]!["noticed"]!);
        var shared = Assert.Single(List(one, "sharedWithMe"))!["entry"]!;
        Assert.Equal((false, "Shared with both"), ((bool)shared["mine"]!, (string)shared["answers"]!["urge"]!));
        Assert.Null(shared["helpful"]);

        var agreement = Assert.Single(List(one, "agreements"))!;
        Assert.NotNull(agreement["acceptedAt"]);
        Assert.False((bool)agreement["inForce"]!);
        Assert.True((bool)Assert.Single(List(one, "ticks"))!["isKept"]!);
        Assert.Equal([7, 7, 7, 7, 7], Assert.Single(List(one, "answers"))!["answers"]!.AsArray().Select(value => (int)value!));
        Assert.Equal(["To Robin", "To both"], List(one, "messages").Select(item => (string)item!["text"]!));
        Assert.Single(List(one, "sessions"));
    }

    [Fact]
    public async Task A_closed_case_keeps_what_is_mine_and_shares_nothing_of_the_others_any_more()
    {
        await Fill();
        var couple = $"{V1}/couples/{_practice.Ids["coupleId"]}";
        (await _practice.Therapist.Post($"{couple}/status", new { status = "closed", reason = "They are done." }, ("If-Match", "*"))).Expect(200);
        var one = Assert.Single((await _practice.Partner.Get($"{V1}/portal/export")).Expect(200).Json["cases"]!.AsArray())!;
        Assert.False((bool)one["isOpen"]!);
        Assert.Empty(List(one, "sharedWithMe"));
        Assert.Single(List(one, "entries"));
        Assert.Equal(2, List(one, "assignments").Count);
        Assert.Equal(2, List(one, "messages").Count);
    }

    [Fact]
    public async Task Is_audited_by_person()
    {
        (await _practice.Partner.Get($"{V1}/portal/export")).Expect(200);
        var entry = (await _practice.Admin.Get($"{V1}/audit?action=export-own-data")).Expect(200).Json["items"]!.AsArray().Single()!;
        Assert.Equal(("allowed", _practice.Ids["partnerAId"]), ((string)entry["outcome"]!, (string)entry["subjectId"]!));
    }

    [Fact]
    public async Task Every_export_has_the_same_notice()
    {
        var (mine, others) = ((await _practice.Partner.Get($"{V1}/portal/export")).Expect(200), (await _practice.OtherPartner.Get($"{V1}/portal/export")).Expect(200));
        Assert.Equal((string)mine.Json["notice"]!, (string)others.Json["notice"]!);
    }

    [Fact]
    public async Task Refuses_an_old_sign_in_and_goes_on_refusing_it_after_a_refresh()
    {
        await using var api = await TestApi.Start("--Portal:ExportWithinMinutes=0");
        var practice = await GivenPractice.Open(api);
        (await practice.Partner.Get($"{V1}/portal/export")).Expect(403, "sign-in-again");
        // A refresh needs no password, so it does not make the sign-in a new one.
        var email = (string)(await practice.Therapist.Get($"{V1}/clients/{practice.Ids["partnerAId"]}")).Expect(200).Json["portal"]!["signInEmail"]!;
        var tokens = (await api.Anonymous().Post($"{V1}/auth/sign-in", new { email, password = TestApi.Password })).Expect(200).Json;
        var refreshed = (await api.Anonymous().Post($"{V1}/auth/refresh", new { refreshToken = (string)tokens["refreshToken"]! })).Expect(200).Json;
        (await (practice.Partner with { AccessToken = (string)refreshed["accessToken"]! }).Get($"{V1}/portal/export")).Expect(403, "sign-in-again");
        (await practice.Partner.Get($"{V1}/portal/home")).Expect(200);
    }

    [Fact]
    public async Task Too_many_are_429()
    {
        await using var api = await TestApi.Start("--Portal:ExportsPerMinute=2");
        var practice = await GivenPractice.Open(api);
        var answers = new List<Answer>();
        for (var i = 0; i < 5; i++)
            answers.Add(await practice.Partner.Get($"{V1}/portal/export"));
        var refused = Assert.Single(answers.Where(answer => answer.Status == 429).Select(answer => answer.Code).Distinct(StringComparer.Ordinal));
        Assert.Equal("too-many-requests", refused);
    }

    private static JsonArray List(JsonNode one, string name) => one[name]!.AsArray();

    private async Task Fill()
    {
        var (therapist, a, b) = (_practice.Therapist, _practice.Partner, _practice.OtherPartner);
        var (partnerA, partnerB) = (_practice.Ids["partnerAId"], _practice.Ids["partnerBId"]);
        var couple = $"{V1}/couples/{_practice.Ids["coupleId"]}";
        var today = (string)(await a.Get($"{V1}/portal/home")).Expect(200).Json["today"]!;
        var weekly = new { kind = "weekly" };
        foreach (var (partner, recipient) in new[] { (partnerA, "Dr. Ana"), (partnerB, Theirs) })
            (await therapist.Post($"{couple}/consents", new { partnerId = partner, kind = "release", signedOn = today, recipient, purpose = recipient, expiresOn = "2099-01-01" })).Expect(201);

        var listening = (string)(await therapist.Post($"{couple}/assignments", new { exerciseKey = "active-listening", @for = "couple", startOn = today, cadence = weekly })).Expect(201).Json["id"]!;
        var gratitude = (string)(await therapist.Post($"{couple}/assignments", new { exerciseKey = "gratitude", @for = "each", startOn = today, cadence = weekly })).Expect(201).Json["id"]!;
        (await therapist.Post($"{couple}/assignments", new { exerciseKey = "apology", @for = partnerB, startOn = today, cadence = weekly, instructions = Theirs })).Expect(201);
        foreach (var (outcome, text) in new[] { ("done", "Mine, first"), ("partly", "Mine, again") })
            (await a.Post($"{V1}/portal/assignments/{gratitude}/logs", new { day = today, outcome, answers = new { noticed = text } })).ExpectGood();
        (await b.Post($"{V1}/portal/assignments/{gratitude}/logs", new { day = today, outcome = "partly", answers = new { noticed = Theirs }, barrier = Theirs })).ExpectGood();
        (await b.Post($"{V1}/portal/assignments/{listening}/logs", new { day = today, outcome = "partly", share = "partner-too", helpful = 3, answers = new { urge = "Shared with both" }, barrier = Theirs })).ExpectGood();

        (await therapist.Put($"{couple}/agreement", new { rows = new[] { new { need = "reassurance", action = "Say so", frequency = new { kind = "daily" } } }, reviewOn = today }, ("If-Match", "*"))).Expect(200);
        var read = (await a.Get($"{V1}/portal/agreement")).Expect(200);
        (await a.Post($"{V1}/portal/agreement/accept", null, ("If-Match", read.ETag!))).Expect(200);
        (await a.Post($"{V1}/portal/agreement/ticks", new { agreementVersion = 1, row = 1, day = today, isKept = true })).ExpectGood();
        (await a.Post($"{V1}/portal/responses", new { answers = Enumerable.Repeat(7, 5) })).Expect(201);
        (await b.Post($"{V1}/portal/responses", new { answers = Enumerable.Repeat(2, 5) })).Expect(201);
        foreach (var (to, text) in new[] { ("joint", "To both"), (partnerB, Theirs), (partnerA, "To Robin") })
            (await therapist.Post($"{couple}/messages", new { to, text })).Expect(201);
        var now = TimeProvider.System.GetUtcNow();
        (await therapist.Post($"{couple}/sessions", new { startsAt = now.AddDays(3), minutes = 50, kind = "conjoint", place = "office" })).Expect(201);
        foreach (var (partner, days) in new[] { (partnerA, 4), (partnerB, 5) })
            (await therapist.Post($"{couple}/sessions", new { startsAt = now.AddDays(days), minutes = 50, kind = "individual", partnerId = partner, place = "office" })).Expect(201);
    }
}
