using System.Globalization;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Goals;

/// <summary>What goals, ratings and events are refused for, over HTTP, and that nothing of it is stored.</summary>
public sealed class GoalInputTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";

    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    private string Couple => $"{V1}/couples/{_practice.Ids["coupleId"]}";

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Goals_that_break_a_rule_are_refused_with_its_code_and_field()
    {
        var stranger = _practice.AssociateIds["partnerAId"];
        foreach (var (body, code, field) in new (object, string, string)[]
        {
            (new { scope = "joint", title = "Four", levels = Levels(-1, 2) }, "not-five-levels", "levels"),
            (new { scope = "joint", title = "Six", levels = Levels(-2, 3) }, "not-five-levels", "levels"),
            (new { scope = "joint", title = "Up to three", levels = Levels(-1, 3) }, "not-five-levels", "levels"),
            (new { scope = "joint", title = "Weightless", levels = Levels(-2, 2), weight = 0 }, "invalid-input", "weight"),
            (new { scope = "joint", title = "Heavy", levels = Levels(-2, 2), weight = 11 }, "invalid-input", "weight"),
            (new { scope = "joint", title = "Baseline", levels = Levels(-2, 2), baselineLevel = 3 }, "invalid-input", "baselineLevel"),
            (new { scope = "joint", title = "Not described", levels = new object?[] { null, null, null, null, null } }, "not-five-levels", "levels"),
            (new { scope = stranger, title = "Another couple's", levels = Levels(-2, 2) }, "not-a-partner", "scope"),
        })
        {
            var refused = (await _practice.Therapist.Post($"{Couple}/goals", body)).Expect(400, code);
            Assert.Equal([field], refused.Json["errors"]!.AsObject().Select(fault => fault.Key));
        }

        Assert.Empty((await _practice.Therapist.Get($"{Couple}/goals")).Expect(200).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_patch_names_the_field_within_its_member()
    {
        var goal = (await _practice.Therapist.Post($"{Couple}/goals", new { scope = "joint", title = "Ours", levels = Levels(-2, 2) })).Expect(201);
        foreach (var (body, field) in new (object, string)[]
        {
            (new { levels = new object?[] { null } }, "levels"),
            (new { levels = new object[] { new { level = -2, text = (string?)null } } }, "levels[0].text"),
            (new { levels = new object[] { new { level = -2, text = "As described" }, "one" } }, "levels[1]"),
            (new { levels = new object[] { new { level = -2, text = "As described", colour = "blue" } } }, "levels[0].colour"),
            (new { levels = new object[] { new { level = -2 } } }, "levels[0].text"),
            (new { levels = 5 }, "levels"),
            (new { title = 5 }, "title"),
        })
        {
            var refused = (await _practice.Therapist.Patch(goal.Location!, body, ("If-Match", "*"))).Expect(400);
            Assert.Equal([field], refused.Json["errors"]!.AsObject().Select(fault => fault.Key));
        }
    }

    [Fact]
    public async Task Ratings_that_break_a_rule_are_refused_and_a_dropped_goal_is_rated_no_more()
    {
        var goal = (await _practice.Therapist.Post($"{Couple}/goals", new { scope = "joint", title = "Ours", levels = Levels(-2, 2) })).Expect(201);
        var (ratings, mine) = ($"{goal.Location}/ratings", $"{V1}/portal/goals/{(string)goal.Json["id"]!}/ratings");
        var tomorrow = await Day(1);
        (await _practice.Therapist.Post(ratings, new { by = "therapist", level = 3 })).Expect(400, "invalid-input");
        (await _practice.Partner.Post(mine, new { level = -3 })).Expect(400, "invalid-input");
        (await _practice.Therapist.Post(ratings, new { by = "neighbour", level = 1 })).Expect(400);
        (await _practice.Therapist.Post(ratings, new { by = "partner", partnerId = _practice.AssociateIds["partnerAId"], level = 1 })).Expect(400, "not-a-partner");
        (await _practice.Therapist.Post(ratings, new { by = "therapist", level = 1, ratedOn = tomorrow })).Expect(400, "day-in-future");
        (await _practice.Partner.Post(mine, new { level = 1, ratedOn = tomorrow })).Expect(400, "day-in-future");
        (await _practice.Therapist.Post($"{goal.Location}/status", new { status = "dropped" }, ("If-Match", "*"))).Expect(400);
        (await _practice.Therapist.Post($"{goal.Location}/status", new { status = "dropped", reason = "Enough." })).Expect(428);
        (await _practice.Therapist.Post($"{goal.Location}/status", new { status = "dropped", reason = "Enough." }, ("If-Match", goal.ETag!))).Expect(200);
        (await _practice.Therapist.Post(ratings, new { by = "therapist", level = 1 })).Expect(409, "goal-dropped");
        (await _practice.Partner.Post(mine, new { level = 1 })).Expect(409, "goal-dropped");
        (await _practice.OtherTherapist.Post(ratings, new { by = "therapist", level = 1 })).Expect(403, "not-your-case");
        Assert.Empty((await _practice.Therapist.Get(ratings)).Expect(200).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Events_of_no_kind_or_of_tomorrow_are_refused()
    {
        var (today, tomorrow) = (await Day(0), await Day(1));
        (await _practice.Therapist.Post($"{Couple}/events", new { kind = "screening", scope = "joint", on = today })).Expect(400);
        (await _practice.Therapist.Post($"{Couple}/events", new { kind = "setback", scope = "joint", on = tomorrow })).Expect(400, "day-in-future");
        (await _practice.Therapist.Post($"{Couple}/events", new { kind = "milestone", scope = "joint", on = today, severity = 1 })).Expect(400, "invalid-input");
        (await _practice.Partner.Post($"{V1}/portal/events", new { kind = "setback", on = tomorrow })).Expect(400, "day-in-future");
        (await _practice.Partner.Post($"{V1}/portal/events", new { kind = "setback", on = today, share = "everyone" })).Expect(400);
        (await _practice.Therapist.Get($"{Couple}/events?kind=quarrel")).Expect(400);
        (await _practice.Therapist.Get($"{Couple}/timeline?kind=quarrel")).Expect(400);
        (await _practice.Therapist.Get($"{Couple}/timeline?partner=anybody")).Expect(400, "unknown-parameter");
        foreach (var list in new[] { "events", "timeline" })
        {
            var refused = (await _practice.Therapist.Get($"{Couple}/{list}?from=2026-02-02&to=2026-02-01")).Expect(400, "ends-before-start");
            Assert.Equal("to", Assert.Single(refused.Json["errors"]!.AsObject()).Key);
            (await _practice.Therapist.Get($"{Couple}/{list}?from=2026-02-02&to=2026-02-02")).Expect(200);
        }

        Assert.Empty((await _practice.Therapist.Get($"{Couple}/events")).Expect(200).Json["items"]!.AsArray());
    }

    private async Task<string> Day(int ahead) => DateOnly
        .ParseExact((string)(await _practice.Partner.Get($"{V1}/portal/home")).Expect(200).Json["today"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        .AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<object> Levels(int from, int to) => Enumerable.Range(from, to - from + 1).Select(level => new { level, text = "As described" });
}
