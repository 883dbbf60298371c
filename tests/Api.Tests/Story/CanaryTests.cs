using System.Globalization;
using CounselDesk.Api.Tests.Common;
using CounselDesk.Tests.Shared;
using Microsoft.Data.Sqlite;

namespace CounselDesk.Api.Tests.Story;

/// <summary>
/// A canary in everything that is private to one partner or to clinicians; then everything that the other partner, the
/// front desk and the administrator can get is searched for it.
/// </summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";
    private const string Canary = "Zyxcanary";

    // Answers hold no text: these, in this order, are nobody else's.
    private const string Draft = "[0,10,1,9,null]";

    private TestApi _api = null!;
    private GivenPractice _practice = null!;
    private readonly List<string> _logs = [];
    private readonly List<string> _attachments = [];
    private string _returned = "";
    private int _planted;

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task What_one_partner_says_alone_reaches_nobody_but_the_clinicians()
    {
        await Plant();

        // The canaries are there: the therapist, who may, finds them, so the search below can fail.
        var therapists = await Everything(_practice.Therapist);
        Assert.True(therapists.Count(answer => answer.Body.Contains(Canary, StringComparison.Ordinal)) >= 8, "The therapist should read most of the canaries.");
        var own = await Everything(_practice.Partner);
        Assert.Contains(own, answer => answer.Body.Contains(Canary, StringComparison.Ordinal));
        Assert.Contains(own, answer => answer.IsGood && answer.Call.Contains("/portal/export", StringComparison.Ordinal) && answer.Body.Contains(Canary, StringComparison.Ordinal));

        // What is only begun is its partner's alone.
        Assert.Contains(own, answer => answer.Body.Contains(Draft, StringComparison.Ordinal));
        Assert.DoesNotContain(therapists, answer => answer.Body.Contains(Draft, StringComparison.Ordinal));

        foreach (var (role, who) in new[] { ("partner", _practice.OtherPartner), ("frontdesk", _practice.Frontdesk), ("admin", _practice.Admin) })
        {
            var answers = await Everything(who);
            Assert.True(answers.Count(answer => answer.IsGood) >= 5, $"Too little was read as {role} to prove anything.");
            Assert.DoesNotContain(answers, answer => Holds(answer));
        }
    }

    [Fact]
    public async Task No_printed_report_holds_any_of_it_for_whomever_it_is()
    {
        await Plant();
        var couple = $"{V1}/couples/{_practice.Ids["coupleId"]}";
        var today = (string)(await _practice.Partner.Get($"{V1}/portal/home")).Expect(200).Json["today"]!;
        foreach (var partner in new[] { "partnerAId", "partnerBId" })
        {
            (await _practice.Therapist.Post($"{couple}/consents", new { partnerId = _practice.Ids[partner], kind = "release", signedOn = today, recipient = "Dr. Hill", purpose = "Court", expiresOn = "2099-01-01" })).Expect(201);
            (await _practice.Therapist.Put($"{couple}/pulse-sharing/{_practice.Ids[partner]}", new { sharesPulses = true, signedOn = today }, ("If-Match", "*"))).Expect(200);
        }

        var pages = new List<string> { "?audience=clinical", "?audience=couple" };
        foreach (var scope in new[] { "joint", _practice.Ids["partnerAId"], _practice.Ids["partnerBId"] })
        {
            var release = (await _practice.Therapist.Post($"{couple}/releases", new { recipient = "Dr. Hill", purpose = "Court", description = "Report", method = "mail", scope })).Expect(201);
            pages.Add($"?audience=third-party&releaseId={(string)release.Json["id"]!}");
        }

        foreach (var page in pages)
        {
            Assert.False(Holds((await _practice.Therapist.Get($"{couple}/report{page}")).Expect(200)), page);
            foreach (var who in new[] { _practice.Partner, _practice.OtherPartner, _practice.Frontdesk, _practice.Admin })
                (await who.Get($"{couple}/report{page}")).Expect(403);
        }
    }

    [Fact]
    public async Task The_database_read_with_a_plain_tool_shows_none_of_it()
    {
        await Plant();
        Assert.DoesNotContain(Canary, DatabaseState.Everything(_api), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Draft, DatabaseState.Everything(_api), StringComparison.Ordinal);
        if (TestDatabase.IsSqlServer)
            return;
        foreach (var part in new[] { "", "-wal" })
        {
            await using var file = new FileStream(new SqliteConnectionStringBuilder(_api.Database.ConnectionString).DataSource + part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var memory = new MemoryStream();
            await file.CopyToAsync(memory);
            Assert.DoesNotContain(Canary, System.Text.Encoding.UTF8.GetString(memory.ToArray()), StringComparison.Ordinal);
        }
    }

    private static bool Holds(Answer answer) =>
        answer.Body.Contains(Canary, StringComparison.OrdinalIgnoreCase)
        || answer.Body.Contains(Draft, StringComparison.Ordinal)
        || (answer.Location ?? "").Contains(Canary, StringComparison.OrdinalIgnoreCase)
        || (answer.Link ?? "").Contains(Canary, StringComparison.OrdinalIgnoreCase);

    private string Text() => $"{Canary} {++_planted}";

    private async Task Plant()
    {
        var (therapist, a) = (_practice.Therapist, _practice.Partner);
        var (coupleId, partnerA, partnerB) = (_practice.Ids["coupleId"], _practice.Ids["partnerAId"], _practice.Ids["partnerBId"]);
        var couple = $"{V1}/couples/{coupleId}";
        var today = (string)(await a.Get($"{V1}/portal/home")).Expect(200).Json["today"]!;
        var weekly = new { kind = "weekly" };

        (await therapist.Post($"{couple}/screenings", new { partnerId = partnerA, screenedOn = today, method = "hits", answers = new[] { 4, 4, 4, 4 }, remarks = Text() })).Expect(201);
        (await therapist.Put($"{couple}/formulation", new { codes = new[] { "suspicion" }, cultures = Text(), summary = Text() }, ("If-Match", "*"))).Expect(200);
        (await therapist.Post($"{couple}/status", new { status = "active", reason = Text() }, ("If-Match", "*"))).Expect(200);
        foreach (var kind in new[] { "progress", "psychotherapy" })
        {
            var draft = (await therapist.Post($"{couple}/notes", new { format = "narrative", kind, scope = partnerA, sections = new { narrative = Text() } })).Expect(201);
            (await therapist.Put(draft.Location!, new { format = "narrative", kind, scope = partnerA, sections = new { narrative = Text() } }, ("If-Match", draft.ETag!))).Expect(200);
        }

        var joint = (await therapist.Post($"{couple}/notes", new { format = "narrative", kind = "progress", scope = "joint", sections = new { narrative = Text() } })).Expect(201);
        (await therapist.Post($"{joint.Location}/sign", null, ("If-Match", joint.ETag!))).Expect(200);
        (await therapist.Post($"{joint.Location}/addenda", new { kind = "correction", text = Text() })).Expect(201);
        (await therapist.Post($"{joint.Location}/addenda", new { kind = "statement-of-disagreement", partnerId = partnerA, text = Text() })).Expect(201);
        var associates = (await _practice.Associate.Post($"{V1}/couples/{_practice.AssociateIds["coupleId"]}/notes", new { format = "narrative", kind = "progress", scope = "joint", sections = new { narrative = Text() } })).Expect(201);
        (await _practice.Associate.Post($"{associates.Location}/sign", null, ("If-Match", "*"))).Expect(200);
        _returned = (string)(await _practice.Supervisor.Post($"{associates.Location}/return", new { remarks = Text() }, ("If-Match", "*"))).Expect(200).Json["id"]!;
        var session = (await therapist.Post($"{couple}/sessions", new { startsAt = TimeProvider.System.GetUtcNow().AddDays(3), minutes = 50, kind = "individual", partnerId = partnerA, place = "phone" })).Expect(201);
        (await therapist.Post($"{session.Location}/cancel", new { by = "partner-a", reason = Text() }, ("If-Match", session.ETag!))).Expect(200);

        // Homework for A alone, and joint homework whose answers A keeps for the therapist or until both have answered.
        var alone = (await therapist.Post($"{couple}/assignments", new { exerciseKey = "support-network", @for = partnerA, startOn = today, cadence = weekly, instructions = Text() })).Expect(201);
        (await a.Post($"{V1}/portal/assignments/{(string)alone.Json["id"]!}/logs", new { day = today, outcome = "partly", share = "partner-too", answers = new { contact = Text() }, barrier = Text() })).ExpectGood();
        (await therapist.Post($"{alone.Location}/pause", new { reason = Text() }, ("If-Match", "*"))).Expect(200);
        (await therapist.Post($"{alone.Location}/review", new { comment = Text() })).Expect(201);
        var each = (await therapist.Post($"{couple}/assignments", new { exerciseKey = "self-care", @for = "each", startOn = today, cadence = weekly })).Expect(201);
        (await therapist.Post($"{each.Location}/review", new { partnerId = partnerA, comment = Text() })).Expect(201);
        foreach (var (key, share, answer) in new[] { ("daily-check-in", "therapist", "news"), ("gratitude", "when-both-answered", "noticed") })
        {
            var whom = key == "gratitude" ? "each" : "couple";
            var assignment = (await therapist.Post($"{couple}/assignments", new { exerciseKey = key, @for = whom, startOn = today, cadence = weekly })).Expect(201);
            var answers = new Dictionary<string, string>(StringComparer.Ordinal) { [answer] = Text() };
            var log = (await a.Post($"{V1}/portal/assignments/{(string)assignment.Json["id"]!}/logs", new { day = today, outcome = "partly", share, answers, barrier = Text() })).ExpectGood();
            _logs.Add((string)log.Json["id"]!);
            _attachments.Add((string)(await a.Post($"{V1}/portal/assignments/{(string)assignment.Json["id"]!}/logs/{_logs[^1]}/attachments", SomeFile.Form(SomeFile.Pdf(Text()), Text()))).Expect(201).Json["id"]!);
            answers[answer] = Text();
            (await a.Post($"{V1}/portal/assignments/{(string)assignment.Json["id"]!}/logs", new { day = today, outcome = "partly", share, answers, barrier = Text() })).ExpectGood();
        }

        (await therapist.Post($"{couple}/assignments", new { exerciseKey = "active-listening", @for = "couple", startOn = today, cadence = weekly, @override = new { rationale = $"{Text()}, supervised." } })).Expect(201);
        var alert = (await therapist.Get($"{V1}/alerts?open=true")).Expect(200).Json["items"]!.AsArray().First(one => (string)one!["kind"]! == "positive-screening")!;
        (await therapist.Post($"{V1}/alerts/{(string)alert["id"]!}/acknowledge", new { note = Text() }, ("If-Match", "*"))).Expect(200);
        (await therapist.Put($"{couple}/safe-contacts/{partnerA}", new { safeContact = new { method = "phone", reminders = false }, why = Text() }, ("If-Match", "*"))).Expect(200);
        (await a.Put($"{V1}/portal/safe-contact", new { method = "email", voicemail = false, reminders = true, word = Text() }, ("If-Match", "*"))).Expect(200);
        var pulse = (await therapist.Post($"{couple}/responses", new { measure = "trust-pulse", partnerId = partnerA, answers = new[] { 5, 5, 5, 5, 5 } })).Expect(201);
        (await therapist.Put(pulse.Location!, new { answers = new[] { 5, 5, 5, 5, 6 }, reason = Text() }, ("If-Match", "*"))).Expect(200);
        (await a.Put($"{V1}/portal/responses/draft", new { answers = new int?[] { 0, 10, 1, 9, null } }, ("If-Match", "*"))).Expect(200);
        (await therapist.Put($"{couple}/baselines/trust-pulse/{partnerA}", new { responseId = (string)pulse.Json["id"]!, reason = Text() }, ("If-Match", "*"))).Expect(200);
        (await therapist.Post($"{couple}/messages", new { to = partnerA, text = Text() })).Expect(201);
        var run = (await therapist.Post($"{couple}/pathways", new { pathwayKey = "new-beginning" })).Expect(201);
        (await therapist.Post($"{run.Location}/skip", new { step = 2, reason = Text() }, ("If-Match", "*"))).Expect(200);
        (await therapist.Post($"{run.Location}/stop", new { reason = Text() }, ("If-Match", "*"))).Expect(200);
        (await therapist.Post($"{couple}/assignments/pause-cautioned", new { reason = Text() })).Expect(200);
        (await therapist.Post($"{couple}/consents", new { partnerId = partnerA, kind = "release", signedOn = today, recipient = "Dr. Cole", purpose = Text(), expiresOn = "2099-01-01" })).Expect(201);

        // A goal of A's alone, and what A says of a joint one.
        var levels = Enumerable.Range(-2, 5).Select(level => new { level, text = Text() }).ToList();
        var own = (await therapist.Post($"{couple}/goals", new { scope = partnerA, title = Text(), levels })).Expect(201);
        (await a.Post($"{V1}/portal/goals/{(string)own.Json["id"]!}/ratings", new { level = -1, note = Text() })).Expect(201);
        (await therapist.Post($"{own.Location}/status", new { status = "reached", reason = Text() }, ("If-Match", "*"))).Expect(200);
        var shared = (await therapist.Post($"{couple}/goals", new { scope = "joint", title = "Ours", levels = Enumerable.Range(-2, 5).Select(level => new { level, text = "Ours" }) })).Expect(201);
        foreach (var level in new[] { 0, 1 })
            (await a.Post($"{V1}/portal/goals/{(string)shared.Json["id"]!}/ratings", new { level, note = Text() })).Expect(201);
        (await therapist.Post($"{shared.Location}/ratings", new { by = "therapist", level = 0, note = Text() })).Expect(201);
        (await therapist.Post($"{shared.Location}/status", new { status = "paused", reason = Text() }, ("If-Match", "*"))).Expect(200);
        // What A noted for the therapist, and what clinicians note of A and of both.
        (await a.Post($"{V1}/portal/events", new { kind = "setback", on = today, title = Text(), text = Text(), severity = 2 })).Expect(201);
        foreach (var scope in new[] { "joint", partnerA })
            (await therapist.Post($"{couple}/events", new { kind = "turning-point", scope, on = today, title = Text(), text = Text() })).Expect(201);
    }

    /// <summary>The answer of every GET with every id that there is, whether the role may or not: a refusal must not tell either.</summary>
    private async Task<List<Answer>> Everything(ApiClient who)
    {
        var description = await ApiDescription.Read(_api);
        var pool = await Pool(description);
        var answers = new List<Answer>();
        foreach (var operation in description.Operations.Where(operation => operation.Method == "GET" && !operation.IsPublic))
        {
            var names = operation.PathParameters;
            var choices = names.Select(name => pool.GetValueOrDefault(name) ?? [Guid.Empty.ToString()]).ToList();
            foreach (var combination in Combinations(choices))
            {
                var next = 0;
                answers.Add(await who.Get(operation.Fill(_ => combination[next++])));
            }
        }

        Assert.DoesNotContain(answers, answer => answer.Status >= 500);
        Assert.Contains(answers, answer => answer.IsGood);
        return answers;
    }

    // All ids by the name that addresses know them by, as the therapist finds them.
    private async Task<Dictionary<string, List<string>>> Pool(ApiDescription description)
    {
        var pool = new Dictionary<string, List<string>>(StringComparer.Ordinal)
        {
            ["coupleId"] = [_practice.Ids["coupleId"]],
            ["clientId"] = [_practice.Ids["partnerAId"], _practice.Ids["partnerBId"]],
            ["partnerId"] = [_practice.Ids["partnerAId"], _practice.Ids["partnerBId"]],
            ["staffId"] = [_practice.Ids["therapistId"]],
            ["exerciseKey"] = ["gratitude"],
            ["measureKey"] = ["trust-pulse"],
            ["measure"] = ["trust-pulse"],
        };
        foreach (var operation in description.Operations.Where(operation => operation.Method == "GET" && operation.Path.EndsWith("Id}", StringComparison.Ordinal)))
        {
            var name = operation.PathParameters[^1];
            var list = operation.Path[..operation.Path.LastIndexOf('/')].Replace("{coupleId}", _practice.Ids["coupleId"], StringComparison.Ordinal);
            foreach (var path in new[] { list, list.Replace($"{V1}/", $"{V1}/couples/{_practice.Ids["coupleId"]}/", StringComparison.Ordinal) })
            {
                if (path.Contains('{', StringComparison.Ordinal) || await _practice.Therapist.Get(path) is not { Status: 200 } found)
                    continue;
                var ids = (found.Json["items"]?.AsArray() ?? []).Select(one => (string?)one!["id"]).OfType<string>();
                pool[name] = [.. pool.GetValueOrDefault(name, []).Concat(ids).Distinct(StringComparer.Ordinal)];
            }
        }

        // What drafts said before lies below each note, and the returned one in another clinician's case.
        pool["versionId"] = [];
        foreach (var noteId in pool["noteId"])
            pool["versionId"].AddRange((await _practice.Therapist.Get($"{V1}/notes/{noteId}/versions")).Expect(200).Json["items"]!.AsArray().Select(one => (string)one!["id"]!));
        pool["noteId"].Add(_returned);
        // What lies below entries is found through each of them.
        (pool["logId"], pool["attachmentId"]) = (_logs, _attachments);
        foreach (var name in new[] { "noteId", "versionId", "assignmentId", "logId", "attachmentId", "sessionId", "screeningId", "alertId", "runId", "messageId", "goalId", "eventId", "responseId" })
            Assert.True(pool.GetValueOrDefault(name, []).Count > 0, string.Create(CultureInfo.InvariantCulture, $"No {name} was found, so nothing would be proven of it."));
        return pool;
    }

    private static IEnumerable<List<string>> Combinations(List<List<string>> choices) => choices.Aggregate(
        (IEnumerable<List<string>>)[[]],
        (made, next) => made.SelectMany(so_far => next.Select(one => (List<string>)[.. so_far, one])));
}
