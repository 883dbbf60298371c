using CounselDesk.Api.Tests.Common;
using static CounselDesk.Api.Tests.Measures.MeasureDesk;

namespace CounselDesk.Api.Tests.Measures;

/// <summary>Measures of a practice's own over HTTP: made, versioned, retired, restored, and whose they are.</summary>
public sealed class OwnMeasureTests : IAsyncLifetime
{
    private const string Measures = $"{V1}/measures";

    private readonly MeasureDesk _desk = new();

    private GivenPractice Practice => _desk.Practice;

    public Task InitializeAsync() => _desk.InitializeAsync();

    public Task DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task One_lives_from_making_to_restoring()
    {
        var admin = Practice.Admin;
        var made = (await admin.Post(Measures, Calm())).Expect(201);
        Assert.Equal(($"{Measures}/calm-at-home", true, 1), (made.Location, (bool)made.Json["isOwn"]!, (int)made.Json["version"]!));
        Assert.Equal((0, 12, 2.68m), ((int)made.Json["lowestTotal"]!, (int)made.Json["highestTotal"]!, (decimal)made.Json["reliableChange"]!["points"]!));
        var read = (await Practice.Therapist.Get(made.Location!)).Expect(200);
        Assert.Equal((made.Body, made.ETag), (read.Body, read.ETag));
        Assert.DoesNotContain("W/", made.ETag!, StringComparison.Ordinal);
        (await Practice.Therapist.Get(made.Location!, ("If-None-Match", made.ETag!))).Expect(304);

        (await admin.Post($"{made.Location}/retire")).Expect(428, "if-match-missing");
        (await admin.Post($"{made.Location}/retire", null, ("If-Match", "\"7\""))).Expect(412, "stale-version");
        (await admin.Post($"{made.Location}/restore", null, ("If-Match", made.ETag!))).Expect(409, "not-retired");
        var retired = (await Practice.Supervisor.Post($"{made.Location}/retire", null, ("If-Match", made.ETag!))).Expect(200);
        Assert.NotNull(retired.Json["retiredAt"]);
        Assert.NotEqual(made.ETag, retired.ETag);
        (await admin.Post($"{made.Location}/retire", null, ("If-Match", made.ETag!))).Expect(412, "stale-version");
        (await admin.Post($"{made.Location}/retire", null, ("If-Match", retired.ETag!))).Expect(409, "already-retired");
        (await admin.Post($"{made.Location}/restore")).Expect(428, "if-match-missing");
        (await admin.Post($"{made.Location}/restore", null, ("If-Match", made.ETag!))).Expect(412, "stale-version");
        var restored = (await admin.Post($"{made.Location}/restore", null, ("If-Match", retired.ETag!))).Expect(200);
        Assert.Equal((null, 3), (restored.Json["retiredAt"], (int)restored.Json["version"]!));

        foreach (var what in new[] { "retire", "restore" })
        {
            (await admin.Post($"{Measures}/csi-4/{what}", null, ("If-Match", "*"))).Expect(409, "built-in-measure");
            (await admin.Post($"{Measures}/mood-ring/{what}", null, ("If-Match", "*"))).Expect(404, "not-found");
        }
    }

    [Fact]
    public async Task Made_twice_with_one_key_for_repeating_it_is_made_once()
    {
        var first = (await Practice.Admin.Post(Measures, Calm(), ("Idempotency-Key", "one"))).Expect(201);
        var again = (await Practice.Admin.Post(Measures, Calm(), ("Idempotency-Key", "one"))).Expect(201);
        Assert.Equal((first.Body, first.Location, first.ETag), (again.Body, again.Location, again.ETag));
        await _desk.Refuses(() => Practice.Admin.Post(Measures, Calm("calmer-at-home"), ("Idempotency-Key", "one")), 422, "idempotency-key-reused", null);
        await _desk.Refuses(() => Practice.Admin.Post(Measures, Calm()), 409, "key-taken", null);
    }

    [Fact]
    public async Task A_retired_one_takes_nothing_from_anybody()
    {
        var (therapist, partner, couple) = (Practice.Therapist, Practice.Partner, _desk.Couple);
        var answers = new[] { 1, 2, 3 };
        await Refuses(() => therapist.Post($"{couple}/responses", new { measure = Retired, partnerId = Practice.Ids["partnerAId"], answers }));
        await Refuses(() => therapist.Post($"{couple}/measure-requests", new { measure = Retired, repeat = "once" }));
        await Refuses(() => partner.Post($"{V1}/portal/responses", new { measure = Retired, answers }));
        await Refuses(() => partner.Put($"{V1}/portal/responses/draft", new { measure = Retired, answers }, ("If-Match", "*")));
        await Refuses(() => Practice.Admin.Put($"{Measures}/{Retired}/wording", new { items = new[] { "a", "b", "c" }, holdsLicence = true }, ("If-Match", "*")));
        var sheet = new { csv = $"partner,measure,answeredOn,item1,item2,item3\na,{Retired},{_desk.Day(0)},1,2,3\n" };
        await _desk.Refuses(() => therapist.Post($"{couple}/responses/import?dryRun=false", sheet), 400, "invalid-input", null, "rows[0].measure");
        await _desk.Refuses(() => partner.Get($"{V1}/portal/measures/{Retired}"), 404, "not-found", null);
        Assert.DoesNotContain(Retired, (await partner.Get($"{V1}/portal/home")).Expect(200).Body, StringComparison.Ordinal);

        (await Practice.Admin.Post($"{Measures}/{Retired}/restore", null, ("If-Match", "*"))).Expect(200);
        Assert.Contains(Retired, (await partner.Get($"{V1}/portal/home")).Expect(200).Body, StringComparison.Ordinal);
        (await partner.Post($"{V1}/portal/responses", new { measure = Retired, answers })).Expect(201);

        Task<Answer> Refuses(Func<Task<Answer>> send) => _desk.Refuses(send, 422, "measure-retired", null);
    }

