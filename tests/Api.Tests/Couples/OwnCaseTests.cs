using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Couples;

/// <summary>What is only for those who have a case, over HTTP: an emergency, the front desk and the past do not reach it.</summary>
public sealed class OwnCaseTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";
    private const string Day = "2026-01-05";

    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    private string Couple => $"{V1}/couples/{_practice.Ids["coupleId"]}";

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task An_emergency_opens_a_case_once_and_decides_nothing_about_it()
    {
        var (other, partner) = (_practice.OtherTherapist, _practice.Ids["partnerAId"]);
        (await other.Post($"{Couple}/emergency-access", new { reason = "x" })).Expect(400);
        (await other.Post($"{Couple}/emergency-access", new { reason = "A partner called in crisis." })).Expect(201);
        (await other.Post($"{Couple}/emergency-access", new { reason = "A partner called in crisis." })).Expect(409, "already-granted");

        var before = (await other.Get(Couple)).Expect(200);
        (await other.Post($"{Couple}/separate", new { reason = "They part.", separatedOn = Day, continuing = Array.Empty<string>() }, Any)).Expect(403, "not-your-case");
        (await other.Post($"{Couple}/status", new { status = "closed", reason = "Done." }, Any)).Expect(403, "not-your-case");
        (await other.Post($"{Couple}/consents", new { partnerId = partner, kind = "treatment", signedOn = Day })).Expect(403, "not-your-case");
        (await other.Post($"{Couple}/releases", new { recipient = "County Court", purpose = "Hearing", description = "Summary", method = "mail", scope = "joint" })).Expect(403, "not-your-case");
        (await other.Patch(Couple, new { distance = "long-distance" }, Any)).Expect(403, "not-your-case");
        (await other.Put($"{Couple}/formulation", new { codes = Array.Empty<string>() }, Any)).Expect(403, "not-your-case");
        (await other.Post($"{V1}/clients/{partner}/portal-invite")).Expect(403, "not-your-client");
        Assert.Equal(before.ETag, (await other.Get(Couple)).Expect(200).ETag);

        (await other.Post($"{Couple}/screenings", new { partnerId = partner, screenedOn = Day, method = "judgement", positive = false })).Expect(201);
        (await other.Post($"{Couple}/messages", new { to = "joint", text = "Please call the practice." })).Expect(201);
    }

    [Fact]
    public async Task The_front_desk_has_contacts_and_the_calendar_only()
    {
        (await _practice.Frontdesk.Patch(Couple, new { distance = "long-distance" }, Any)).Expect(403, "role-may-not");
        (await _practice.Admin.Patch(Couple, new { distance = "long-distance" }, Any)).Expect(403, "role-may-not");
        (await _practice.Frontdesk.Post($"{V1}/clients/{_practice.Ids["partnerAId"]}/portal-invite")).Expect(403, "role-may-not");
        Assert.Equal("together", (string)(await _practice.Frontdesk.Get(Couple)).Expect(200).Json["distance"]!);
        (await _practice.Frontdesk.Patch(Couple, new { therapistId = _practice.Ids["therapistId"] }, Any)).Expect(200);
    }

    [Fact]
    public async Task The_same_two_have_one_open_case()
    {
        var again = new { partners = new[] { new { clientId = _practice.Ids["partnerBId"] }, new { clientId = _practice.Ids["partnerAId"] } } };
        var refused = (await _practice.Therapist.Post($"{V1}/couples", again)).Expect(409, "case-already-open");
        Assert.Equal(_practice.Ids["coupleId"], (string)refused.Json["conflictsWith"]!);
        (await _practice.Therapist.Post($"{Couple}/status", new { status = "closed", reason = "Done." }, Any)).Expect(200);
        (await _practice.Therapist.Post($"{V1}/couples", again)).Expect(201);
    }

    [Fact]
    public async Task A_draft_is_finished_after_they_part_where_it_was_begun()
    {
        var therapist = _practice.Therapist;
        object Draft(string scope) => new { format = "narrative", kind = "progress", scope, sections = new { narrative = "What was said." } };
        var note = (await therapist.Post($"{Couple}/notes", Draft("joint"))).Expect(201);
        (await therapist.Post($"{Couple}/separate", new { reason = "They part.", separatedOn = Day, continuing = Array.Empty<string>() }, Any)).ExpectGood();
        (await therapist.Put(note.Location!, Draft(_practice.Ids["partnerAId"]), Any)).Expect(409, "record-frozen");
        var saved = (await therapist.Put(note.Location!, Draft("joint"), ("If-Match", note.ETag!))).Expect(200);
        (await therapist.Post($"{note.Location}/sign", null, ("If-Match", saved.ETag!))).Expect(200);
    }

    private static (string Name, string Value) Any => ("If-Match", "*");
}
