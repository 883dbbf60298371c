using System.Globalization;
using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Reports;

/// <summary>Reports of a practice over HTTP: who may, what they hold, and in which forms.</summary>
public sealed class ReportsTests : IAsyncLifetime
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
    public async Task Five_couples_are_counted_and_named_nowhere()
    {
        var lastMonth = (await _practice.Admin.Get($"{V1}/reports/outcomes")).Expect(200).Json["to"]!;
        for (var i = 0; i < 5; i++)
        {
            var couple = await _practice.NewCouple();
            foreach (var partner in couple["partners"]!.AsArray())
                (await _practice.Therapist.Post($"{V1}/couples/{(string)couple["id"]!}/responses", new { measure = "csi-4", partnerId = (string)partner!["clientId"]!, answers = new[] { 3, 3, 3, 3 }, answeredOn = (string)lastMonth! })).Expect(201);
        }

        foreach (var (form, type) in new[] { ("", "application/json"), (".csv", "text/csv") })
        {
            foreach (var by in new[] { "none", "therapist", "month" })
            {
                var answer = (await _practice.Admin.Get($"{V1}/reports/outcomes{form}?by={by}")).Expect(200);
                Assert.StartsWith(type, answer.ContentType, StringComparison.Ordinal);
                Assert.DoesNotContain("Robin", answer.Body, StringComparison.Ordinal);
                Assert.DoesNotContain("Kit", answer.Body, StringComparison.Ordinal);
                Assert.StartsWith(type, (await _practice.Admin.Get($"{V1}/reports/homework{form}?by={by}")).Expect(200).ContentType, StringComparison.Ordinal);
            }
        }

        var row = (await _practice.Admin.Get($"{V1}/reports/outcomes?measure=csi-4")).Expect(200).Json["rows"]!.AsArray().Single()!;
        Assert.Equal("""{"answered":10,"recovered":null,"improved":null,"unchanged":null,"deteriorated":null,"notClassified":null}""", Persons(row).ToJsonString());
    }

    [Fact]
    public async Task Those_who_only_have_cases_are_refused_and_supervisors_are_not()
    {
        foreach (var path in new[] { "outcomes", "outcomes.csv", "homework", "homework.csv" })
        {
            foreach (var who in new[] { _practice.Therapist, _practice.Associate, _practice.Frontdesk, _practice.Partner })
                Assert.Equal("role-may-not", (await who.Get($"{V1}/reports/{path}")).Expect(403).Code);
            (await _practice.Supervisor.Get($"{V1}/reports/{path}")).Expect(200);
        }
    }

    [Theory]
    [InlineData("to=2999-12-31", "month-not-over")]
    [InlineData("from=2024-01-02&to=2024-01-31", "no-whole-months")]
    [InlineData("from=0001-01-01&to=9999-12-31", "month-not-over")]
    [InlineData("measure=hits", "no-such-measure")]
    [InlineData("by=couple", "invalid-input")]
    [InlineData("from=soon", "invalid-input")]
    public async Task Bad_input_is_refused_with_its_code(string query, string code) =>
        Assert.Equal(code, (await _practice.Admin.Get(string.Create(CultureInfo.InvariantCulture, $"{V1}/reports/outcomes?{query}"))).Expect(400).Code);

    [Theory]
    [InlineData("outcomes")]
    [InlineData("homework.csv")]
    public async Task A_period_may_begin_with_the_calendar(string report) =>
        (await _practice.Admin.Get($"{V1}/reports/{report}?to=0001-01-31")).Expect(200);

    private static JsonNode Persons(JsonNode row) => row["measures"]!.AsArray().Single()!["persons"]!;
}
