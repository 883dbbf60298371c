using System.Globalization;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Sessions;

/// <summary>What cannot be booked, each with the code that says why, and nothing changed by it.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";

    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    private static DateTimeOffset Soon => TimeProvider.System.GetUtcNow().AddDays(3);

    private string Couple => $"{V1}/couples/{_practice.Ids["coupleId"]}";

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_session_in_the_past_too_short_or_longer_than_a_day_is_refused()
    {
        var partner = _practice.Ids["partnerAId"];
        foreach (var (body, code, field) in new (object, string, string)[]
        {
            (Session(Soon.AddDays(-40)), "time-out-of-range", "startsAt"),
            (Session(Soon.AddYears(3)), "time-out-of-range", "startsAt"),
            (Session(DateTimeOffset.MinValue), "time-out-of-range", "startsAt"),
            (Session(Soon, minutes: 1441), "session-too-long", "minutes"),
            (Session(Soon, minutes: int.MaxValue), "session-too-long", "minutes"),
            (Session(Soon, minutes: 0), "session-too-short", "minutes"),
            (Session(Soon, minutes: -50), "session-too-short", "minutes"),
            (new { startsAt = Soon, minutes = 50, kind = "individual", place = "office" }, "invalid-input", "partnerId"),
            (new { startsAt = Soon, minutes = 50, kind = "conjoint", place = "office", partnerId = partner }, "invalid-input", "partnerId"),
            (new { startsAt = Soon, minutes = 50, kind = "conjoint", place = "office", therapistId = _practice.Ids["frontdeskId"] }, "not-a-therapist", "therapistId"),
            (new { startsAt = Soon.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture), minutes = 50, kind = "conjoint", place = "office" }, "invalid-input", "startsAt"),
        })
            await Refused(_practice.Therapist.Post($"{Couple}/sessions", body), 400, code, field);
    }

    [Fact]
    public async Task A_series_without_days_or_with_too_many_is_refused()
    {
        foreach (var (body, code, field) in new (object, string, string)[]
        {
            (new { first = Session(Soon), everyWeeks = 1 }, "invalid-input", "count"),
            (new { first = Session(Soon), everyWeeks = 1, count = 0 }, "invalid-input", "count"),
            (new { first = Session(Soon), everyWeeks = 53, count = 2 }, "invalid-input", "everyWeeks"),
            (new { first = Session(Soon), everyWeeks = 1, until = Day(-30) }, "empty-series", "until"),
            (new { first = Session(Soon), everyWeeks = 1, until = Day(800) }, "series-too-long", "until"),
            (new { first = Session(Soon), everyWeeks = 52, count = 4 }, "time-out-of-range", "count"),
            (new { first = Session(Soon, minutes: 5000), everyWeeks = 1, count = 2 }, "session-too-long", "first.minutes"),
            (new { first = Session(Soon.AddDays(-40)), everyWeeks = 1, count = 2 }, "time-out-of-range", "first.startsAt"),
        })
            await Refused(_practice.Therapist.Post($"{Couple}/series", body), 400, code, field);
    }

    [Fact]
    public async Task A_session_is_not_moved_to_where_it_could_not_be_booked()
    {
        var booked = (await _practice.Therapist.Post($"{Couple}/sessions", Session(Soon))).Expect(201);
        foreach (var (body, code, field) in new (object, string, string)[]
        {
            (new { startsAt = Soon.AddDays(-40) }, "time-out-of-range", "startsAt"),
            (new { minutes = 1441 }, "session-too-long", "minutes"),
            (new { minutes = 14 }, "session-too-short", "minutes"),
            (new { place = "moon" }, "invalid-input", "place"),
            (new { startsAt = Soon.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) }, "invalid-input", "startsAt"),
        })
            await Refused(_practice.Therapist.Patch(booked.Location!, body, ("If-Match", "*")), 400, code, field);
        (await _practice.Therapist.Patch($"{booked.Location}/following", new { minutes = 60 }, ("If-Match", "*"))).Expect(409, "not-in-series");
        (await _practice.Therapist.Post($"{booked.Location}/hold", new { attended = new[] { _practice.Ids["partnerAId"] } }, ("If-Match", "*"))).Expect(409, "not-yet");
        (await _practice.Therapist.Post($"{booked.Location}/no-show", null, ("If-Match", "*"))).Expect(409, "not-yet");
        Assert.Equal(booked.Body, (await _practice.Therapist.Get(booked.Location!)).Expect(200).Body);
    }

    [Fact]
    public async Task Lists_whose_days_are_the_wrong_way_round_are_refused()
    {
        foreach (var list in new[] { $"{Couple}/sessions", $"{V1}/sessions", $"{V1}/sessions/without-note", $"{V1}/staff/{_practice.Ids["therapistId"]}/time-off" })
            await Refused(_practice.Therapist.Get($"{list}?from=2026-03-02&to=2026-03-01"), 400, "ends-before-start", "to");
    }

    [Fact]
    public async Task A_time_zone_that_is_not_known_is_refused()
    {
        foreach (var zone in new[] { "Chicago", "CST6CDT5", "America/chicago", "+06:00", "../etc/passwd" })
        {
            await Refused(_practice.Admin.Patch($"{V1}/practice", new { timeZone = zone }, ("If-Match", "*")), 400, "unknown-time-zone", "timeZone");
            await Refused(
                _api.Anonymous().Post($"{V1}/setup", new
                {
                    setupCode = TestApi.SetupCode, practiceName = "Other", timeZone = zone, administratorName = "Ada", administratorEmail = "ada@other.test", administratorPassword = TestApi.Password,
                }),
                400,
                "unknown-time-zone",
                "timeZone");
        }
    }

    private async Task Refused(Task<Answer> sent, int status, string code, string field)
    {
        var before = DatabaseState.Of(_api);
        var refused = (await sent).Expect(status, code);
        Assert.Empty(refused.ProblemFaults());
        Assert.Equal([field], refused.Json["errors"]!.AsObject().Select(fault => fault.Key));
        Assert.Empty(DatabaseState.Differences(before, DatabaseState.Of(_api)));
    }

    private static object Session(DateTimeOffset startsAt, int minutes = 50) => new { startsAt, minutes, kind = "conjoint", place = "office" };

    private static string Day(int ahead) => TimeProvider.System.GetUtcNow().AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
