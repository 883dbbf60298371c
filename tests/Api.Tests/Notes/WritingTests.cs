using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Notes;

/// <summary>What helps somebody who writes notes, over HTTP: begin with a template and with facts, find them again, be told of what lies.</summary>
public sealed class WritingTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";

    private TestApi _api = null!;
    private GivenPractice _practice = null!;
    private ApiDescription _description = null!;

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
        _description = await ApiDescription.Read(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    private string Couple => $"{V1}/couples/{_practice.Ids["coupleId"]}";

    private static object Narrative(string text) => new { format = "narrative", kind = "progress", scope = "joint", sections = new { narrative = text } };

    [Fact]
    public async Task A_note_begins_with_a_template_and_with_what_is_known()
    {
        var therapist = _practice.Therapist;
        var template = Good(await _practice.Admin.Post($"{V1}/practice/note-templates", new { name = "Usual", format = "dap", sections = new { plan = "Until then:" } }), "createNoteTemplate");
        Refused(await therapist.Post($"{V1}/practice/note-templates", new { name = "Mine", format = "dap", sections = new { plan = "x" } }), 403, "role-may-not");
        Refused(await _practice.Supervisor.Post($"{V1}/practice/note-templates", new { name = "USUAL", format = "dap", sections = new { plan = "x" } }), 409, "name-taken");
        var templateId = (string)Good(await therapist.Get($"{V1}/practice/note-templates"), "listNoteTemplates").Json["items"]![0]!["id"]!;
        var prefill = Good(await therapist.Get($"{Couple}/notes/prefill?format=dap"), "prefillNote");
        Assert.Equal("", (string)prefill.Json["sections"]!["data"]!);
        Refused(await therapist.Get($"{Couple}/notes/prefill?scope=nobody"), 400, "invalid-input");

        var note = Good(await therapist.Post($"{Couple}/notes", new { format = "dap", kind = "progress", scope = "joint", sections = new { data = "They came." }, templateId }), "draftNote");
        Assert.Equal(("They came.", "Until then:"), ((string)note.Json["sections"]!["data"]!, (string)note.Json["sections"]!["plan"]!));
        Refused(await therapist.Post($"{Couple}/notes", new { format = "soap", kind = "progress", scope = "joint", sections = new { }, templateId }), 400, "other-format");
        Refused(await therapist.Put(note.Location!, new { format = "dap", kind = "progress", scope = "joint", sections = new { }, templateId }, ("If-Match", "*")), 400, "invalid-input");
        (await _practice.Supervisor.Send("DELETE", template.Location!, null, ("If-Match", template.ETag!))).Expect(204);
        Refused(await therapist.Get(template.Location!), 404, "not-found");
    }

    [Fact]
    public async Task A_note_is_found_by_its_words_answer_after_answer()
    {
        var (therapist, ids) = (_practice.Therapist, new List<string>());
        foreach (var text in new[] { "The Café quarrel.", "Nothing of it.", "Again the CAFE, and a quarrel." })
            ids.Add((string)(await therapist.Post($"{Couple}/notes", Narrative(text))).Expect(201).Json["id"]!);
        var first = Good(await therapist.Post($"{V1}/notes/search", new { q = "quarr cafe", limit = 1 }), "searchNotes");
        Assert.Equal((ids[2], "narrative", "Again the CAFE, and a quarrel."), ((string)first.Json["items"]![0]!["noteId"]!, (string)first.Json["items"]![0]!["section"]!, (string)first.Json["items"]![0]!["excerpt"]!));
        var second = Good(await therapist.Post($"{V1}/notes/search", new { q = "quarr cafe", limit = 1, cursor = (string)first.Json["nextCursor"]! }), "searchNotes");
        Assert.Equal((ids[0], null), ((string)second.Json["items"]![0]!["noteId"]!, (string?)second.Json["nextCursor"]));

        Refused(await therapist.Post($"{V1}/notes/search", new { q = "cafe", cursor = "bm9wZTox" }), 400, "invalid-cursor");
        Refused(await therapist.Post($"{V1}/notes/search", new { q = "cafe", limit = 51 }), 400, "invalid-input");
        Refused(await therapist.Post($"{V1}/notes/search", new { q = "cafe", coupleId = Guid.Empty }), 400, "no-such-case");
        Refused(await _practice.OtherTherapist.Post($"{V1}/notes/search", new { q = "cafe", coupleId = _practice.Ids["coupleId"] }), 403, "not-your-case");
        Refused(await _practice.Partner.Post($"{V1}/notes/search", new { q = "cafe" }), 403, "role-may-not");
        var audited = (await _practice.Admin.Get($"{V1}/audit?action=find-note&limit=200")).Expect(200);
        Assert.Equal(2, audited.Json["items"]!.AsArray().Count);
        Assert.DoesNotContain("cafe", audited.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Whoever_sets_the_days_is_the_administrator_and_a_new_draft_is_not_overdue()
    {
        (await _practice.Therapist.Post($"{Couple}/notes", Narrative("New."))).Expect(201);
        Assert.Empty(Good(await _practice.Therapist.Get($"{V1}/notes/overdue"), "listOverdueNotes").Json["items"]!.AsArray());
        Assert.Equal(3, (int)(await _practice.Therapist.Get($"{V1}/practice")).Expect(200).Json["draftDays"]!);
        Assert.Equal(60, (int)(await _practice.Admin.Patch($"{V1}/practice", new { draftDays = 60 }, ("If-Match", "*"))).Expect(200).Json["draftDays"]!);
        Refused(await _practice.Admin.Patch($"{V1}/practice", new { draftDays = 61 }, ("If-Match", "*")), 400, "invalid-input");
        Refused(await _practice.Therapist.Patch($"{V1}/practice", new { draftDays = 5 }, ("If-Match", "*")), 403, "role-may-not");
    }

    /// <summary>The answer, if it is a good one as the document says.</summary>
    private Answer Good(Answer answer, string operationId)
    {
        var operation = _description.Operations.Single(operation => operation.Id == operationId);
        answer.Expect(operation.Good.Status);
        Assert.Empty(SchemaCheck.Faults(_description, operation.Good.Schema!, answer.Json));
        return answer;
    }

    private static void Refused(Answer answer, int status, string code) => Assert.Equal((status, code), (answer.Status, answer.Code));
}
