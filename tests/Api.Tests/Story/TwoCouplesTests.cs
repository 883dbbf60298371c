using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Story;

/// <summary>
/// One person in two couples: Robin and Kit, and later Robin and Lou with another therapist. What is private in the one is
/// planted with a word, and everything that anybody of the other can get is searched for it.
/// </summary>
public sealed class TwoCouplesTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";

    // Robin's own of the old case; of the old case for others' eyes; of the new case.
    private const string Own = "Oldown";
    private const string Old = "Oldcanary";
    private const string New = "Newcanary";

    private TestApi _api = null!;
    private GivenPractice _practice = null!;
    private ApiDescription _description = null!;
    private ApiClient _lou = null!;
    private string _lous = "";
    private string _new = "";
    private int _planted;

    private ApiClient Robin => _practice.Partner;

    private ApiClient Kit => _practice.OtherPartner;

    private string OldCase => _practice.Ids["coupleId"];

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
        _description = await ApiDescription.Read(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Theory]
    [InlineData("separate")]
    [InlineData("close")]
    public async Task Nothing_of_the_old_case_is_in_anything_of_the_new_one_nor_the_other_way_round(string how)
    {
        await Plant(_practice.Therapist, OldCase, Robin, Kit, _practice.Ids["partnerBId"], Own, Old);
        var oldIds = await Ids(_practice.Therapist, OldCase);
        await End(how);
        await OpenNew();
        await Plant(_practice.OtherTherapist, _new, Robin, _lou, _lous, New, New);
        var newIds = await Ids(_practice.OtherTherapist, _new);

        // The words are there for those who may: the search can fail.
        Assert.True(Count(await Everything(_practice.Therapist, oldIds), Old) >= 8);
        Assert.True(Count(await Everything(_practice.OtherTherapist, newIds), New) >= 8);

        foreach (var (who, ids) in new[] { (_practice.OtherTherapist, newIds), (_practice.OtherTherapist, oldIds), (_lou, newIds), (_lou, oldIds) })
        {
            var answers = await Everything(who, ids);
            Assert.Equal(0, Count(answers, Old));
            Assert.Equal(0, Count(answers, Own));
        }

        foreach (var (who, ids) in new[] { (_practice.Therapist, newIds), (_practice.Therapist, oldIds), (Kit, newIds), (Kit, oldIds) })
            Assert.Equal(0, Count(await Everything(who, ids), New));

        // Robin reads nothing of Kit's, and of the old case what is Robin's own, in the export and among the check-ins.
        var robins = await Everything(Robin, newIds);
        Assert.Equal(0, Count(robins, Old));
        Assert.All(robins.Where(answer => answer.Body.Contains(Own, StringComparison.Ordinal)), answer => Assert.Contains("/portal/export", answer.Call, StringComparison.Ordinal));
        var taken = robins.Single(answer => answer.Call.Contains("/portal/export", StringComparison.Ordinal)).Expect(200).Json["cases"]!.AsArray();
        Assert.Equal([(_new, true), (OldCase, false)], taken.Select(one => ((string)one!["id"]!, (bool)one["isOpen"]!)));
        Assert.DoesNotContain(Own, taken[0]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(New, taken[1]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(Own, taken[1]!.ToJsonString(), StringComparison.Ordinal);

        // By number or id, too: a case that is not theirs is 403 for a clinician and not there for a partner.
        (await _practice.OtherTherapist.Get($"{V1}/couples/{OldCase}/brief")).Expect(403, "not-your-case");
        (await _practice.Therapist.Get($"{V1}/couples/{_new}/brief")).Expect(403, "not-your-case");
    }

    [Fact]
    public async Task What_was_done_in_the_old_case_does_not_count_in_the_new_one()
    {
        await Plant(_practice.Therapist, OldCase, Robin, Kit, _practice.Ids["partnerBId"], Own, Old);
        var journal = (await _practice.Therapist.Post($"{V1}/couples/{OldCase}/assignments", new { exerciseKey = "trust-journal", @for = _practice.Ids["partnerAId"], startOn = await Today(), cadence = new { kind = "once" } })).Expect(201).Json;
        (await Robin.Post($"{V1}/portal/assignments/{(string)journal["id"]!}/logs", new { day = await Today(), outcome = "done", helpful = 9 })).ExpectGood();
        Assert.Contains("done-before", (await _practice.Therapist.Get($"{V1}/couples/{OldCase}/recommendations?limit=50")).Expect(200).Body, StringComparison.Ordinal);
        await End("close");
        await OpenNew();
        var couple = $"{V1}/couples/{_new}";
        (await _practice.OtherTherapist.Put($"{couple}/formulation", new { codes = new[] { "suspicion", "connection" } }, ("If-Match", "*"))).Expect(200);
        var recommended = (await _practice.OtherTherapist.Get($"{couple}/recommendations?limit=50")).Expect(200);
        Assert.NotEmpty(recommended.Json["ranked"]!.AsArray());
        Assert.DoesNotContain("done-before", recommended.Body, StringComparison.Ordinal);
        Assert.Empty((await _practice.OtherTherapist.Get($"{couple}/assignments")).Expect(200).Json["items"]!.AsArray());
        Assert.Empty((await _practice.OtherTherapist.Get($"{couple}/responses")).Expect(200).Json["items"]!.AsArray());
        var brief = (await _practice.OtherTherapist.Get($"{couple}/brief")).Expect(200).Json;
        Assert.Null(brief["lastPlan"]);
        Assert.Empty(brief["alerts"]!.AsArray());
        Assert.Empty((await _practice.OtherTherapist.Get($"{V1}/alerts")).Expect(200).Json["items"]!.AsArray());
        Assert.Equal(0, (int)(await _practice.OtherTherapist.Get($"{couple}/agreement")).Expect(200).Json["version"]!);

        // The check-in of this week was the old case's: the new one asks anew, and gets it.
        Assert.True((bool)(await Robin.Get($"{V1}/portal/home")).Expect(200).Json["isPulseDue"]!);
        var answered = (await Robin.Post($"{V1}/portal/responses", new { answers = Enumerable.Repeat(6, 5) })).Expect(201).Json;
        Assert.Equal(_new, (string)answered["caseId"]!);
        Assert.Single((await _practice.OtherTherapist.Get($"{couple}/responses")).Expect(200).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_case_that_has_ended_asks_for_nothing_any_more()
    {
        await Plant(_practice.Therapist, OldCase, Robin, Kit, _practice.Ids["partnerBId"], Own, Old);
        var assignment = (string)(await Kit.Get($"{V1}/portal/assignments")).Expect(200).Json["items"]![0]!["id"]!;
        Assert.NotEmpty((await Kit.Get($"{V1}/portal/home")).Expect(200).Json["open"]!.AsArray());
        await End("separate");
        foreach (var partner in new[] { Robin, Kit })
        {
            var home = (await partner.Get($"{V1}/portal/home")).Expect(200).Json;
            Assert.Empty(home["open"]!.AsArray());
            Assert.Empty(home["unreadMessages"]!.AsArray());
            Assert.Equal((false, false, null), ((bool)home["isPulseDue"]!, (bool)home["agreementToAccept"]!, home["next"]));
            (await partner.Get($"{V1}/portal/agreement")).Expect(404);
            (await partner.Post($"{V1}/portal/responses", new { answers = Enumerable.Repeat(6, 5) })).Expect(409, "no-open-case");
            (await partner.Get($"{V1}/portal/home?caseId={OldCase}")).Expect(404);
        }

        (await Kit.Post($"{V1}/portal/assignments/{assignment}/logs", new { day = await Today(), outcome = "done" })).Expect(404);
    }

    [Fact]
    public async Task Two_open_cases_are_shown_together_or_one_by_one()
    {
        await Plant(_practice.Therapist, OldCase, Robin, Kit, _practice.Ids["partnerBId"], Own, Old);
        await OpenNew();
        await Plant(_practice.OtherTherapist, _new, Robin, _lou, _lous, New, New);
        Assert.Equal([_new, OldCase], (await Robin.Get($"{V1}/portal/cases")).Expect(200).Json["items"]!.AsArray().Select(one => (string)one!["id"]!));
        Assert.Equal([_new], (await _lou.Get($"{V1}/portal/cases")).Expect(200).Json["items"]!.AsArray().Select(one => (string)one!["id"]!));

        foreach (var path in new[] { "assignments", "messages", "responses" })
        {
            var all = Cases(await Robin.Get($"{V1}/portal/{path}"));
            Assert.Equal(new[] { _new, OldCase }.Order(StringComparer.Ordinal), all.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
            foreach (var one in new[] { _new, OldCase })
                Assert.Equal([one], Cases(await Robin.Get($"{V1}/portal/{path}?caseId={one}")).Distinct(StringComparer.Ordinal));
            (await _lou.Get($"{V1}/portal/{path}?caseId={OldCase}")).Expect(404);
        }

        foreach (var (one, mark) in new[] { (_new, Own), (OldCase, New) })
        {
            var home = (await Robin.Get($"{V1}/portal/home?caseId={one}")).Expect(200);
            Assert.Equal([one], home.Json["open"]!.AsArray().Select(task => (string)task!["caseId"]!).Distinct(StringComparer.Ordinal));
            Assert.DoesNotContain(mark, home.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(mark, (await Robin.Get($"{V1}/portal/agreement?caseId={one}")).Expect(200).Body, StringComparison.Ordinal);
            Assert.Single((await Robin.Get($"{V1}/portal/agreement/ticks?caseId={one}")).Expect(200).Json["items"]!.AsArray());
        }

        (await Robin.Post($"{V1}/portal/responses", new { answers = Enumerable.Repeat(6, 5), caseId = OldCase })).Expect(409, "already-answered-this-week");
        (await _lou.Post($"{V1}/portal/responses", new { answers = Enumerable.Repeat(6, 5), caseId = OldCase })).Expect(404);
        (await _lou.Post($"{V1}/portal/agreement/ticks?caseId={OldCase}", new { agreementVersion = 1, row = 1, day = await Today(), isKept = true })).Expect(404);
        (await _lou.Post($"{V1}/portal/agreement/accept?caseId={OldCase}", null, ("If-Match", "\"1-0\""))).Expect(404);
    }

    private static IEnumerable<string> Cases(Answer answer) => answer.Expect(200).Json["items"]!.AsArray().Select(one => (string)one!["caseId"]!);

    private static int Count(IEnumerable<Answer> answers, string word) => answers.Count(answer =>
        answer.Body.Contains(word, StringComparison.OrdinalIgnoreCase) || answer.Headers.Contains(word, StringComparison.OrdinalIgnoreCase));

    private async Task<string> Today() => (string)(await Robin.Get($"{V1}/portal/home")).Expect(200).Json["today"]!;

    private async Task End(string how)
    {
        var couple = $"{V1}/couples/{OldCase}";
        if (how == "separate")
            (await _practice.Therapist.Post($"{couple}/separate", new { reason = $"{Old} they part.", separatedOn = await Today(), continuing = Array.Empty<string>() }, ("If-Match", "*"))).ExpectGood();
        else
            (await _practice.Therapist.Post($"{couple}/status", new { status = "closed", reason = $"{Old} they are done." }, ("If-Match", "*"))).Expect(200);
    }

    private async Task OpenNew()
    {
        var made = (await _practice.OtherTherapist.Post($"{V1}/couples", new
        {
            partners = new object[] { new { clientId = _practice.Ids["partnerAId"] }, new { firstName = "Lou", lastName = "Vale", email = "lou.vale@example.test" } },
        })).Expect(201).Json;
        _new = (string)made["id"]!;
        _lous = (string)made["partners"]![1]!["clientId"]!;
        var invitation = (await _practice.OtherTherapist.Post($"{V1}/clients/{_lous}/portal-invite")).ExpectGood().Json["invitation"]!;
        var tokens = (await _api.Anonymous().Post($"{V1}/auth/accept-invitation", new { accountId = (string)invitation["accountId"]!, token = (string)invitation["token"]!, password = TestApi.Password })).Expect(200).Json;
        _lou = new ApiClient(_api.Http, (string)tokens["accessToken"]!, "Lou");
    }

    /// <summary>Something private in every field that a case has: what Robin says with one word, all else with the other.</summary>
    private async Task Plant(ApiClient therapist, string caseId, ApiClient robin, ApiClient partner, string partnerId, string own, string others)
    {
        var (couple, robinId, today) = ($"{V1}/couples/{caseId}", _practice.Ids["partnerAId"], await Today());
        var weekly = new { kind = "weekly" };
        (await therapist.Post($"{couple}/screenings", new { partnerId = robinId, screenedOn = today, method = "judgement", positive = true, remarks = Text(others) })).Expect(201);
        (await therapist.Put($"{couple}/formulation", new { codes = new[] { "suspicion" }, cultures = Text(others), summary = Text(others) }, ("If-Match", "*"))).Expect(200);
        (await therapist.Post($"{couple}/status", new { status = "active", reason = Text(others) }, ("If-Match", "*"))).Expect(200);
        foreach (var (kind, scope) in new[] { ("progress", "joint"), ("progress", robinId), ("psychotherapy", robinId) })
        {
            var draft = (await therapist.Post($"{couple}/notes", new { format = "narrative", kind, scope, sections = new { narrative = Text(others) } })).Expect(201);
            (await therapist.Post($"{draft.Location}/sign", null, ("If-Match", draft.ETag!))).Expect(200);
        }

        (await therapist.Post($"{couple}/consents", new { partnerId, kind = "release", signedOn = today, recipient = Text(others), purpose = Text(others), expiresOn = "2099-01-01" })).Expect(201);
        var startsAt = TimeProvider.System.GetUtcNow().AddDays(3).AddHours(_planted);
        var session = (await therapist.Post($"{couple}/sessions", new { startsAt, minutes = 50, kind = "conjoint", place = "office" })).Expect(201);
        (await therapist.Post($"{session.Location}/cancel", new { by = "couple", reason = Text(others) }, ("If-Match", session.ETag!))).Expect(200);

        var each = (await therapist.Post($"{couple}/assignments", new { exerciseKey = "gratitude", @for = "each", startOn = today, cadence = weekly, instructions = Text(own) })).Expect(201);
        var id = (string)each.Json["id"]!;
        (await therapist.Post($"{couple}/assignments", new { exerciseKey = "support-network", @for = partnerId, startOn = today, cadence = weekly, instructions = Text(others) })).Expect(201);
        (await robin.Post($"{V1}/portal/assignments/{id}/logs", new { day = today, outcome = "partly", share = "therapist", helpful = 9, answers = new { noticed = Text(own) }, barrier = Text(own) })).ExpectGood();
        (await partner.Post($"{V1}/portal/assignments/{id}/logs", new { day = today, outcome = "partly", share = "therapist", answers = new { noticed = Text(others) }, barrier = Text(others) })).ExpectGood();
        (await therapist.Post($"{each.Location}/review", new { partnerId, comment = Text(others) })).Expect(201);
        (await therapist.Post($"{couple}/assignments", new { exerciseKey = "active-listening", @for = "couple", startOn = today, cadence = weekly, @override = new { rationale = $"{Text(others)}, supervised." } })).Expect(201);
        (await therapist.Post($"{couple}/assignments/pause-cautioned", new { reason = Text(others) })).Expect(200);

        (await therapist.Put($"{couple}/agreement", new { rows = new[] { new { need = "reassurance", action = Text(own), frequency = new { kind = "daily" } } }, reviewOn = today }, ("If-Match", "*"))).Expect(200);
        foreach (var one in new[] { robin, partner })
        {
            var read = (await one.Get($"{V1}/portal/agreement?caseId={caseId}")).Expect(200);
            (await one.Post($"{V1}/portal/agreement/accept?caseId={caseId}", null, ("If-Match", read.ETag!))).Expect(200);
            (await one.Post($"{V1}/portal/agreement/ticks?caseId={caseId}", new { agreementVersion = 1, row = 1, day = today, isKept = true })).ExpectGood();
        }

        foreach (var (to, word) in new[] { ("joint", own), (robinId, own), (partnerId, others) })
            (await therapist.Post($"{couple}/messages", new { to, text = Text(word) })).Expect(201);
        (await robin.Post($"{V1}/portal/responses", new { answers = Enumerable.Repeat(3, 5), caseId })).Expect(201);
        var run = (await therapist.Post($"{couple}/pathways", new { pathwayKey = "new-beginning" })).Expect(201);
        (await therapist.Post($"{run.Location}/stop", new { reason = Text(others) }, ("If-Match", "*"))).Expect(200);
        var alert = (await therapist.Get($"{V1}/alerts?open=true")).Expect(200).Json["items"]!.AsArray().First(one => (string)one!["kind"]! == "positive-screening")!;
        (await therapist.Post($"{V1}/alerts/{(string)alert["id"]!}/acknowledge", new { note = Text(others) }, ("If-Match", "*"))).Expect(200);
    }

    private string Text(string word) => $"{word} {++_planted}";

    /// <summary>The ids of a case and of all that lies in it, by the names that addresses give them, as its therapist finds them.</summary>
    private async Task<Dictionary<string, List<string>>> Ids(ApiClient therapist, string caseId)
    {
        var pool = new Dictionary<string, List<string>>(StringComparer.Ordinal)
        {
            ["coupleId"] = [caseId],
            ["clientId"] = [.. (await therapist.Get($"{V1}/couples/{caseId}")).Expect(200).Json["partners"]!.AsArray().Select(one => (string)one!["clientId"]!)],
            ["exerciseKey"] = ["gratitude"],
            ["measureKey"] = ["trust-pulse"],
        };
        foreach (var (name, list) in new[]
        {
            ("noteId", "notes"), ("assignmentId", "assignments"), ("sessionId", "sessions"), ("screeningId", "screenings"), ("runId", "pathways"),
            ("messageId", "messages"), ("responseId", "responses"), ("consentId", "consents"), ("agreementId", "agreement/versions"),
        })
        {
            var found = await therapist.Get($"{V1}/couples/{caseId}/{list}");
            pool[name] = [.. found.Expect(200).Json["items"]!.AsArray().Select(one => (string)one!["id"]!)];
            Assert.NotEmpty(pool[name]);
        }

        pool["alertId"] = [.. (await therapist.Get($"{V1}/alerts")).Expect(200).Json["items"]!.AsArray().Select(one => (string)one!["id"]!)];
        return pool;
    }

    private async Task<List<Answer>> Everything(ApiClient who, Dictionary<string, List<string>> pool)
    {
        var answers = new List<Answer>();
        foreach (var operation in _description.Operations.Where(operation => operation.Method == "GET" && !operation.IsPublic))
        {
            var choices = operation.PathParameters.Select(name => pool.GetValueOrDefault(name) ?? [Guid.Empty.ToString()]);
            foreach (var combination in choices.Aggregate((IEnumerable<List<string>>)[[]], (made, next) => made.SelectMany(sofar => next.Select(one => (List<string>)[.. sofar, one]))))
            {
                var place = 0;
                answers.Add(await who.Get(operation.Fill(_ => combination[place++])));
            }
        }

        answers.Add(await who.Post($"{V1}/notes/search", new { q = Old }));
        answers.Add(await who.Post($"{V1}/notes/search", new { q = New }));
        Assert.DoesNotContain(answers, answer => answer.Status >= 500);
        Assert.Contains(answers, answer => answer.IsGood);
        return answers;
    }
}
