using System.Text.Json.Nodes;
using CounselDesk.Api.Demo;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Story;

/// <summary>The demo that a newcomer meets, planted by the program itself.</summary>
public sealed class DemoTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";

    // What an example of the document may meet in the demo although it is understood: a state that is not the right one yet.
    private static readonly HashSet<string> AgainstTheState = new(StringComparer.Ordinal)
    {
        "holdSession", "recordNoShow", "answerTrustPulse", "archiveClient", "unarchiveClient", "openIndividualCase", "releaseRecord",
        "invitePartner", "acceptOwnAgreement", "acceptAgreement", "reactivateStaffMember", "requestEmergencyAccess", "acknowledgeAlert", "addAddendum",
    };

    // They need a code or token that only the reader has, end what the others stand on, or (co-signing, returning) need a note of the
    // associate's while the examples are the therapist's, (printing) a signed one while theirs is a
    // draft, (comparing) a second version of the agreement, or (retiring) a measure of the practice's own.
    private static readonly HashSet<string> NotTried = new(StringComparer.Ordinal)
    {
        "setUp", "refresh", "acceptInvitation", "changePassword", "signOut", "separateCouple", "deactivateStaffMember", "renewInvitation", "withdrawAssignment", "cancelSession", "cancelFollowing", "discardNote", "cosignNote", "returnNote", "printNote", "readCalendarFeed", "revokeCalendarFeed", "removeTimeOff", "withdrawMessage", "withdrawEvent", "compareAgreements", "removeAttachment", "removeOwnAttachment", "removeTranslation", "removeMeasureWording", "retireMeasure", "restoreMeasure",
    };

    private TestApi _api = null!;

    public async Task InitializeAsync() => _api = await TestApi.Start("--Demo:Plant=true");

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Shows_one_couple_improving_one_stuck_and_one_worsening()
    {
        var therapist = await SignIn(DemoPeople.Therapist);
        var improving = (await therapist.Get($"{V1}/couples/{DemoIdentities.Couple}/brief")).Expect(200).Json;
        Assert.Equal("recovered", (string)Measure(improving, "csi-16")["coupleClass"]!);
        Assert.True((decimal)improving["homework"]!["couple"]!["ratio"]! > 0.9m);
        Assert.Empty(improving["alerts"]!.AsArray());
        Assert.Single(improving["unsignedNotes"]!.AsArray());

        var worsening = (await therapist.Get($"{V1}/couples/{await CoupleOf(therapist, DemoPeople.Stones)}/brief")).Expect(200).Json;
        Assert.Equal("deteriorated", (string)Measure(worsening, "csi-16")["partners"]!.AsArray().First()!["class"]!);
        var kinds = worsening["alerts"]!.AsArray().Select(alert => (string)alert!["kind"]!).ToList();
        Assert.Contains("positive-screening", kinds);
        Assert.Contains("deterioration", kinds);
        Assert.All(worsening["alerts"]!.AsArray(), alert => Assert.NotEmpty(alert!["nextSteps"]!.AsArray()));

        var associate = await SignIn(DemoPeople.Associate);
        var stuck = (await associate.Get($"{V1}/couples/{await CoupleOf(associate, DemoPeople.Vales)}/brief")).Expect(200).Json;
        Assert.True((decimal)stuck["homework"]!["couple"]!["ratio"]! < 0.3m);
        Assert.Equal("unchanged", (string)Measure(stuck, "csi-16")["coupleClass"]!);
        Assert.Equal("awaiting-cosignature", (string)stuck["unsignedNotes"]!.AsArray().Single()!["status"]!);
    }

    [Fact]
    public async Task An_agreement_is_kept_well_and_not_perfectly_and_a_partner_says_how_to_be_reached()
    {
        var therapist = await SignIn(DemoPeople.Therapist);
        var keeping = (await therapist.Get($"{V1}/couples/{DemoIdentities.Couple}/agreement")).Expect(200).Json["keeping"]!.AsArray();
        Assert.Equal(6, keeping.Count);
        Assert.All(keeping, row => Assert.InRange((decimal)row!["kept"]! / (decimal)row["expected"]!, 0.5m, 0.97m));
        var contact = (await therapist.Get($"{V1}/couples/{DemoIdentities.Couple}/safe-contacts/{DemoIdentities.PartnerA}")).Expect(200).Json;
        Assert.Equal("email", (string)contact["safeContact"]!["method"]!);
        Assert.NotEmpty(_api.Database.Texts("SELECT r.ClientId FROM Reminders r"));
    }

    [Fact]
    public async Task A_measure_is_asked_for_and_both_let_their_check_ins_stand_on_the_page_for_both()
    {
        var therapist = await SignIn(DemoPeople.Therapist);
        var couple = $"{V1}/couples/{DemoIdentities.Couple}";
        Assert.Equal($"{DemoIdentities.MeasureRequest}", (string)(await therapist.Get($"{couple}/measure-requests")).Expect(200).Json["items"]!.AsArray().Single()!["id"]!);
        foreach (var person in DemoPeople.Reeds)
            Assert.True((bool)(await (await SignIn(person)).Get($"{V1}/portal/sharing")).Expect(200).Json["sharesPulses"]!);
        var page = (await therapist.Get($"{couple}/report?audience=couple")).Expect(200).Body;
        Assert.Contains("Trust, week by week", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_named_at_the_start_can_sign_in()
    {
        foreach (var person in DemoPeople.SignIns)
            await SignIn(person);
    }

    [Fact]
    public async Task Its_audit_reads_like_a_practices_and_its_chain_holds()
    {
        var admin = await SignIn(DemoPeople.Admin);
        Assert.True((bool)(await admin.Get($"{V1}/audit/verify")).Expect(200).Json["intact"]!);
        var signed = (await admin.Get($"{V1}/audit?action=sign-note&limit=200")).Expect(200).Json["items"]!.AsArray();
        Assert.True(signed.Count >= 30);
        Assert.All(signed, entry => Assert.NotNull(entry!["accountName"]));
    }

    [Fact]
    public async Task Every_example_of_the_document_works_on_it()
    {
        var description = await ApiDescription.Read(_api);
        var people = new Dictionary<string, ApiClient>(StringComparer.Ordinal)
        {
            ["therapist"] = await SignIn(DemoPeople.Therapist),
            ["admin"] = await SignIn(DemoPeople.Admin),
            ["frontdesk"] = await SignIn(DemoPeople.Frontdesk),
            // The assignment of the examples is partner B's.
            ["partner"] = await SignIn(DemoPeople.Reeds[1]),
        };
        var faults = new List<string>();
        var good = 0;
        foreach (var operation in description.Operations.Where(operation => !NotTried.Contains(operation.Id)).OrderBy(Turn))
        {
            var role = new[] { "therapist", "partner", "admin", "frontdesk" }.FirstOrDefault(role => operation.Roles.Contains(role, StringComparer.Ordinal));
            var by = operation.IsPublic ? _api.Anonymous() : people[role ?? throw new InvalidOperationException($"Nobody to send {operation.Id}.")];
            var path = operation.Path;
            foreach (var parameter in operation.ParametersIn("path"))
                path = path.Replace($"{{{(string)parameter["name"]!}}}", (string?)parameter["example"] ?? "no-example", StringComparison.Ordinal);
            var example = operation.Json["requestBody"]?["content"]!.AsObject().First().Value!["example"];
            if (operation is { Body: not null, TakesFile: false } && example is null)
                faults.Add($"{operation.Id}: no example of its body");
            var content = operation.TakesFile ? SomeFile.Form() : operation.Body is { } body ? ApiClient.Json(example?.ToJsonString() ?? "{}", body.Type) : null;
            var answer = await by.Send(operation.Method, path, content, operation.NeedsIfMatch ? [("If-Match", (string)operation.ParametersIn("header").Single(header => (string?)header["name"] == "If-Match")["example"]!)] : []);
            if (answer.IsGood)
                good++;
            else if (answer.Status != 409 || !AgainstTheState.Contains(operation.Id))
                faults.Add($"{operation.Id} as {role}: {answer.Status} {answer.Body}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(good > 50, $"Only {good} examples worked outright.");
    }

    // What changes a version or a text comes after what its example names.
    private static int Turn(Operation operation) => operation.Id == "translateExercise" ? -1 : operation.Id == "writeAgreement" ? 2 : operation.Method == "POST" ? 1 : 0;

    private static JsonNode Measure(JsonNode brief, string key) => brief["measures"]!.AsArray().Single(one => (string)one!["measure"]! == key)!;

    private static async Task<string> CoupleOf(ApiClient clinician, IReadOnlyList<DemoSignIn> partners) =>
        (string)(await clinician.Post($"{V1}/couples/search", new { q = partners[0].Name })).Expect(200).Json["items"]!.AsArray().Single()!["id"]!;

    private async Task<ApiClient> SignIn(DemoSignIn person) =>
        new(_api.Http, (string)(await _api.Anonymous().Post($"{V1}/auth/sign-in", new { email = person.Email, password = DemoPeople.Password })).Expect(200).Json["accessToken"]!, person.Name);
}
