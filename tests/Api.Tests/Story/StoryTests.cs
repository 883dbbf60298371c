using System.Globalization;
using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Story;

/// <summary>The story that must always work, over HTTP on a real file, each answer asserted on its facts.</summary>
public sealed class StoryTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";

    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        // A practice set up with the operator's code; its administrator invited the staff, who chose their passwords.
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task One_couple_from_intake_to_progress()
    {
        var (therapist, a, b) = (_practice.Therapist, _practice.Partner, _practice.OtherPartner);
        var (coupleId, partnerA, partnerB) = (_practice.Ids["coupleId"], _practice.Ids["partnerAId"], _practice.Ids["partnerBId"]);
        var couple = $"{V1}/couples/{coupleId}";
        var today = DateOnly.ParseExact((string)(await a.Get($"{V1}/portal/home")).Expect(200).Json["today"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        // Why they came.
        var empty = (await therapist.Get($"{couple}/formulation")).Expect(200);
        Assert.Equal(0, (int)empty.Json["version"]!);
        var formulation = (await therapist.Put(
            $"{couple}/formulation",
            new
            {
                codes = new[] { "transparency", "reassurance", "suspicion", "broken-promises", "delayed-reply" },
                severity = "moderate",
                roles = new object[] { new { role = "hurt", clientId = partnerA }, new { role = "involved", clientId = partnerB } },
                summary = "A debt was kept secret for a year.",
            },
            ("If-Match", empty.ETag!))).Expect(200);
        Assert.Equal(5, formulation.Json["codes"]!.AsArray().Count);

        // Each partner's safety, alone.
        foreach (var partner in new[] { partnerA, partnerB })
        {
            var screening = (await therapist.Post($"{couple}/screenings", new { partnerId = partner, screenedOn = Day(today), method = "hits", answers = new[] { 1, 2, 1, 1 } })).Expect(201).Json;
            Assert.Equal((5, false), ((int)screening["total"]!, (bool)screening["positive"]!));
        }

        var opened = (await therapist.Get(couple)).Expect(200);
        var active = (await therapist.Post($"{couple}/status", new { status = "active", reason = "Intake is complete." }, ("If-Match", opened.ETag!))).Expect(200);
        Assert.Equal("active", (string)active.Json["status"]!);

        // The front desk finds an hour that is free, and the therapist's calendar outside learns of it.
        var staff = $"{V1}/staff/{_practice.Ids["therapistId"]}";
        var hours = (await _practice.Frontdesk.Get($"{staff}/hours")).Expect(200);
        var week = new[] { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" }.Select(day => new { day, from = "09:00", to = "17:00" });
        (await _practice.Frontdesk.Put($"{staff}/hours", new { week }, ("If-Match", hours.ETag!))).Expect(200);
        (await _practice.Frontdesk.Post($"{staff}/time-off", new { firstDay = Day(today.AddDays(10)), lastDay = Day(today.AddDays(10)) })).Expect(201);
        var slots = (await _practice.Frontdesk.Get($"{staff}/slots?from={Day(today.AddDays(10))}&to={Day(today.AddDays(11))}&minutes=50")).Expect(200).Json["slots"]!.AsArray();
        var slot = (string)slots.Single()!["startsAt"]!;
        (await _practice.Frontdesk.Post($"{couple}/sessions", new { startsAt = slot, minutes = 50, kind = "conjoint", place = "office" })).Expect(201);
        var feed = (await therapist.Post($"{V1}/calendars", new { label = "Telephone" })).Expect(201);
        var calendar = (await _api.Anonymous().Get((string)feed.Json["address"]!)).Expect(200);
        Assert.Contains($"DTSTART:{DateTimeOffset.Parse(slot, CultureInfo.InvariantCulture):yyyyMMdd'T'HHmmss'Z'}", calendar.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Robin", calendar.Body, StringComparison.Ordinal);

        // A session, booked and held.
        var startsAt = TimeProvider.System.GetUtcNow().AddHours(-3);
        var session = (await therapist.Post($"{couple}/sessions", new { startsAt, minutes = 50, kind = "conjoint", place = "office" })).Expect(201);
        (await _practice.Frontdesk.Post($"{couple}/sessions", new { startsAt = startsAt.AddMinutes(20), minutes = 50, kind = "conjoint", place = "video" })).Expect(409, "double-booked");
        var held = (await therapist.Post($"{session.Location}/hold", new { attended = new[] { partnerA, partnerB } }, ("If-Match", session.ETag!))).Expect(200);
        Assert.Equal("held", (string)held.Json["status"]!);

        // The note, begun with what is known, written, signed, and locked from then on.
        var known = (await therapist.Get($"{couple}/notes/prefill?format=dap&scope=joint&sessionId={(string)session.Json["id"]!}")).Expect(200);
        Assert.Contains("attended.", (string)known.Json["sections"]!["data"]!, StringComparison.Ordinal);
        Assert.Equal("", (string)known.Json["sections"]!["assessment"]!);
        var sections = new { data = "Both came.", assessment = "Motivated.", plan = "An apology a week." };
        var draft = (await therapist.Post($"{couple}/notes", new { format = "dap", kind = "progress", scope = "joint", sessionId = (string)session.Json["id"]!, sections })).Expect(201);
        var signed = (await therapist.Post($"{draft.Location}/sign", null, ("If-Match", draft.ETag!))).Expect(200);
        Assert.Equal("signed", (string)signed.Json["status"]!);
        Assert.Equal(64, ((string)signed.Json["contentHash"]!).Length);
        var rewritten = await therapist.Put(draft.Location!, new { format = "dap", kind = "progress", scope = "joint", sections }, ("If-Match", signed.ETag!));
        rewritten.Expect(409);
        (await therapist.Send("DELETE", draft.Location!, null, ("If-Match", signed.ETag!))).Expect(409);
        (await therapist.Post($"{draft.Location}/addenda", new { kind = "correction", text = "Both came late." })).Expect(201);
        var found = (await therapist.Post($"{V1}/notes/search", new { q = "motivated" })).Expect(200).Json["items"]!.AsArray();
        Assert.Equal(((string)draft.Json["id"]!, "assessment"), ((string)found.Single()!["noteId"]!, (string)found[0]!["section"]!));
        Assert.True((bool)(await _practice.Admin.Get($"{couple}/notes/verify")).Expect(200).Json["intact"]!);

        // Recommended exercises, each with reasons.
        var recommended = (await therapist.Get($"{couple}/recommendations?limit=20")).Expect(200).Json;
        Assert.All(recommended["ranked"]!.AsArray(), one => Assert.NotEmpty(one!["reasons"]!.AsArray()));
        Assert.Contains(recommended["ranked"]!.AsArray(), one => (string)one!["exerciseKey"]! == "apology");

        // The apology, once a week since two weeks ago, for partner B; and a trust agreement.
        var apology = (await therapist.Post($"{couple}/assignments", new { exerciseKey = "apology", @for = partnerB, startOn = Day(today.AddDays(-14)), cadence = new { kind = "weekly" } })).Expect(201);
        Assert.Equal("assigned", (string)apology.Json["status"]!);
        var template = (await therapist.Get($"{couple}/agreement")).Expect(200);
        Assert.Equal((0, 3), ((int)template.Json["version"]!, template.Json["rows"]!.AsArray().Count));
        (await therapist.Put($"{couple}/agreement", new { rows = template.Json["rows"], reviewOn = Day(today.AddDays(60)) }, ("If-Match", template.ETag!))).Expect(200);

        // Each partner signs in, logs what was done, accepts, and answers the weekly check-in.
        Assert.Contains((await b.Get($"{V1}/portal/assignments")).Expect(200).Json["items"]!.AsArray(), one => (string)one!["id"]! == (string)apology.Json["id"]!);
        Assert.Empty((await a.Get($"{V1}/portal/assignments")).Expect(200).Json["items"]!.AsArray());
        var logs = $"{V1}/portal/assignments/{(string)apology.Json["id"]!}/logs";
        (await b.Post(logs, new { day = Day(today.AddDays(-14)), outcome = "done", helpful = 8, difficulty = 6, answers = new { said = "yes, in full", hardest = "Not to explain." } })).ExpectGood();
        (await b.Post(logs, new { day = Day(today.AddDays(-7)), outcome = "skipped", barrier = "A week of night shifts." })).ExpectGood();
        (await b.Post(logs, new { day = Day(today), outcome = "partly", helpful = 6, answers = new { said = "in part" } })).ExpectGood();
        (await b.Post(logs, new { day = Day(today.AddDays(1)), outcome = "done" })).Expect(400);
        foreach (var partner in new[] { a, b })
        {
            var agreement = (await partner.Get($"{V1}/portal/agreement")).Expect(200);
            (await partner.Post($"{V1}/portal/agreement/accept", null, ("If-Match", agreement.ETag!))).ExpectGood();
        }

        Assert.True((bool)(await therapist.Get($"{couple}/agreement")).Expect(200).Json["inForce"]!);
        foreach (var (partner, id, before) in new[] { (a, partnerA, 4), (b, partnerB, 5) })
        {
            (await therapist.Post($"{couple}/responses", new { measure = "trust-pulse", partnerId = id, answers = Enumerable.Repeat(before, 5), answeredOn = Day(today.AddDays(-35)) })).Expect(201);
            (await partner.Post($"{V1}/portal/responses", new { answers = Enumerable.Repeat(8, 5) })).Expect(201);
            (await partner.Post($"{V1}/portal/responses", new { answers = Enumerable.Repeat(9, 5) })).Expect(409, "already-answered-this-week");
        }

        // A standard instrument: 41 then 60 of 81 is reliable (6.66) and across the cut-off (51.5).
        (await therapist.Post($"{couple}/responses", new { measure = "csi-16", partnerId = partnerA, answers = Csi(41), answeredOn = Day(today.AddDays(-60)) })).Expect(201);
        var change = (await therapist.Post($"{couple}/responses", new { measure = "csi-16", partnerId = partnerA, answers = Csi(60) })).Expect(201).Json["change"]!;
        Assert.Equal(("recovered", true, 19), ((string)change["class"]!, (bool)change["isReliable"]!, (int)change["amount"]!));

        // The brief: one call.
        (await therapist.Post($"{couple}/sessions", new { startsAt = TimeProvider.System.GetUtcNow().AddDays(5), minutes = 50, kind = "conjoint", place = "office" })).Expect(201);
        (await therapist.Post($"{couple}/notes", new { format = "narrative", kind = "progress", scope = "joint", sections = new { narrative = "To be finished." } })).Expect(201);
        var brief = (await therapist.Get($"{couple}/brief")).Expect(200).Json;
        Assert.Equal("An apology a week.", (string)brief["lastPlan"]!["plan"]!);
        Assert.Equal((string)session.Json["id"]!, (string)brief["lastSession"]!["id"]!);
        Assert.NotNull(brief["nextSession"]);
        Assert.Single(brief["unsignedNotes"]!.AsArray());
        Assert.DoesNotContain(brief["overdue"]!.AsArray(), item => (string)item!["kind"]! is "screening" or "trust-pulse" or "session-note");
        var homework = brief["homework"]!["partners"]!.AsArray().Single(one => (string)one!["partnerId"]! == partnerB)!["adherence"]!;
        Assert.Equal((3, 3, 0.5m), ((int)homework["halfCredits"]!, (int)homework["expected"]!, (decimal)homework["ratio"]!));
        var pulse = brief["measures"]!.AsArray().Single(one => (string)one!["measure"]! == "trust-pulse")!;
        Assert.Equal([(20, "not-classified"), (15, "not-classified")], pulse["partners"]!.AsArray().Select(one => ((int)one!["amount"]!, (string)one["class"]!)));
        Assert.Equal(3, brief["suggestions"]!.AsArray().Count);

        // Progress, its chart and the printable report.
        var progress = (await therapist.Get($"{couple}/progress")).Expect(200).Json;
        Assert.Equal((3, 3), ((int)progress["homework"]!["halfCredits"]!, (int)progress["homework"]!["expected"]!));
        var chart = (await therapist.Get($"{couple}/progress/chart.svg")).Expect(200);
        Assert.Equal("image/svg+xml", chart.ContentType);
        Assert.Equal("svg", System.Xml.Linq.XDocument.Parse(chart.Body).Root!.Name.LocalName);
        var report = (await therapist.Get($"{couple}/report")).Expect(200);
        Assert.Equal("text/html", report.ContentType);
        Assert.Contains("Robin", report.Body, StringComparison.Ordinal);

        // A tick of the agreement, a message from the therapist, and a pathway whose first step both do.
        (await a.Post($"{V1}/portal/agreement/ticks", new { agreementVersion = 1, row = 1, day = Day(today) })).Expect(201);
        (await a.Post($"{V1}/portal/agreement/ticks", new { agreementVersion = 1, row = 1, day = Day(today.AddDays(1)) })).Expect(400, "day-in-future");
        var kept = (await therapist.Get($"{couple}/agreement")).Expect(200).Json["keeping"]!.AsArray().First(row => (int)row!["row"]! == 1 && (string)row["partnerId"]! == partnerA)!;
        Assert.Equal((1, 1), ((int)kept["kept"]!, (int)kept["expected"]!));
        var message = (await therapist.Post($"{couple}/messages", new { to = "joint", text = "A good week for you both." })).Expect(201);
        (await therapist.Post($"{V1}/toolkit/pathways", new { key = "first-weeks", title = "First weeks", purpose = "Small steps.", steps = new object[] { new { exerciseKey = "stay-or-go", opens = "at-start", note = "Each alone." }, new { exerciseKey = "quality-time", opens = "by-therapist", note = "Then ease." } } })).Expect(201);
        var run = (await therapist.Post($"{couple}/pathways", new { pathwayKey = "first-weeks" })).Expect(201);
        (await therapist.Post($"{couple}/pathways", new { pathwayKey = "no-such-pathway" })).Expect(400, "unknown-pathway");
        var step = (string)run.Json["steps"]![0]!["assignmentId"]!;
        foreach (var partner in new[] { a, b })
        {
            var home = (await partner.Get($"{V1}/portal/home")).Expect(200).Json;
            Assert.Equal((string)message.Json["id"]!, (string)home["unreadMessages"]!.AsArray().Single()!["id"]!);
            Assert.Contains(home["open"]!.AsArray(), task => (string)task!["assignmentId"]! == step);
            Assert.False((bool)home["isPulseDue"]!);
            (await partner.Post($"{V1}/portal/messages/{(string)message.Json["id"]!}/read")).Expect(200);
            (await partner.Post($"{V1}/portal/assignments/{step}/logs", new { day = Day(today), outcome = "done" })).ExpectGood();
        }

        Assert.Equal(2, (await therapist.Get(message.Location!)).Expect(200).Json["readBy"]!.AsArray().Count);
        var advanced = (await therapist.Post($"{run.Location}/advance", new { }, ("If-Match", run.ETag!))).Expect(200).Json["steps"]!.AsArray();
        Assert.Equal(["done", "open"], advanced.Select(one => (string)one!["status"]!));
        (await therapist.Post($"{run.Location}/advance", new { }, ("If-Match", "*"))).Expect(409, "nothing-to-open");
        // A goal, rated by both; a setback, noted by one of them; and the whole told by time.
        var levels = Enumerable.Range(-2, 5).Select(level => new { level, text = string.Create(CultureInfo.InvariantCulture, $"What {level} looks like") });
        var goal = (await therapist.Post($"{couple}/goals", new { scope = "joint", title = "Open accounts, openly", levels, weight = 2 })).Expect(201);
        foreach (var (partner, level) in new[] { (a, 0), (b, 1) })
            (await partner.Post($"{V1}/portal/goals/{(string)goal.Json["id"]!}/ratings", new { level })).Expect(201);
        var attained = (await therapist.Get($"{couple}/goals/attainment")).Expect(200).Json["whole"]!;
        Assert.Equal((55m, 2), ((decimal)attained["t"]!, attained["raters"]!.AsArray().Count));
        (await a.Post($"{V1}/portal/events", new { kind = "setback", on = Day(today), title = "A bill in a drawer", severity = 1 })).Expect(201);
        Assert.Empty((await b.Get($"{V1}/portal/events")).Expect(200).Json["items"]!.AsArray());
        Assert.Equal("A bill in a drawer", (string)(await therapist.Get($"{couple}/brief")).Expect(200).Json["events"]!.AsArray().Single()!["title"]!);
        (await b.Post(logs, new { day = Day(today), outcome = "skipped", barrierCode = "felt-unsafe" })).ExpectGood();
        var alert = (await therapist.Get($"{V1}/alerts?open=true")).Expect(200).Json["items"]!.AsArray().Single()!;
        Assert.Equal(("risk-answer", Day(today), 3), ((string)alert["kind"]!, (string)alert["since"]!, alert["nextSteps"]!.AsArray().Count));
        (await therapist.Post($"{V1}/alerts/{(string)alert["id"]!}/acknowledge", new { note = "Called at noon." }, ("If-Match", "*"))).Expect(200);
        var timeline = (await therapist.Get($"{couple}/timeline?limit=200")).Expect(200).Json["items"]!.AsArray();
        Assert.Superset(
            new HashSet<string>(["session", "note", "assignment", "logs", "response", "screening", "alert", "goal", "goal-rating", "event", "agreement", "acceptance", "pathway", "status"], StringComparer.Ordinal),
            timeline.Select(item => (string)item!["kind"]!).ToHashSet(StringComparer.Ordinal));
        (await a.Get($"{couple}/timeline")).Expect(403);

        // Who has been here: the administrator sees it, and the chain holds.
        var audit = (await _practice.Admin.Get($"{V1}/audit?coupleId={coupleId}&action=get-brief")).Expect(200).Json["items"]!.AsArray();
        Assert.Equal([("allowed", "127.0.0.1"), ("allowed", "127.0.0.1")], audit.Select(entry => ((string)entry!["outcome"]!, (string)entry["address"]!)));
        Assert.True((bool)(await _practice.Admin.Get($"{V1}/audit/verify")).Expect(200).Json["intact"]!);
    }

    [Fact]
    public async Task While_a_screening_is_positive_joint_exercises_that_need_openness_wait()
    {
        var (therapist, coupleId) = (_practice.Therapist, _practice.Ids["coupleId"]);
        var couple = $"{V1}/couples/{coupleId}";
        var today = (string)(await _practice.Partner.Get($"{V1}/portal/home")).Expect(200).Json["today"]!;
        var assignment = new { exerciseKey = "active-listening", @for = "couple", startOn = today, cadence = new { kind = "weekly" } };

        var unscreened = (await therapist.Post($"{couple}/assignments", assignment)).Expect(201);
        Assert.Contains(unscreened.Json["warnings"]!.AsArray(), warning => warning!.ToJsonString().Contains("not-screened", StringComparison.Ordinal));
        (await therapist.Post($"{couple}/screenings", new { partnerId = _practice.Ids["partnerAId"], screenedOn = today, method = "hits", answers = new[] { 3, 3, 3, 2 } })).Expect(201);

        var refused = await therapist.Post($"{couple}/assignments", assignment);
        refused.Expect(422, "safety-caution");
        var overridden = (await therapist.Post($"{couple}/assignments", new { assignment.exerciseKey, assignment.@for, assignment.startOn, assignment.cadence, @override = new { rationale = "Supervised in session, with a safety plan in place." } })).Expect(201);
        Assert.NotNull(overridden.Json["overrideRationale"]);
        Assert.Contains((await therapist.Get($"{V1}/alerts?open=true")).Expect(200).Json["items"]!.AsArray(), alert => (string)alert!["kind"]! == "positive-screening");
        foreach (var partner in new[] { _practice.Partner, _practice.OtherPartner })
        {
            var seen = (await partner.Get($"{V1}/portal/assignments")).Expect(200).Body;
            Assert.DoesNotContain("override", seen, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("caution", seen, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("screen", seen, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // CSI-16: the first item 0 to 6, the others 0 to 5.
    private static IEnumerable<int> Csi(int total)
    {
        var (each, rest) = Math.DivRem(total, 16);
        return Enumerable.Range(0, 16).Select(item => each + (item < rest ? 1 : 0));
    }
}
