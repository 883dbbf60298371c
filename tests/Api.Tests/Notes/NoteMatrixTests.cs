using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Notes;

/// <summary>Everybody tries everything on every kind of note: the table says what is answered, and whatever is refused changes nothing.</summary>
public sealed class NoteMatrixTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";

    private readonly Dictionary<NoteState, KnownNote> _notes = [];
    private readonly Dictionary<string, (ApiClient Client, string Role)> _callers = new(StringComparer.Ordinal);
    private TestApi _api = null!;
    private GivenPractice _practice = null!;
    private IReadOnlyList<Operation> _operations = [];

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
        var other = await GivenPractice.Open(_api);
        _operations = [.. (await ApiDescription.Read(_api)).Operations.Where(operation => operation.Path.Split('/').Contains("notes", StringComparer.Ordinal))];
        foreach (var role in (string[])["admin", "therapist", "associate", "supervisor", "frontdesk", "partner"])
            _callers[role] = (_practice.As(role), role);
        _callers["other partner"] = (_practice.OtherPartner, "partner");
        _callers["other therapist"] = (_practice.OtherTherapist, "therapist");
        _callers["supervisor of another"] = (await SupervisorOfAnother(), "supervisor");
        _callers["therapist of another practice"] = (other.Therapist, "therapist");
        _callers["supervisor of another practice"] = (other.Supervisor, "supervisor");
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public void Every_operation_on_notes_has_its_row() => Assert.Equal(
        NoteRow.OnNote.Keys.Concat(NoteRow.OnCase.Keys).Concat(NoteRow.OnNothing).Order(StringComparer.Ordinal),
        _operations.Select(operation => operation.Id).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_operation_on_a_note_answers_as_its_row_says()
    {
        var faults = new List<string>();
        var (tried, done) = (0, 0);
        foreach (var operation in _operations.Where(operation => NoteRow.OnNote.ContainsKey(operation.Id)))
        {
            foreach (var state in NoteState.All)
            {
                foreach (var (name, caller) in _callers)
                {
                    var note = await Note(state);
                    var expected = Expected(NoteRow.OnNote[operation.Id], name, caller.Role, state);
                    var path = operation.Fill(part => part == "versionId" ? note.VersionId : note.Id);
                    var answer = await caller.Client.Send(operation.Method, path, Body(operation, state), operation.NeedsIfMatch ? [("If-Match", "*")] : []);
                    tried++;
                    if (answer.Status != expected)
                        faults.Add($"{operation.Id} as {name} on {state}: {answer.Status} {answer.Code} instead of {expected}");
                    if (operation.Id == "listNoteVersions" && answer.IsGood && (answer.Json["items"]!.AsArray().Count > 0) != (name == state.Author && state.Kind == "progress"))
                        faults.Add($"{operation.Id} as {name} on {state}: {answer.Json["items"]!.AsArray().Count} versions");
                    if (answer.IsGood && operation.Method != "GET")
                    {
                        done++;
                        _notes.Remove(state);
                    }
                    else if ((await _callers[state.Author].Client.Get($"{V1}/notes/{note.Id}")).ETag != note.ETag)
                    {
                        faults.Add($"{operation.Id} as {name} on {state}: refused, and changed it");
                    }
                }
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} of {tried}:\n{string.Join('\n', faults.Take(60))}");
        Assert.Equal(NoteRow.OnNote.Count * NoteState.All.Count * _callers.Count, tried);
        Assert.True(done > 20, "Too little succeeded for the refusals to prove anything.");
    }

    [Fact]
    public async Task Every_operation_on_a_case_or_on_none_answers_as_its_row_says()
    {
        var faults = new List<string>();
        foreach (var operation in _operations.Where(operation => !NoteRow.OnNote.ContainsKey(operation.Id)))
        {
            foreach (var (name, caller) in _callers)
            {
                foreach (var owner in (string[])["therapist", "associate"])
                {
                    var state = new NoteState(owner, owner, "progress", false, Stage.Draft);
                    var expected = NoteRow.OnCase.TryGetValue(operation.Id, out var row)
                        ? ExpectedOfCase(row, name, caller.Role, owner)
                        : NoteRow.Clinicians.Split(' ').Contains(caller.Role, StringComparer.Ordinal) ? 200 : 403;
                    var answer = await caller.Client.Send(operation.Method, operation.Fill(_ => CaseOf(owner)), Body(operation, state));
                    if (answer.Status != expected)
                        faults.Add($"{operation.Id} as {name} on the {owner}'s case: {answer.Status} {answer.Code} instead of {expected}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Lists_and_searches_show_each_caller_what_they_may_read_and_nothing_else()
    {
        foreach (var state in NoteState.All)
            await Note(state);
        foreach (var (name, caller) in _callers.Where(pair => NoteRow.Clinicians.Split(' ').Contains(pair.Value.Role, StringComparer.Ordinal)))
        {
            var readable = NoteState.All.Where(state => Relation(name, state) is not ("stranger" or "outsider")).ToList();
            var found = (await caller.Client.Post($"{V1}/notes/search", new { q = "matrix", limit = 50 })).Expect(200).Json["items"]!.AsArray();
            Assert.Equal(Ids(readable.Where(state => state.Kind == "progress" && state.Stage != Stage.Returned)), found.Select(note => (string)note!["noteId"]!).Order(StringComparer.Ordinal));
            foreach (var owner in readable.Select(state => state.Case).Distinct(StringComparer.Ordinal))
            {
                var listed = (await caller.Client.Get($"{V1}/couples/{CaseOf(owner)}/notes?limit=200")).Expect(200).Json["items"]!.AsArray();
                Assert.Equal(Ids(readable.Where(state => state.Case == owner && (state.Kind == "progress" || state.Author == name))), listed.Select(note => (string)note!["id"]!).Order(StringComparer.Ordinal));
            }
        }

        IEnumerable<string> Ids(IEnumerable<NoteState> states) => states.Select(state => _notes[state].Id).Order(StringComparer.Ordinal);
    }

    private static int Expected(NoteRow row, string name, string role, NoteState state)
    {
        if (!row.Roles.Split(' ').Contains(role, StringComparer.Ordinal))
            return 403;
        return (Relation(name, state), state.Kind) switch
        {
            ("outsider", _) => 404,
            ("author", "psychotherapy") => NoteRow.Code(row.Private, state.Stage),
            (_, "psychotherapy") => 404,
            ("stranger", _) => 403,
            ("author", _) => NoteRow.Code(row.Author, state.Stage),
            ("supervisor", _) => NoteRow.Code(row.Supervisor, state.Stage),
            _ => NoteRow.Code(row.Reader, state.Stage),
        };
    }

    private static int ExpectedOfCase((string Roles, string AnyCase, int Good) row, string name, string role, string owner)
    {
        if (!row.Roles.Split(' ').Contains(role, StringComparer.Ordinal))
            return 403;
        if (name.EndsWith("practice", StringComparison.Ordinal))
            return 404;
        return row.AnyCase == role || name == owner || (name == "supervisor" && owner == "associate") ? row.Good : 403;
    }

    /// <summary>What somebody is to a note, as far as notes go.</summary>
    private static string Relation(string name, NoteState state)
    {
        if (name.EndsWith("practice", StringComparison.Ordinal))
            return "outsider";
        if (name == state.Author)
            return "author";
        if (name == "supervisor" && state.Author == "associate")
            return "supervisor";
        return name == state.Case || (name == "supervisor" && state.Case == "associate") ? "reader" : "stranger";
    }

    private string CaseOf(string owner) => owner == "therapist" ? _practice.Ids["coupleId"] : _practice.AssociateIds["coupleId"];

    private string PartnerOf(string owner) => owner == "therapist" ? _practice.Ids["partnerAId"] : _practice.AssociateIds["partnerAId"];

    private JsonObject Draft(NoteState state) => new()
    {
        ["format"] = "narrative",
        ["kind"] = state.Kind,
        ["scope"] = state.Alone ? PartnerOf(state.Case) : "joint",
        ["sections"] = new JsonObject { ["narrative"] = "A note of the matrix." },
    };

    private HttpContent? Body(Operation operation, NoteState state) => operation.Id switch
    {
        "draftNote" or "updateNote" => ApiClient.Json(Draft(state)),
        "returnNote" => ApiClient.Json(new { remarks = "Once more." }),
        "addAddendum" => ApiClient.Json(new { kind = "addendum", text = "More." }),
        "searchNotes" => ApiClient.Json(new { q = "matrix" }),
        _ => null,
    };

    /// <summary>A note in this state: the one there is as long as nobody has changed it, else a new one.</summary>
    private async Task<KnownNote> Note(NoteState state)
    {
        if (_notes.TryGetValue(state, out var known))
            return known;
        var author = _callers[state.Author].Client;
        var drafted = (await author.Post($"{V1}/couples/{CaseOf(state.Case)}/notes", Draft(state))).Expect(201);
        var id = (string)drafted.Json["id"]!;
        (await author.Put($"{V1}/notes/{id}", Draft(state), ("If-Match", "*"))).Expect(200);
        if (state.Stage != Stage.Draft)
            (await author.Post($"{V1}/notes/{id}/sign", null, ("If-Match", "*"))).Expect(200);
        if (state is { Stage: Stage.Signed, Author: "associate", Kind: "progress" })
            (await _practice.Supervisor.Post($"{V1}/notes/{id}/cosign", null, ("If-Match", "*"))).Expect(200);
        if (state.Stage == Stage.Returned)
        {
            var returned = (await _practice.Supervisor.Post($"{V1}/notes/{id}/return", new { remarks = "Once more." }, ("If-Match", "*"))).Expect(200);
            (await author.Send("DELETE", $"{V1}/notes/{(string)returned.Json["return"]!["replacementId"]!}", null, ("If-Match", "*"))).Expect(204);
        }

        var read = (await author.Get($"{V1}/notes/{id}")).Expect(200);
        Assert.Equal(state.Stage switch { Stage.Draft => "draft", Stage.Awaiting => "awaiting-cosignature", Stage.Returned => "returned", _ => "signed" }, (string)read.Json["status"]!);
        var versions = (await author.Get($"{V1}/notes/{id}/versions")).Expect(200).Json["items"]!.AsArray();
        return _notes[state] = new KnownNote(id, read.ETag!, versions.Count > 0 ? (string)versions[0]!["id"]! : id);
    }

    private async Task<ApiClient> SupervisorOfAnother()
    {
        var supervisor = await Invite("second", ["supervisor"], null);
        var me = (await supervisor.Get($"{V1}/me")).Expect(200).Json;
        await Invite("third", ["associate"], (string)me["accountId"]!);
        return supervisor;
    }

    private async Task<ApiClient> Invite(string who, string[] roles, string? supervisorId)
    {
        var invited = (await _practice.Admin.Post($"{V1}/staff", new { displayName = who, email = $"{who}@{_practice.Name.ToLowerInvariant()}.test", roles, supervisorId })).Expect(201).Json["invitation"]!;
        var tokens = (await _api.Anonymous().Post($"{V1}/auth/accept-invitation", new { accountId = (string)invited["accountId"]!, token = (string)invited["token"]!, password = TestApi.Password })).Expect(200).Json;
        return new ApiClient(_api.Http, (string)tokens["accessToken"]!, who);
    }

    /// <param name="Id">The note.</param>
    /// <param name="ETag">As its author last read it.</param>
    /// <param name="VersionId">What it said before; the note itself where nothing is kept.</param>
    private sealed record KnownNote(string Id, string ETag, string VersionId);
}
