using System.Globalization;
using System.Net;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Calendars;

/// <summary>Calendar addresses over HTTP, as calendar programs use them.</summary>
public sealed class CalendarFeedTests : IAsyncLifetime
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
    public async Task Is_read_without_signing_in_kept_and_asked_for_again()
    {
        var issued = await Issue();
        await Book();
        using var response = await _api.Http.GetAsync(new Uri(Address(issued), UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/calendar; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache, private", string.Join(", ", response.Headers.CacheControl!.ToString().Split(", ").Order(StringComparer.Ordinal)));
        var first = await Read(issued);
        (await _api.Anonymous().Get(Address(issued), ("If-None-Match", first.ETag!))).Expect(304);
        await Book(hours: 30);
        (await _api.Anonymous().Get(Address(issued), ("If-None-Match", first.ETag!))).Expect(200);
    }

    [Fact]
    public async Task Every_line_ends_in_CRLF_and_none_is_longer_than_75_octets()
    {
        var issued = await Issue();
        await Book();
        var lines = (await Read(issued)).Body.Split("\r\n");
        Assert.Equal("", lines[^1]);
        Assert.All(lines, line => Assert.True(System.Text.Encoding.UTF8.GetByteCount(line) <= 75 && !line.Contains('\n', StringComparison.Ordinal) && !line.Contains('\r', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_address_is_shown_once()
    {
        var issued = await Issue("Telephone");
        var listed = (await _practice.Therapist.Get($"{V1}/calendars")).Expect(200);
        var read = (await _practice.Therapist.Get(issued.Location!)).Expect(200);
        foreach (var answer in new[] { listed, read })
        {
            Assert.Contains("Telephone", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(Address(issued)[^20..], answer.Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Telephone", (await _practice.OtherTherapist.Get($"{V1}/calendars")).Expect(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoked_unknown_and_deactivated_get_the_same_answer()
    {
        var (revoked, leavers) = (await Issue(), await Issue(by: _practice.OtherTherapist));
        (await Read(revoked)).Expect(200);
        (await _practice.Therapist.Send("DELETE", revoked.Location!, null)).Expect(204);
        (await _practice.Admin.Post($"{V1}/staff/{_practice.Ids["otherId"]}/deactivate", null, ("If-Match", "*"))).Expect(200);
        var unknown = (await _api.Anonymous().Get($"{V1}/calendars/{new string('x', 43)}.ics")).Expect(404, "not-found");
        foreach (var answer in new[] { await Read(revoked), await Read(leavers) })
        {
            answer.Expect(404, "not-found");
            Assert.Equal((string)unknown.Json["detail"]!, (string)answer.Json["detail"]!);
            Assert.Equal(unknown.Body.Length, answer.Body.Length);
        }

        (await _practice.Therapist.Send("DELETE", revoked.Location!, null)).Expect(404);
    }

    [Fact]
    public async Task Too_many_readings_from_one_place_are_429()
    {
        await using var api = await TestApi.Start("--Calendars:ReadsPerMinute=3");
        for (var n = 0; n < 3; n++)
            (await api.Anonymous().Get($"{V1}/calendars/none.ics")).Expect(404);
        var refused = (await api.Anonymous().Get($"{V1}/calendars/none.ics")).Expect(429, "too-many-requests");
        Assert.NotNull(refused.RetryAfter);
    }

    [Fact]
    public async Task No_log_tells_the_address_however_much_is_logged()
    {
        await using var api = await TestApi.Start("--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace", "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace");
        var practice = await GivenPractice.Open(api);
        var issued = (await practice.Therapist.Post($"{V1}/calendars", new { label = "Telephone" })).Expect(201);
        using var heard = api.Listen();
        (await api.Anonymous().Get(Address(issued))).Expect(200);
        (await api.Anonymous().Get($"{Address(issued)}?no=parameter")).Expect(400);
        (await api.Anonymous().Send("PUT", Address(issued), null)).Expect(405);
        Assert.True(heard.Lines.Count > 20, "Too little was logged to prove anything.");
        Assert.DoesNotContain(heard.Lines, line => line.Contains(Address(issued)[^24..^4], StringComparison.Ordinal));
    }

    private static string Address(Answer issued) => (string)issued.Json["address"]!;

    private async Task<Answer> Issue(string label = "Some device", ApiClient? by = null) => (await (by ?? _practice.Therapist).Post($"{V1}/calendars", new { label })).Expect(201);

    private Task<Answer> Read(Answer issued) => _api.Anonymous().Get(Address(issued));

    private async Task Book(int hours = 24) => (await _practice.Therapist.Post(
        $"{V1}/couples/{_practice.Ids["coupleId"]}/sessions",
        new { startsAt = TimeProvider.System.GetUtcNow().AddHours(hours).ToString("O", CultureInfo.InvariantCulture), minutes = 50, kind = "conjoint", place = "office" })).Expect(201);
}
