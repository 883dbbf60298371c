using System.Globalization;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Hours;

/// <summary>Hours, time off and free slots over HTTP: what a front end sees of them.</summary>
public sealed class HoursTests : IAsyncLifetime
{
    private const string V1 = "/api/v1";

    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    private string Therapist => $"{V1}/staff/{_practice.Ids["therapistId"]}";

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Hours_are_written_under_their_version_and_read_back_as_written()
    {
        var none = (await _practice.Therapist.Get($"{Therapist}/hours")).Expect(200);
        var written = (await Write(none.ETag!, new { day = "monday", from = "09:00", to = "24:00" })).Expect(200);
        Assert.Equal("""[{"day":"monday","from":"09:00","to":"24:00"}]""", written.Json["week"]!.ToJsonString());
        (await Write(none.ETag!, new { day = "monday", from = "09:00", to = "17:00" })).Expect(412);
        (await _practice.Therapist.Put($"{Therapist}/hours", new { week = Array.Empty<object>() })).Expect(428);
        var read = (await _practice.OtherTherapist.Get($"{Therapist}/hours")).Expect(200);
        Assert.Equal(written.Body, read.Body);
        (await _practice.OtherTherapist.Get($"{Therapist}/hours", ("If-None-Match", read.ETag!))).Expect(304);
        (await _practice.OtherTherapist.Put($"{Therapist}/hours", new { week = Array.Empty<object>() }, ("If-Match", "*"))).Expect(403, "not-your-hours");
    }

    [Fact]
    public async Task A_fault_in_the_hours_is_named_by_its_place_and_code()
    {
        foreach (var (one, code, field) in new (object, string, string)[]
        {
            (new { day = "monday", from = "9 o'clock", to = "17:00" }, "not-a-time", "week[0].from"),
            (new { day = "monday", from = "09:00", to = "25:00" }, "not-a-time", "week[0].to"),
            (new { day = "monday", from = "17:00", to = "09:00" }, "ends-before-start", "week[0].to"),
            (new { day = "someday", from = "09:00", to = "17:00" }, "invalid-input", "week[0].day"),
        })
        {
            var refused = (await Write("*", one)).Expect(400, code);
            Assert.Equal([field], refused.Json["errors"]!.AsObject().Select(fault => fault.Key));
        }

        (await Write("*", new { day = "monday", from = "09:00", to = "12:00" }, new { day = "monday", from = "11:00", to = "17:00" })).Expect(400, "hours-overlap");
    }

    [Fact]
    public async Task Time_off_is_entered_found_at_its_location_and_removed()
    {
        var day = Day(20);
        var entered = (await _practice.Frontdesk.Post($"{Therapist}/time-off", new { firstDay = day, lastDay = day }, ("Idempotency-Key", "away"))).Expect(201);
        Assert.Equal(0, (int)entered.Json["bookedSessions"]!);
        Assert.Equal(entered.Body, (await _practice.Frontdesk.Post($"{Therapist}/time-off", new { firstDay = day, lastDay = day }, ("Idempotency-Key", "away"))).Expect(201).Body);
        (await _practice.Therapist.Get(entered.Location!)).Expect(200);
        Assert.Single((await _practice.Therapist.Get($"{Therapist}/time-off")).Expect(200).Json["items"]!.AsArray());

        (await Book(At(day, 18))).Expect(409, "time-off");
        (await _practice.OtherTherapist.Send("DELETE", entered.Location!, null)).Expect(403, "not-your-hours");
        (await _practice.Therapist.Send("DELETE", entered.Location!, null)).Expect(204);
        (await _practice.Therapist.Send("DELETE", entered.Location!, null)).Expect(404);
        (await Book(At(day, 18))).Expect(201);
    }

    [Fact]
    public async Task Slots_show_what_is_free_and_nothing_of_what_is_not()
    {
        (await Write("*", [.. Enum.GetNames<DayOfWeek>().Select(day => new { day = day.ToLowerInvariant(), from = "09:00", to = "17:00" })])).Expect(200);
        var day = Day(20);
        var before = (await _practice.OtherTherapist.Get($"{Therapist}/slots?from={day}&to={day}&minutes=60")).Expect(200);
        var start = DateTimeOffset.Parse((string)Assert.Single(before.Json["slots"]!.AsArray())!["startsAt"]!, CultureInfo.InvariantCulture);
        var booked = (await Book(start.AddHours(2))).Expect(201);
        Assert.Empty(booked.Json["warnings"]!.AsArray());
        Assert.Equal(["outside-hours"], (await Book(start.AddHours(-2))).Expect(201).Json["warnings"]!.AsArray().Select(word => (string)word!));

        var after = (await _practice.OtherTherapist.Get($"{Therapist}/slots?from={day}&to={day}&minutes=60")).Expect(200);
        Assert.Equal(
            [start, start.AddHours(2).AddMinutes(50)],
            after.Json["slots"]!.AsArray().Select(slot => DateTimeOffset.Parse((string)slot!["startsAt"]!, CultureInfo.InvariantCulture)));
        Assert.DoesNotContain((string)booked.Json["id"]!, after.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(_practice.Ids["coupleId"], after.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=2026-05-02&to=2026-05-01", "ends-before-start", "to")]
    [InlineData("from=2026-05-01&to=2026-06-01", "range-too-long", "to")]
    [InlineData("minutes=17", "slot-length", "minutes")]
    [InlineData("from=0001-01-01", "invalid-input", "from")]
    [InlineData("from=2026-02-30", "invalid-input", "from")]
    public async Task A_question_that_makes_no_sense_is_refused_with_its_code(string query, string code, string field)
    {
        var refused = (await _practice.Therapist.Get($"{Therapist}/slots?{query}")).Expect(400, code);
        Assert.Equal([field], refused.Json["errors"]!.AsObject().Select(fault => fault.Key));
    }

    private Task<Answer> Write(string ifMatch, params object[] week) => _practice.Therapist.Put($"{Therapist}/hours", new { week }, ("If-Match", ifMatch));

    private Task<Answer> Book(DateTimeOffset startsAt) => _practice.Therapist.Post(
        $"{V1}/couples/{_practice.Ids["coupleId"]}/sessions", new { startsAt, minutes = 50, kind = "conjoint", place = "office" });

    private static string Day(int ahead) => TimeProvider.System.GetUtcNow().AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string day, int hour) => DateTimeOffset.Parse($"{day}T{hour:00}:00:00Z", CultureInfo.InvariantCulture);
}
