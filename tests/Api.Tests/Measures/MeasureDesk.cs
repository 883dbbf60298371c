using System.Globalization;
using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Measures;

/// <summary>
/// A practice that words <c>csi-4</c>, and has measures of its own: one in steps of a tenth, and one that is retired. Partner A is
/// asked for each. Shared by tests that only try what must be refused.
/// </summary>
public sealed class MeasureDesk : IAsyncLifetime
{
    public const string V1 = "/api/v1";
    public const string Fine = "fine-steps";
    public const string Retired = "set-aside";

    private DateOnly _today;

    public TestApi Api { get; private set; } = null!;

    public GivenPractice Practice { get; private set; } = null!;

    /// <summary>Where partner B's answers of a year ago lie, by measure.</summary>
    public Dictionary<string, string> Answered { get; } = new(StringComparer.Ordinal);

    /// <summary>Of the practice's other case, seen by another clinician.</summary>
    public string OtherCase => Practice.AssociateIds["coupleId"];

    public string OtherCasesPartner => Practice.AssociateIds["partnerAId"];

    public string Couple => $"{V1}/couples/{Practice.Ids["coupleId"]}";

    /// <summary>Three items of 0 to 4, the second reversed, as a practice would send it.</summary>
    public static JsonObject Calm(string key = "calm-at-home") => new()
    {
        ["key"] = key,
        ["title"] = "Calm at home",
        ["better"] = "higher",
        ["licence"] = "Written by this practice.",
        ["source"] = "Pilot, 2024",
        ["items"] = new JsonArray(Item("We could talk."), Item("I was on edge.", reversed: true), Item("We found back.")),
        ["cutOffs"] = new JsonArray(new JsonObject { ["meaning"] = "strained", ["comparison"] = "below", ["points"] = 6 }),
        ["bands"] = new JsonArray(Band("strained", 0, 5), Band("settling", 6, 9), Band("calm", 10, 12)),
        ["reliableChange"] = new JsonObject { ["sd"] = 2.5m, ["alpha"] = 0.85m, ["source"] = "Pilot, 2024" },
    };

    public static JsonObject Item(string wording, decimal min = 0, decimal max = 4, decimal step = 1, bool reversed = false) =>
        new() { ["wording"] = wording, ["min"] = min, ["max"] = max, ["step"] = step, ["reversed"] = reversed };

    public static JsonObject Band(string label, decimal from, decimal to) => new() { ["label"] = label, ["from"] = from, ["to"] = to };

    /// <summary>A day that many days, and years, from today on the practice's calendar.</summary>
    public string Day(int days, int years = 0) => _today.AddYears(years).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The answer to a request that is refused: with this code, these fields named, nothing of a value told, and no row changed.</summary>
    public async Task<Answer> Refuses(Func<Task<Answer>> send, int status, string code, string? value, params string[] fields)
    {
        var before = DatabaseState.Of(Api);
        var refused = (await send()).Expect(status, code);
        Assert.Empty(refused.ProblemFaults());
        Assert.Equal(fields, (refused.Json["errors"]?.AsObject() ?? []).Select(fault => fault.Key));
        var told = refused.Json.AsObject();
        // Made by chance, it could hold any digits.
        told.Remove("traceId");
        if (value is not null)
            Assert.DoesNotContain(value, told.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(DatabaseState.Differences(before, DatabaseState.Of(Api)));
        return refused;
    }

    public async Task InitializeAsync()
    {
        Api = await TestApi.Start();
        Practice = await GivenPractice.Open(Api);
        _today = DateOnly.ParseExact((string)(await Practice.Partner.Get($"{V1}/portal/home")).Expect(200).Json["today"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var fine = Calm(Fine);
        (fine["decimals"], fine["items"]) = (1, new JsonArray(Item("How far?", 0, 20, 0.1m), Item("How near?", 0, 20, 0.1m)));
        foreach (var left in new[] { "cutOffs", "bands", "reliableChange" })
            fine.Remove(left);
        (await Practice.Admin.Post($"{V1}/measures", fine)).Expect(201);
        var retired = (await Practice.Admin.Post($"{V1}/measures", Calm(Retired))).Expect(201);
        var words = new { items = Enumerable.Range(1, 4).Select(item => $"Sentence {item}"), holdsLicence = true };
        (await Practice.Admin.Put($"{V1}/measures/csi-4/wording", words, ("If-Match", "*"))).Expect(200);
        foreach (var measure in new[] { "csi-4", Fine, Retired })
            (await Practice.Therapist.Post($"{Couple}/measure-requests", new { measure, repeat = "once" })).Expect(201);
        (await Practice.Admin.Post($"{retired.Location}/retire", null, ("If-Match", retired.ETag!))).Expect(200);
        foreach (var (measure, answers) in new[] { ("csi-4", new[] { 3, 3, 3, 3 }), (Fine, [12, 12]) })
        {
            var entered = new { measure, partnerId = Practice.Ids["partnerBId"], answers, answeredOn = Day(0, years: -1) };
            Answered[measure] = (await Practice.Therapist.Post($"{Couple}/responses", entered)).Expect(201).Location!;
        }
    }

    public async Task DisposeAsync() => await Api.DisposeAsync();
}
