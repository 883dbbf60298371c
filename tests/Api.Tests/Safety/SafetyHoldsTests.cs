using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Safety;

/// <summary>What a positive screening holds back, at each address by which it could come back.</summary>
public sealed class SafetyHoldsTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";
    private const string Rationale = "Both asked for it, each alone, and the safety plan stands.";

    private static readonly (string, string) AnyVersion = ("If-Match", "*");

    private TestApi _api = null!;
    private GivenPractice _practice = null!;
    private string _today = "";

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
        _today = (string)(await _practice.Partner.Get($"{V1}/portal/home")).Expect(200).Json["today"]!;
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Resuming_takes_no_body_an_empty_one_or_an_override()
    {
        var address = await Paused();
        (await _practice.Therapist.Post($"{address}/resume", null, AnyVersion)).Expect(200);
        foreach (var body in new object[] { new { }, new { @override = (object?)null } })
        {
            (await _practice.Therapist.Post($"{address}/pause", new { }, AnyVersion)).Expect(200);
            (await _practice.Therapist.Post($"{address}/resume", body, AnyVersion)).Expect(200);
        }

        (await _practice.Therapist.Post($"{address}/pause", new { }, AnyVersion)).Expect(200);
        Refused(await _practice.Therapist.Post($"{address}/resume", new { @override = new { rationale = Rationale } }, AnyVersion), 422, "nothing-to-override");
        Assert.Equal(400, (await _practice.Therapist.Post($"{address}/resume", new { reason = "Any." }, AnyVersion)).Status);

        await ScreenPositive();
        Refused(await _practice.Therapist.Post($"{address}/resume", null, AnyVersion), 422, "safety-caution");
        var brief = await _practice.Therapist.Post($"{address}/resume", new { @override = new { rationale = "Because" } }, AnyVersion);
        Refused(brief, 400, "invalid-input");
        Assert.Equal(["override.rationale"], brief.Json["errors"]!.AsObject().Select(error => error.Key));
        var resumed = (await _practice.Therapist.Post($"{address}/resume", new { @override = new { rationale = Rationale } }, AnyVersion)).Expect(200).Json;
        Assert.Equal(Rationale, (string)resumed["overrideRationale"]!);
        Assert.Contains("violence-or-coercion", resumed["warnings"]!.AsArray().Select(word => (string)word!));
    }

    [Fact]
    public async Task Extending_takes_an_override_in_the_patch()
    {
        var address = await Assigned();
        await ScreenPositive();
        var later = DateOnly.Parse(_today, System.Globalization.CultureInfo.InvariantCulture).AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Refused(await _practice.Therapist.Patch(address, new { dueOn = later }, AnyVersion), 422, "safety-caution");
        (await _practice.Therapist.Patch(address, new { instructions = "Only while both feel at ease." }, AnyVersion)).Expect(200);
        var changed = (await _practice.Therapist.Patch(address, new { dueOn = later, @override = new { rationale = Rationale } }, AnyVersion)).Expect(200).Json;
        Assert.Equal((later, Rationale), ((string)changed["dueOn"]!, (string)changed["overrideRationale"]!));

        // Nobody at home learns of it.
        foreach (var partner in new[] { _practice.Partner, _practice.OtherPartner })
        {
            var shown = (await partner.Get($"{V1}/portal/assignments/{address[(address.LastIndexOf('/') + 1)..]}")).Expect(200).Body;
            Assert.DoesNotContain("asked for it", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("violence", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_document_says_that_the_body_of_resuming_may_be_left_out_and_of_no_other()
    {
        var description = await ApiDescription.Read(_api);
        Assert.Equal(["resumeAssignment"], description.Operations.Where(operation => operation.MayLackBody).Select(operation => operation.Id));
    }

    private static void Refused(Answer answer, int status, string code)
    {
        Assert.Equal((status, code), (answer.Status, (string)answer.Json["code"]!));
        Assert.DoesNotContain("asked for it", answer.Body, StringComparison.Ordinal);
    }

    private async Task<string> Assigned()
    {
        var body = new { exerciseKey = "active-listening", @for = "couple", startOn = _today, dueOn = _today, cadence = new { kind = "weekly" } };
        return (await _practice.Therapist.Post($"{V1}/couples/{_practice.Ids["coupleId"]}/assignments", body)).Expect(201).Location!;
    }

    private async Task<string> Paused()
    {
        var address = await Assigned();
        (await _practice.Therapist.Post($"{address}/pause", new { }, AnyVersion)).Expect(200);
        return address;
    }

    private async Task ScreenPositive() => (await _practice.Therapist.Post(
        $"{V1}/couples/{_practice.Ids["coupleId"]}/screenings",
        new { partnerId = _practice.Ids["partnerAId"], screenedOn = _today, method = "judgement", positive = true })).Expect(201);
}