    [Fact]
    public async Task Answers_from_before_are_read_and_corrected_while_it_is_retired()
    {
        var answered = (await Practice.Therapist.Post($"{_desk.Couple}/responses", new { measure = Fine, partnerId = Practice.Ids["partnerAId"], answers = new[] { 12.2m, 0.1m } })).Expect(201);
        (await Practice.Admin.Post($"{Measures}/{Fine}/retire", null, ("If-Match", "*"))).Expect(200);
        Assert.Equal(12.3m, (decimal)(await Practice.Therapist.Get(answered.Location!)).Expect(200).Json["score"]!["total"]!);
        var corrected = (await Practice.Therapist.Put(answered.Location!, new { answers = new[] { 12.2m, 0.3m }, reason = "A slip." }, ("If-Match", answered.ETag!))).Expect(200);
        Assert.Equal(12.5m, (decimal)corrected.Json["score"]!["total"]!);
        Assert.Equal(2, (await Practice.Therapist.Get($"{answered.Location}/history")).Expect(200).Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task It_is_the_work_of_administrators_and_supervisors()
    {
        foreach (var role in GivenPractice.AllRoles.Except(["admin", "supervisor"]))
        {
            var who = Practice.As(role);
            await _desk.Refuses(() => who.Post(Measures, Calm()), 403, "role-may-not", null);
            await _desk.Refuses(() => who.Post($"{Measures}/{Fine}/retire", null, ("If-Match", "*")), 403, "role-may-not", null);
            await _desk.Refuses(() => who.Post($"{Measures}/{Retired}/restore", null, ("If-Match", "*")), 403, "role-may-not", null);
        }

        foreach (var role in GivenPractice.AllRoles)
            Assert.Equal(role is "partner" or "frontdesk" ? 403 : 200, (await Practice.As(role).Get($"{Measures}/{Fine}")).Status);
        (await _desk.Api.Anonymous().Get($"{Measures}/{Fine}")).Expect(401, "not-signed-in");
        (await Practice.Supervisor.Post(Measures, Calm())).Expect(201);
    }

    [Fact]
    public async Task Another_practice_finds_none_of_it()
    {
        var other = await GivenPractice.Open(_desk.Api);
        var couple = $"{V1}/couples/{other.Ids["coupleId"]}";
        var answers = new[] { 12.2m, 0.1m };
        foreach (var path in new[] { $"{Measures}/{Fine}", $"{Measures}/{Fine}/wording" })
            await _desk.Refuses(() => other.Admin.Get(path), 404, "not-found", null);
        await _desk.Refuses(() => other.Admin.Post($"{Measures}/{Fine}/retire", null, ("If-Match", "*")), 404, "not-found", null);
        await _desk.Refuses(() => other.Admin.Put($"{Measures}/{Fine}/wording", new { items = new[] { "a", "b" }, holdsLicence = true }, ("If-Match", "*")), 404, "not-found", null);
        await _desk.Refuses(() => other.Partner.Get($"{V1}/portal/measures/{Fine}"), 404, "not-found", null);
        await _desk.Refuses(() => other.Therapist.Post($"{couple}/responses", new { measure = Fine, partnerId = other.Ids["partnerAId"], answers }), 400, "no-such-measure", Fine, "measure");
        await _desk.Refuses(() => other.Therapist.Post($"{couple}/measure-requests", new { measure = Fine, repeat = "once" }), 400, "no-such-measure", Fine, "measure");
        await _desk.Refuses(() => other.Therapist.Get($"{couple}/progress/chart.svg?measure={Fine}"), 400, "no-such-measure", Fine, "measure");
        await _desk.Refuses(() => other.Admin.Get($"{V1}/reports/outcomes?measure={Fine}"), 400, "no-such-measure", Fine, "measure");
        await _desk.Refuses(() => other.Partner.Post($"{V1}/portal/responses", new { measure = Fine, answers }), 400, "no-such-measure", Fine, "measure");
        Assert.DoesNotContain((await other.Admin.Get(Measures)).Expect(200).Json["items"]!.AsArray(), measure => (bool)measure!["isOwn"]!);

        // What it names the same is its own, with an answer that tells nothing of the first.
        var theirs = (await other.Admin.Post(Measures, Calm(Fine))).Expect(201);
        Assert.Equal(3, theirs.Json["items"]!.AsArray().Count);
        Assert.Equal(2, (await Practice.Admin.Get($"{Measures}/{Fine}")).Expect(200).Json["items"]!.AsArray().Count);
    }
}
