using System.Globalization;
using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Sessions;

/// <summary>Series over HTTP: what a front end sees of them.</summary>
public sealed class SeriesTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";

    // A Monday at noon in winter, far enough ahead, before the clocks of Chicago change.
    private static readonly DateTimeOffset Monday = FirstMondayOfFebruary();

    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Keeps_noon_at_noon_and_is_found_at_its_location()
    {
        var couple = await Couple();
        var booked = (await Book(couple, Monday, 10)).Expect(201);
        var local = Sessions(booked).Select(session => TimeZoneInfo.ConvertTime(Start(session), Chicago)).ToList();
        Assert.All(local, at => Assert.Equal((DayOfWeek.Monday, new TimeSpan(12, 0, 0)), (at.DayOfWeek, at.TimeOfDay)));
        Assert.Equal(2, local.Select(at => at.Offset).Distinct().Count());
        var read = (await _practice.Frontdesk.Get(booked.Location!)).Expect(200);
        Assert.Equal(booked.Body, read.Body);
        (await _practice.Frontdesk.Get(booked.Location!, ("If-None-Match", read.ETag!))).Expect(304);
    }

    [Fact]
    public async Task A_clash_lists_the_times_and_names_no_other_cases_session()
    {
        var (couple, other) = (await Couple(), await Couple());
        (await Book(other, Monday.AddDays(7), 1)).Expect(201);
        var own = Sessions((await Book(couple, Monday.AddDays(14).AddMinutes(-30), 1)).Expect(201)).Single();

        var refused = (await Book(couple, Monday, 3)).Expect(409, "session-clash");
        Assert.Empty(refused.ProblemFaults());
        var clashes = refused.Json["clashes"]!.AsArray();
        Assert.Equal([Monday.AddDays(7), Monday.AddDays(14)], clashes.Select(clash => Start(clash!)));
        Assert.Null(clashes[0]!["conflictsWith"]);
        Assert.Equal((string)own["id"]!, (string)clashes[1]!["conflictsWith"]!);
    }

    [Fact]
    public async Task This_one_or_this_and_all_that_follow_change_under_the_sessions_own_version()
    {
        var couple = await Couple();
        var booked = Sessions((await Book(couple, Monday, 3)).Expect(201)).ToList();
        var second = $"{V1}/sessions/{(string)booked[1]["id"]!}";
        var tag = (await _practice.Frontdesk.Get(second)).ETag!;
        var moved = (await _practice.Frontdesk.Patch($"{second}/following", new { startsAt = Monday.AddDays(8) }, ("If-Match", tag))).Expect(200);
        Assert.Equal([Monday, Monday.AddDays(8), Monday.AddDays(15)], Sessions(moved).Select(Start));
        Assert.Equal(booked.Select(session => (string)session["id"]!), Sessions(moved).Select(session => (string)session["id"]!));

        (await _practice.Frontdesk.Patch($"{second}/following", new { minutes = 60 }, ("If-Match", tag))).Expect(412);
        (await _practice.Frontdesk.Patch($"{second}/following", new { minutes = 60 })).Expect(428);
        var cancelled = (await _practice.Frontdesk.Send("POST", $"{second}/following/cancel", ApiClient.Json(new { by = "couple" }), ("If-Match", "*"))).Expect(200);
        Assert.Equal(["booked", "cancelled", "cancelled"], Sessions(cancelled).Select(session => (string)session["status"]!));
    }

    [Fact]
    public async Task The_same_key_books_one_series()
    {
        var couple = await Couple();
        var first = (await Book(couple, Monday, 3, ("Idempotency-Key", "monday"))).Expect(201);
        Assert.Equal(first.Body, (await Book(couple, Monday, 3, ("Idempotency-Key", "monday"))).Expect(201).Body);
    }

    private static TimeZoneInfo Chicago => TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");

    private static IEnumerable<JsonNode> Sessions(Answer series) => series.Json["sessions"]!.AsArray().Select(session => session!);

    private static DateTimeOffset Start(JsonNode node) => DateTimeOffset.Parse((string)node["startsAt"]!, CultureInfo.InvariantCulture);

    private async Task<string> Couple() => (string)(await _practice.NewCouple())["id"]!;

    private Task<Answer> Book(string couple, DateTimeOffset first, int count, params (string, string)[] headers) => _practice.Therapist.Post(
        $"{V1}/couples/{couple}/series",
        new { first = new { startsAt = first, minutes = 50, kind = "conjoint", place = "office" }, everyWeeks = 1, count },
        headers);

    private static DateTimeOffset FirstMondayOfFebruary()
    {
        var now = TimeProvider.System.GetUtcNow();
        var day = new DateTimeOffset(now.Year + 1, 2, 1, 18, 0, 0, TimeSpan.Zero);
        return day.AddDays((8 - (int)day.DayOfWeek) % 7);
    }
}
