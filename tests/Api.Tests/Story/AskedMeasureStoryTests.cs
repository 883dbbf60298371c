using System.Globalization;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Story;

/// <summary>A measure's way from the practice's licence to a page for the couple, over HTTP on a real file.</summary>
public sealed class AskedMeasureStoryTests : IAsyncLifetime
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
    public async Task One_measure_from_its_words_to_the_page_for_the_couple()
    {
        var (therapist, a, b, admin) = (_practice.Therapist, _practice.Partner, _practice.OtherPartner, _practice.Admin);
        var partnerA = _practice.Ids["partnerAId"];
        var couple = $"{V1}/couples/{_practice.Ids["coupleId"]}";
        var today = DateOnly.ParseExact((string)(await a.Get($"{V1}/portal/home")).Expect(200).Json["today"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        // Nobody can be asked before the practice has said that it holds the words.
        var request = new { measure = "csi-4", repeat = "once", dueWithinDays = 5 };
        (await therapist.Post($"{couple}/measure-requests", request)).Expect(422, "no-wording");
        var wording = (await admin.Get($"{V1}/measures/csi-4/wording")).Expect(200);
        var words = new { items = Enumerable.Range(1, 4).Select(item => $"Licensed sentence {item}"), holdsLicence = true, instruction = "Of the past week." };
        (await therapist.Put($"{V1}/measures/csi-4/wording", words, ("If-Match", wording.ETag!))).Expect(403, "role-may-not");
        (await admin.Put($"{V1}/measures/csi-4/wording", words, ("If-Match", wording.ETag!))).Expect(200);
        var asked = (await therapist.Post($"{couple}/measure-requests", request)).Expect(201);
        Assert.Equal(2, asked.Json["partners"]!.AsArray().Count);

        // The partner reads it, begins, is interrupted, goes on and sends it; the other learns nothing.
        var due = (await a.Get($"{V1}/portal/home")).Expect(200).Json["measuresDue"]!.AsArray().Single()!;
        Assert.Equal(("csi-4", Day(today.AddDays(5)), false), ((string)due["measure"]!, (string)due["by"]!, (bool)due["hasDraft"]!));
        var sentences = (await a.Get($"{V1}/portal/measures/csi-4")).Expect(200).Json["items"]!.AsArray();
        Assert.Equal("Licensed sentence 1", (string)sentences[0]!["text"]!);
        (await a.Put($"{V1}/portal/responses/draft", new { measure = "csi-4", answers = new int?[] { 3, 2, null, null } }, ("If-Match", "\"0\""))).Expect(200);
        Assert.True((bool)(await a.Get($"{V1}/portal/home")).Expect(200).Json["measuresDue"]!.AsArray().Single()!["hasDraft"]!);
        Assert.Empty((await therapist.Get($"{couple}/responses?measure=csi-4")).Expect(200).Json["items"]!.AsArray());
        var own = (await a.Post($"{V1}/portal/responses", new { measure = "csi-4", answers = new[] { 3, 2, 2, 1 } })).Expect(201);
        Assert.Null(own.Json["score"]);
        Assert.Empty((await a.Get($"{V1}/portal/home")).Expect(200).Json["measuresDue"]!.AsArray());
        Assert.Single((await b.Get($"{V1}/portal/home")).Expect(200).Json["measuresDue"]!.AsArray());
        Assert.Empty((await b.Get($"{V1}/portal/responses?measure=csi-4")).Expect(200).Json["items"]!.AsArray());

        // A slip is corrected with a reason, and both forms stay.
        var entered = $"{couple}/responses/{(string)own.Json["id"]!}";
        var first = (await therapist.Get(entered)).Expect(200);
        Assert.Equal(8, (int)first.Json["score"]!["total"]!);
        const string slip = "She told me that she meant the line below.";
        (await therapist.Put(entered, new { answers = new[] { 3, 2, 2, 4 }, reason = " " }, ("If-Match", first.ETag!))).Expect(400, "invalid-input");
        var corrected = (await therapist.Put(entered, new { answers = new[] { 3, 2, 2, 4 }, reason = slip }, ("If-Match", first.ETag!))).Expect(200);
        Assert.Equal(11, (int)corrected.Json["score"]!["total"]!);
        var forms = (await therapist.Get($"{entered}/history")).Expect(200);
        Assert.Equal(2, forms.Json["items"]!.AsArray().Count);
        Assert.Contains(slip, forms.Body, StringComparison.Ordinal);

        // An older form turns up; the therapist names what is fair to compare with.
        const string fair = "The old form was filled in before the debt was known.";
        var older = (await therapist.Post($"{couple}/responses", new { measure = "csi-4", partnerId = partnerA, answers = new[] { 6, 5, 5, 5 }, answeredOn = Day(today.AddDays(-40)) })).Expect(201);
        var baseline = (await therapist.Get($"{couple}/baselines/csi-4/{partnerA}")).Expect(200);
        Assert.Equal(((string)older.Json["id"]!, false), ((string)baseline.Json["responseId"]!, (bool)baseline.Json["isNamed"]!));
        var named = (await therapist.Put($"{couple}/baselines/csi-4/{partnerA}", new { responseId = (string)own.Json["id"]!, reason = fair }, ("If-Match", baseline.ETag!))).Expect(200);
        Assert.Equal(((string)own.Json["id"]!, true), ((string)named.Json["responseId"]!, (bool)named.Json["isNamed"]!));
        Assert.True((bool)(await therapist.Get(entered)).Expect(200).Json["isBaseline"]!);

        // What one of them noted for the therapist alone, and the page that both may have.
        (await a.Post($"{V1}/portal/events", new { kind = "setback", on = Day(today), title = "A drawer that I opened", severity = 1 })).Expect(201);
        var clinical = (await therapist.Get($"{couple}/report")).Expect(200);
        Assert.Contains("Satisfaction Index", clinical.Body, StringComparison.Ordinal);
        var page = (await therapist.Get($"{couple}/report?audience=couple")).Expect(200);
        Assert.Equal("text/html", page.ContentType);
        Assert.Contains("Robin", page.Body, StringComparison.Ordinal);
        foreach (var kept in new[] { "Satisfaction Index", "csi-4", "Licensed sentence", slip, fair, "A drawer" })
            Assert.DoesNotContain(kept, page.Body, StringComparison.OrdinalIgnoreCase);
        foreach (var partner in new[] { a, b })
            (await partner.Get($"{couple}/report?audience=couple")).Expect(403, "role-may-not");

        // Counts for whoever answers for the work; one couple is too few to be told of.
        (await therapist.Get($"{V1}/reports/outcomes")).Expect(403, "role-may-not");
        var outcomes = (await _practice.Supervisor.Get($"{V1}/reports/outcomes")).Expect(200);
        Assert.NotEmpty((string)outcomes.Json["withheld"]!);
        Assert.All(outcomes.Json["rows"]!.AsArray(), row => Assert.Null(row!["cases"]));
        Assert.DoesNotContain("Robin", outcomes.Body, StringComparison.Ordinal);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
