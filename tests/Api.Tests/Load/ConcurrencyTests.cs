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
        Assert.True(answers.Max(answer => answer.Elapsed) < TimeSpan.FromSeconds(20));

        // Each has its line in the audit, in an unbroken chain.
        using var connection = DatabaseState.Open(_api.DatabaseFile);
        Assert.Equal(["0"], DatabaseState.Texts(connection, "SELECT COUNT(*) FROM (SELECT 1 FROM AuditEntries GROUP BY PracticeId HAVING COUNT(*) <> MAX(Seq))"));
        Assert.Equal(["50"], DatabaseState.Texts(connection, "SELECT COUNT(*) FROM AuditEntries WHERE Code = 'not-your-case'"));
    }

    private object Couple(string firstName = "Robin") =>
        new { partners = new[] { new { firstName, lastName = _practice.Name }, new { firstName = "Kit", lastName = _practice.Name } } };

    private static Task<Answer[]> AtOnce(int count, Func<int, Task<Answer>> send) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(n => Task.Run(() => send(n))));

    private int Count(string table)
    {
        using var connection = DatabaseState.Open(_api.DatabaseFile);
        return int.Parse(DatabaseState.Texts(connection, $"SELECT COUNT(*) FROM {table}").Single(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
