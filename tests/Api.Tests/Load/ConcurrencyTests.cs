using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Load;

/// <summary>Many at once, each on a connection of its own.</summary>
public sealed class ConcurrencyTests : IAsyncLifetime
{
    private TestApi _api = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _api = await TestApi.Start();
        _practice = await GivenPractice.Open(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task The_same_Idempotency_Key_sent_50_times_at_once_makes_one_and_gives_one_answer()
    {
        var before = Count("Couples");
        var answers = await AtOnce(50, _ => _practice.Therapist.Post("/api/v1/couples", Couple(), ("Idempotency-Key", "one-key")));
        Assert.All(answers, answer => answer.Expect(201));
        Assert.Single(answers.Select(answer => (answer.Body, answer.ETag, answer.Location)).Distinct());
        Assert.Equal(before + 1, Count("Couples"));
        (await _practice.Therapist.Post("/api/v1/couples", Couple("Else"), ("Idempotency-Key", "one-key"))).Expect(422, "idempotency-key-reused");

        // A key is its sender's own.
        (await _practice.OtherTherapist.Post("/api/v1/couples", Couple("Else"), ("Idempotency-Key", "one-key"))).Expect(201);
    }

    [Fact]
    public async Task The_same_slot_booked_200_times_at_once_is_booked_once()
    {
        var startsAt = TimeProvider.System.GetUtcNow().Date.AddDays(9).AddHours(15).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var couples = new List<string>();
        for (var n = 0; n < 4; n++)
            couples.Add((string)(await _practice.NewCouple())["id"]!);

        // One therapist, several couples, and whoever may book for them.
        var answers = await AtOnce(200, n => (n % 2 == 0 ? _practice.Therapist : _practice.Frontdesk).Post(
            $"/api/v1/couples/{couples[n % 4]}/sessions", new { startsAt, minutes = 50, kind = "conjoint", place = "office" }));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.Equal(199, answers.Count(answer => answer is { Status: 409, Code: "double-booked" }));
        Assert.Equal(1, Count("Sessions"));
    }

    [Theory]
    [InlineData("couples", "distance", "long-distance")]
    [InlineData("practice", "name", "Another Name")]
    [InlineData("clients", "pronouns", "they/them")]
    public async Task Of_200_edits_with_the_same_ETag_one_wins(string what, string property, string value)
    {
        var (path, by) = what switch
        {
            "couples" => ($"/api/v1/couples/{_practice.Ids["coupleId"]}", _practice.Therapist),
            "clients" => ($"/api/v1/clients/{_practice.Ids["clientId"]}", _practice.Therapist),
            _ => ("/api/v1/practice", _practice.Admin),
        };
        var seen = (await by.Get(path)).Expect(200);
        var answers = await AtOnce(200, _ => by.Patch(path, new Dictionary<string, string>(StringComparer.Ordinal) { [property] = value }, ("If-Match", seen.ETag!)));
        var won = Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(199, answers.Count(answer => answer is { Status: 412, Code: "stale-version" }));
        var now = (await by.Get(path)).Expect(200);
        Assert.Equal((value, won.ETag), ((string?)now.Json[property], now.ETag));
        Assert.Equal((int)seen.Json["version"]! + 1, (int)now.Json["version"]!);
    }

    [Fact]
    public async Task A_refresh_token_sent_20_times_at_once_works_once()
    {
        var email = (string)(await _practice.Therapist.Get("/api/v1/me")).Json["email"]!;
        var tokens = (await _api.Anonymous().Post("/api/v1/auth/sign-in", new { email, password = TestApi.Password })).Expect(200).Json;
        var refreshToken = (string)tokens["refreshToken"]!;
        var answers = await AtOnce(20, _ => _api.Anonymous().Post("/api/v1/auth/refresh", new { refreshToken }));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(19, answers.Count(answer => answer.Status == 401));
    }

    [Fact]
    public async Task Mixed_reads_and_writes_of_300_at_once_all_answer()
    {
        var couple = _practice.Ids["coupleId"];
        var answers = await AtOnce(300, n => (n % 6) switch
        {
            0 => _practice.Therapist.Post("/api/v1/couples", Couple()),
            1 => _practice.Therapist.Get("/api/v1/couples?limit=200"),
            2 => _practice.Frontdesk.Get($"/api/v1/couples?limit=5&status=intake"),
            3 => _practice.OtherTherapist.Get($"/api/v1/couples/{couple}"),
            4 => _practice.Admin.Post("/api/v1/staff", new { displayName = "Some One", email = $"mixed{n}@example.test", roles = new[] { "frontdesk" } }),
            _ => _practice.Therapist.Get($"/api/v1/couples/{couple}"),
        });
        Assert.Empty(_api.Faults);
        Assert.Equal(
            [(200, 150), (201, 100), (403, 50)],
            answers.GroupBy(answer => answer.Status).Select(group => (group.Key, group.Count())).OrderBy(pair => pair.Key));

        // Each has its line in the audit, in an unbroken chain.
        Assert.True((bool)(await _practice.Admin.Get("/api/v1/audit/verify")).Expect(200).Json["intact"]!);
        Assert.Equal(["0"], _api.Database.Texts("SELECT COUNT(*) FROM (SELECT e.PracticeId FROM AuditEntries e GROUP BY e.PracticeId HAVING COUNT(*) <> MAX(e.Seq)) x"));
        Assert.Equal(["50"], _api.Database.Texts("SELECT COUNT(*) FROM AuditEntries WHERE Code = 'not-your-case'"));
    }

    private object Couple(string firstName = "Robin") =>
        new { partners = new[] { new { firstName, lastName = _practice.Name }, new { firstName = "Kit", lastName = _practice.Name } } };

    private static Task<Answer[]> AtOnce(int count, Func<int, Task<Answer>> send) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(n => Task.Run(() => send(n))));

    private int Count(string table)
    {
        return int.Parse(_api.Database.Texts($"SELECT COUNT(*) FROM {table}").Single(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
