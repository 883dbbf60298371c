using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Story;

/// <summary>What becomes of a note after it is signed, over HTTP.</summary>
public sealed class NotesTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";

    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_signed_note_is_added_to_and_verified_and_its_text_stays()
    {
        var (couple, partner) = ($"{V1}/couples/{_practice.Ids["coupleId"]}", _practice.Ids["partnerBId"]);
        var therapist = _practice.Therapist;
        var draft = (await therapist.Post($"{couple}/notes", new { format = "narrative", kind = "progress", scope = "joint", sections = new { narrative = "As it was." } })).Expect(201);
        Refused(await therapist.Post($"{draft.Location}/addenda", new { kind = "addendum", text = "More" }), 409, "note-not-signed");
        Refused(await therapist.Get($"{draft.Location}/print"), 404, "not-found");
        var signed = (await therapist.Post($"{draft.Location}/sign", null, ("If-Match", draft.ETag!))).Expect(200);
        Assert.Empty(signed.Json["addenda"]!.AsArray());

        var added = (await therapist.Post($"{draft.Location}/addenda", new { kind = "statement-of-disagreement", partnerId = partner, text = "It was not so." })).Expect(201);
        Assert.Equal(("statement-of-disagreement", partner, 1), ((string)added.Json["kind"]!, (string)added.Json["partnerId"]!, (int)added.Json["number"]!));
        Refused(await therapist.Post($"{draft.Location}/addenda", new { kind = "statement-of-disagreement", text = "Whose?" }), 400, "invalid-input");
        Refused(await therapist.Post($"{draft.Location}/addenda", new { kind = "correction", partnerId = partner, text = "No." }), 400, "invalid-input");

        var read = (await therapist.Get(added.Location!)).Expect(200);
        Assert.Equal("As it was.", (string)read.Json["sections"]!["narrative"]!);
        Assert.Equal("It was not so.", (string)read.Json["addenda"]![0]!["text"]!);
        Assert.NotEqual(signed.ETag, read.ETag);

        var page = (await therapist.Get($"{draft.Location}/print")).Expect(200);
        Assert.Equal("text/html", page.ContentType);
        Assert.Contains("It was not so.", page.Body, StringComparison.Ordinal);
        Refused(await _practice.Admin.Get($"{draft.Location}/print"), 403, "role-may-not");

        foreach (var who in new[] { therapist, _practice.Admin })
        {
            var check = (await who.Get($"{couple}/notes/verify")).Expect(200).Json;
            Assert.True((bool)check["intact"]!);
            Assert.Equal(1, (int)check["addenda"]!);
        }

        Refused(await _practice.Frontdesk.Get($"{couple}/notes/verify"), 403, "role-may-not");
        Refused(await _practice.Partner.Get($"{couple}/notes/verify"), 403, "role-may-not");
    }

    [Fact]
    public async Task An_associates_note_is_returned_with_remarks_and_written_again()
    {
        var couple = $"{V1}/couples/{_practice.AssociateIds["coupleId"]}";
        var (associate, supervisor) = (_practice.Associate, _practice.Supervisor);
        var draft = (await associate.Post($"{couple}/notes", Narrative("As it was."))).Expect(201);
        var remarks = new { remarks = "Say who does what." };
        Refused(await supervisor.Post($"{draft.Location}/return", remarks, ("If-Match", "*")), 409, "not-awaiting-cosignature");
        var signed = (await associate.Post($"{draft.Location}/sign", null, ("If-Match", draft.ETag!))).Expect(200);
        Assert.Equal("awaiting-cosignature", (string)signed.Json["status"]!);
        Refused(await supervisor.Post($"{draft.Location}/return", remarks), 428, "if-match-missing");
        Refused(await supervisor.Post($"{draft.Location}/return", remarks, ("If-Match", draft.ETag!)), 412, "stale-version");
        Refused(await supervisor.Post($"{draft.Location}/return", new { remarks = "" }, ("If-Match", "*")), 400, "invalid-input");
        Refused(await associate.Post($"{draft.Location}/return", remarks, ("If-Match", "*")), 403, "role-may-not");

        var returned = (await supervisor.Post($"{draft.Location}/return", remarks, ("If-Match", signed.ETag!))).Expect(200);
        Assert.Equal(("returned", "As it was."), ((string)returned.Json["status"]!, (string)returned.Json["sections"]!["narrative"]!));
        Refused(await supervisor.Post($"{draft.Location}/cosign", null, ("If-Match", "*")), 409, "not-awaiting-cosignature");
        Refused(await associate.Post($"{draft.Location}/addenda", new { kind = "addendum", text = "More" }), 409, "note-returned");
        Assert.Equal("Say who does what.", (string)(await associate.Get(draft.Location!)).Expect(200).Json["return"]!["remarks"]!);

        var again = $"{V1}/notes/{(string)returned.Json["return"]!["replacementId"]!}";
        var saved = (await associate.Put(again, Narrative("As it is."), ("If-Match", "*"))).Expect(200);
        Assert.Equal(draft.Location, $"{V1}/notes/{(string)saved.Json["replaces"]!}");
        var waiting = (await associate.Post($"{again}/sign", null, ("If-Match", saved.ETag!))).Expect(200);
        Assert.Equal("signed", (string)(await supervisor.Post($"{again}/cosign", null, ("If-Match", waiting.ETag!))).Expect(200).Json["status"]!);
        var check = (await _practice.Admin.Get($"{couple}/notes/verify")).Expect(200).Json;
        Assert.Equal((true, 1), ((bool)check["intact"]!, (int)check["returns"]!));

        var version = (await associate.Get($"{again}/versions")).Expect(200).Json["items"]!.AsArray().Single()!;
        Assert.Equal("As it was.", (string)(await associate.Get($"{again}/versions/{(string)version["id"]!}")).Expect(200).Json["sections"]!["narrative"]!);
        Assert.Empty((await supervisor.Get($"{again}/versions")).Expect(200).Json["items"]!.AsArray());
        Refused(await supervisor.Get($"{again}/versions/{(string)version["id"]!}"), 404, "not-found");
    }

    [Fact]
    public async Task A_psychotherapy_note_is_written_read_and_signed_like_any_and_by_its_author_alone()
    {
        var couple = $"{V1}/couples/{_practice.AssociateIds["coupleId"]}";
        var (associate, supervisor) = (_practice.Associate, _practice.Supervisor);
        var draft = (await associate.Post($"{couple}/notes", Narrative("Apart.", "psychotherapy"))).Expect(201);
        Refused(await associate.Put(draft.Location!, Narrative("Apart."), ("If-Match", "*")), 409, "note-kind-kept");
        var saved = (await associate.Put(draft.Location!, Narrative("Apart, again.", "psychotherapy"), ("If-Match", draft.ETag!))).Expect(200);
        var signed = (await associate.Post($"{draft.Location}/sign", null, ("If-Match", saved.ETag!))).Expect(200);
        Assert.Equal(("signed", "psychotherapy"), ((string)signed.Json["status"]!, (string)signed.Json["kind"]!));
        Refused(await associate.Post($"{draft.Location}/addenda", new { kind = "addendum", text = "More" }), 422, "psychotherapy-note");
        Assert.Equal(1, (int)(await associate.Get($"{couple}/notes/verify")).Expect(200).Json["own"]!["notes"]!);
        Assert.Single((await associate.Get($"{couple}/notes")).Expect(200).Json["items"]!.AsArray());

        foreach (var path in new[] { "", "/print", "/versions" })
            Refused(await supervisor.Get($"{draft.Location}{path}"), 404, "not-found");
        foreach (var act in new[] { "/sign", "/cosign" })
            Refused(await supervisor.Post($"{draft.Location}{act}", null, ("If-Match", "*")), 404, "not-found");
        Assert.Empty((await supervisor.Get($"{couple}/notes")).Expect(200).Json["items"]!.AsArray());
        foreach (var who in new[] { supervisor, _practice.Admin })
        {
            var check = (await who.Get($"{couple}/notes/verify")).Expect(200).Json;
            Assert.Equal((true, 0, null), ((bool)check["intact"]!, (int)check["notes"]!, check["own"]));
        }
    }

    [Fact]
    public async Task What_may_not_be_signed_says_why_and_changes_nothing()
    {
        var couple = $"{V1}/couples/{_practice.AssociateIds["coupleId"]}";
        var (associate, supervisor) = (_practice.Associate, _practice.Supervisor);
        Refused(await associate.Post($"{couple}/notes", new { format = "dap", kind = "progress", scope = "joint", sections = new { narrative = "No." } }), 400, "unknown-section");
        var draft = (await associate.Post($"{couple}/notes", Narrative(" "))).Expect(201);
        Refused(await associate.Post($"{draft.Location}/sign", null, ("If-Match", draft.ETag!)), 422, "section-empty");
        Refused(await supervisor.Post($"{draft.Location}/sign", null, ("If-Match", draft.ETag!)), 403, "not-the-author");
        Refused(await _practice.Therapist.Post($"{draft.Location}/sign", null, ("If-Match", draft.ETag!)), 403, "not-your-case");
        var own = (await supervisor.Post($"{couple}/notes", Narrative("The supervisor's."))).Expect(201);
        Refused(await supervisor.Post($"{own.Location}/cosign", null, ("If-Match", own.ETag!)), 403, "own-note");
        Assert.Equal((draft.ETag, "draft"), ((await associate.Get(draft.Location!)).ETag, (string)(await associate.Get(draft.Location!)).Json["status"]!));
        var signed = (await supervisor.Post($"{own.Location}/sign", null, ("If-Match", own.ETag!))).Expect(200);
        Refused(await supervisor.Post($"{own.Location}/sign", null, ("If-Match", signed.ETag!)), 409, "note-signed");
        Assert.Equal(signed.ETag, (await associate.Get(own.Location!)).ETag);
    }

    private static object Narrative(string text, string kind = "progress") => new { format = "narrative", kind, scope = "joint", sections = new { narrative = text } };

    private static void Refused(Answer answer, int status, string code) => Assert.Equal((status, code), (answer.Status, answer.Code));
}
