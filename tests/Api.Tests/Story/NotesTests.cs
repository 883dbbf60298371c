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

    private static void Refused(Answer answer, int status, string code) => Assert.Equal((status, code), (answer.Status, answer.Code));
}
