using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;
using static CounselDesk.Api.Tests.Measures.MeasureDesk;

namespace CounselDesk.Api.Tests.Measures;

/// <summary>
/// A canary in every word of a practice's own measure: words under a licence are shown to those who work with them and to whoever
/// is asked, and lie nowhere else.
/// </summary>
public sealed class OwnMeasureCanaryTests : IAsyncLifetime
{
    private const string Canary = "Zyxcanary";
    private const string Key = "worded-with-care";
    private const string Measure = $"{V1}/measures/{Key}";

    private readonly List<Answer> _refused = [];
    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Its_words_lie_in_its_own_tables_and_in_no_log_metric_event_audit_or_refusal()
    {
        await Start(LogEar.HearsEverything);
        var measured = new ConcurrentQueue<string>();
        using var meters = Hear(measured);
        using var heard = _api.Listen();
        await Live();

        // It is there to be found by whoever may, so the searches can fail.
        Assert.Contains(Canary, (await _practice.Therapist.Get(Measure)).Expect(200).Body, StringComparison.Ordinal);
        Assert.Equal(["MeasureWordings", "OwnMeasures"], DatabaseState.TablesHolding(_api, Canary));
        Assert.True(heard.Lines.Count > 100, "Too little was logged to prove anything.");
        Assert.DoesNotContain(heard.Lines, line => line.Contains(Canary, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(measured, tags => tags.Contains("measures/{key}", StringComparison.Ordinal));
        Assert.DoesNotContain(measured, tags => tags.Contains(Canary, StringComparison.OrdinalIgnoreCase));
        Assert.True(_refused.Count >= 8, "Too little was refused to prove anything.");
        Assert.DoesNotContain(_refused, answer => answer.Body.Contains(Canary, StringComparison.OrdinalIgnoreCase) || answer.Headers.Contains(Canary, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nobody_of_another_practice_and_nobody_who_is_not_asked_reads_them()
    {
        await Start();
        await Live();
        var other = await GivenPractice.Open(_api);
        Assert.Contains(await Reads(_practice.Therapist, _practice), Holds);
        Assert.Contains(await Reads(_practice.Partner, _practice), Holds);
        foreach (var who in new[] { _practice.OtherPartner, _practice.Frontdesk })
            Assert.DoesNotContain(await Reads(who, _practice), Holds);
        foreach (var role in GivenPractice.AllRoles)
        {
            foreach (var ids in new[] { other, _practice })
                Assert.DoesNotContain(await Reads(other.As(role), ids), Holds);
        }
    }

    private async Task Start(params string[] settings)
    {
        _api = await TestApi.Start(settings);
        _practice = await GivenPractice.Open(_api);
    }

    private static bool Holds(Answer answer) => answer.Body.Contains(Canary, StringComparison.OrdinalIgnoreCase);

    private static JsonObject Words(params string[] items) =>
        new() { ["items"] = new JsonArray([.. items.Select(item => JsonValue.Create(item))]), ["holdsLicence"] = true, ["instruction"] = $"{Canary} instruction" };

    private static JsonObject Body()
    {
        var body = Calm(Key);
        (body["title"], body["licence"], body["recall"], body["instruction"]) = ($"{Canary} title", $"{Canary} licence", $"{Canary} recall", $"{Canary} above");
        foreach (var (index, item) in body["items"]!.AsArray().Index())
            item!["wording"] = $"{Canary} item {index + 1}";
        return body;
    }

    /// <summary>All that can happen to a measure, with each of its refusals.</summary>
    private async Task Live()
    {
        var (admin, therapist, partner) = (_practice.Admin, _practice.Therapist, _practice.Partner);
        var (couple, partnerA) = ($"{V1}/couples/{_practice.Ids["coupleId"]}", _practice.Ids["partnerAId"]);
        var faulty = Body();
        faulty["bands"] = new JsonArray(Band($"{Canary} band", 1, 12));
        await Refuse(() => admin.Post($"{V1}/measures", faulty), 400);
        faulty["bands"] = $"{Canary} bands";
        await Refuse(() => admin.Post($"{V1}/measures", faulty), 400);
        await Refuse(() => therapist.Post($"{V1}/measures", Body()), 403);
        (await admin.Post($"{V1}/measures", Body(), ("Idempotency-Key", "one"))).Expect(201);
        await Refuse(() => admin.Post($"{V1}/measures", Body()), 409);
        await Refuse(() => admin.Put($"{Measure}/wording", Words($"{Canary} a"), ("If-Match", "*")), 400);
        (await admin.Put($"{Measure}/wording", Words($"{Canary} a", $"{Canary} b", $"{Canary} c"), ("If-Match", "*"))).Expect(200);
        await Refuse(() => admin.Put($"{Measure}/wording", Words($"{Canary} a", $"{Canary} b", $"{Canary} c"), ("If-Match", "\"9\"")), 412);

        (await therapist.Post($"{couple}/measure-requests", new { measure = Key, repeat = "every-n-weeks", weeks = 1, partnerIds = new[] { partnerA } })).Expect(201);
        await Refuse(() => therapist.Post($"{couple}/measure-requests", new { measure = Key, repeat = "once" }), 409);
        Assert.Contains(Canary, (await partner.Get($"{V1}/portal/measures/{Key}")).Expect(200).Body, StringComparison.Ordinal);
        (await partner.Put($"{V1}/portal/responses/draft", new { measure = Key, answers = new[] { 4, 0, 4 } }, ("If-Match", "*"))).Expect(200);
        await Refuse(() => partner.Post($"{V1}/portal/responses", new { measure = Key, answers = new[] { 4, 0, 9 } }), 400);
        // From as well as can be to as badly: it raises an alert, which names the measure by its key.
        (await therapist.Post($"{couple}/responses", new { measure = Key, partnerId = partnerA, answers = new[] { 4, 0, 4 }, answeredOn = "2025-01-06" })).Expect(201);
        var answered = (await therapist.Post($"{couple}/responses", new { measure = Key, partnerId = partnerA, answers = new[] { 0, 4, 0 }, answeredOn = "2025-01-13" })).Expect(201);
        Assert.Contains(Key, (await therapist.Get($"{V1}/alerts?open=true")).Expect(200).Body, StringComparison.Ordinal);
        (await therapist.Put(answered.Location!, new { answers = new[] { 0, 4, 1 }, reason = "A slip." }, ("If-Match", "*"))).Expect(200);
        (await admin.Post($"{Measure}/retire", null, ("If-Match", "*"))).Expect(200);
        await Refuse(() => therapist.Post($"{couple}/responses", new { measure = Key, partnerId = partnerA, answers = new[] { 0, 4, 0 } }), 422);
        (await admin.Post($"{Measure}/restore", null, ("If-Match", "*"))).Expect(200);

        async Task Refuse(Func<Task<Answer>> send, int status) => _refused.Add((await send()).Expect(status));
    }

    /// <summary>The answer of every GET with a practice's ids and the measure's key, whether the role may or not.</summary>
    private async Task<IReadOnlyList<Answer>> Reads(ApiClient who, GivenPractice ids)
    {
        var answers = new List<Answer>();
        foreach (var operation in (await ApiDescription.Read(_api)).Operations.Where(operation => operation.Method == "GET" && !operation.IsPublic))
            answers.Add(await who.Get(operation.Fill(name => name is "measure" or "measureKey" ? Key : ids.Ids.GetValueOrDefault(name))));
        Assert.True(answers.Count(answer => answer.IsGood) >= 5, "Too little was read to prove anything.");
        return answers;
    }

    private static MeterListener Hear(ConcurrentQueue<string> measured)
    {
        var meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Take(instrument, tags));
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Take(instrument, tags));
        meters.Start();
        return meters;

        void Take(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => measured.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}");
    }
}
