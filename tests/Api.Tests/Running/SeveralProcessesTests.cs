using System.Diagnostics;
using System.Globalization;
using CounselDesk.Api.Tests.Common;
using CounselDesk.Tests.Shared;

namespace CounselDesk.Api.Tests.Running;

/// <summary>What holds in one process holds in two on one database.</summary>
public sealed class SeveralProcessesTests(TwoPrograms two) : IClassFixture<TwoPrograms>
{
    private static int _count;

    [Fact]
    public async Task A_sign_in_is_good_at_both_and_its_end_reaches_the_other_within_ten_seconds()
    {
        var admin = await two.SetUp(Name());
        var (leaver, id) = await two.Staff(admin, $"leaver@{Name()}.test", "therapist");
        var (goer, _) = await two.Staff(admin, $"goer@{Name()}.test", "frontdesk");
        foreach (var person in new[] { leaver, goer })
            (await two.At(1, person).Get("/api/v1/me")).Expect(200);

        var since = Stopwatch.GetTimestamp();
        (await goer.Post("/api/v1/auth/sign-out")).Expect(204);
        (await admin.Post($"/api/v1/staff/{id}/deactivate", null, ("If-Match", "*"))).ExpectGood();
        foreach (var person in new[] { leaver, goer })
            (await person.Get("/api/v1/me")).Expect(401);
        await Task.WhenAll(TurnedAway(two.At(1, leaver)), TurnedAway(two.At(1, goer)));
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task The_same_key_sent_to_both_at_once_makes_one_and_gives_one_answer()
    {
        var (therapist, _) = await Therapist();
        for (var round = 0; round < 30; round++)
        {
            var key = $"round-{round}";
            var answers = await AtOnce(6, n => two.At(n % 2, therapist).Post("/api/v1/couples", Couple(), ("Idempotency-Key", key)));
            Assert.All(answers, answer => answer.Expect(201));
            Assert.Single(answers.Select(answer => (answer.Body, answer.ETag, answer.Location)).Distinct());
        }

        Assert.Equal(30, ((await therapist.Get("/api/v1/couples?limit=100")).Expect(200).Json["items"]!).AsArray().Count);
    }

    [Fact]
    public async Task The_same_slot_booked_through_both_at_once_is_booked_once()
    {
        var (therapist, _) = await Therapist();
        var couples = new[] { await NewCouple(therapist), await NewCouple(therapist) };
        var first = TimeProvider.System.GetUtcNow().Date.AddDays(9).AddHours(14);
        for (var round = 0; round < 20; round++)
        {
            var startsAt = first.AddHours(round).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var answers = await AtOnce(4, n => two.At(n % 2, therapist).Post(
                $"/api/v1/couples/{couples[n / 2]}/sessions", new { startsAt, minutes = 50, kind = "conjoint", place = "office" }));
            Assert.Single(answers, answer => answer.Status == 201);
            Assert.Equal(3, answers.Count(answer => answer is { Status: 409, Code: "double-booked" }));
        }
    }

    [Fact]
    public async Task Mixed_calls_spread_over_both_all_answer_and_leave_the_audit_whole()
    {
        var (therapist, admin) = await Therapist();
        var (stranger, _) = await two.Staff(admin, $"stranger@{Name()}.test", "therapist");
        var couple = await NewCouple(therapist);
        var answers = await AtOnce(200, n => (n % 5) switch
        {
            0 => two.At(n / 5 % 2, therapist).Post("/api/v1/couples", Couple()),
            1 => two.At(n / 5 % 2, therapist).Get("/api/v1/couples?limit=50"),
            2 => two.At(n / 5 % 2, stranger).Get($"/api/v1/couples/{couple}"),
            3 => two.At(n / 5 % 2, admin).Post("/api/v1/staff", new { displayName = "Some One", email = $"mixed{n}@{Name()}.test", roles = new[] { "frontdesk" } }),
            _ => two.At(n / 5 % 2, therapist).Get($"/api/v1/couples/{couple}"),
        });
        Assert.Empty(answers.Where(answer => answer.Status >= 500).Select(answer => $"{answer.Call}: {answer.Status} {answer.Code}"));
        Assert.Equal(40, answers.Count(answer => answer.Status == 403));
        Assert.Equal(160, answers.Count(answer => answer.IsGood));
        foreach (var program in new[] { 0, 1 })
        {
            var check = (await two.At(program, admin).Get("/api/v1/audit/verify")).Expect(200);
            Assert.True((bool)check.Json["intact"]!, check.Body);
        }

        Assert.Equal(["0"], two.Database.Texts("SELECT COUNT(*) FROM (SELECT e.PracticeId FROM AuditEntries e GROUP BY e.PracticeId HAVING COUNT(*) <> MAX(e.Seq)) x"));
    }

    private static async Task TurnedAway(ApiClient person)
    {
        while ((await person.Get("/api/v1/me")).Status != 401)
            await Task.Delay(100);
    }

    private async Task<(ApiClient Therapist, ApiClient Admin)> Therapist()
    {
        var admin = await two.SetUp(Name());
        return ((await two.Staff(admin, $"therapist@{Name()}.test", "therapist")).Person, admin);
    }

    private static async Task<string> NewCouple(ApiClient therapist) => (string)(await therapist.Post("/api/v1/couples", Couple())).Expect(201).Json["id"]!;

    private static object Couple() => new { partners = new[] { new { firstName = "Robin", lastName = "Reed" }, new { firstName = "Kit", lastName = "Lark" } } };

    private static string Name() => $"several{Interlocked.Increment(ref _count)}";

    private static Task<Answer[]> AtOnce(int count, Func<int, Task<Answer>> send) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(n => Task.Run(() => send(n)))).WaitAsync(TimeSpan.FromSeconds(60));
}
