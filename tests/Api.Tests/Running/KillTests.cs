using System.Collections.Concurrent;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Running;

public sealed class KillTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_after_it_and_nothing_is_half_written()
    {
        var acknowledged = new ConcurrentBag<string>();
        await using (var program = await TheProgram.Start(_folder))
        {
            var therapist = await SetUp(program);
            var writers = Enumerable.Range(0, 12).Select(n => Write(therapist, n, acknowledged)).ToList();
            while (acknowledged.Count < 60)
                await Task.Delay(5);
            await program.Kill();
            await Task.WhenAll(writers);
        }

        await using (var program = await TheProgram.Start(_folder))
        {
            using var http = new HttpClient { BaseAddress = program.Address };
            var therapist = await SignIn(http, "therapist@kill.test");
            foreach (var id in acknowledged.Take(10))
                (await therapist.Get($"/api/v1/couples/{id}")).Expect(200);
            await VerifyAudit(http);
            await program.Kill();
        }

        using var connection = DatabaseState.Open(_folder.Path("data/test.db"));
        Assert.Equal(["ok"], DatabaseState.Texts(connection, "PRAGMA integrity_check"));
        Assert.Empty(DatabaseState.Texts(connection, "PRAGMA foreign_key_check"));
        var kept = DatabaseState.Texts(connection, "SELECT Id FROM Couples").Select(id => id.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(acknowledged.Select(id => id.ToUpperInvariant()).Except(kept, StringComparer.Ordinal));

        // Each case whole: two clients of its own, the event, the remembered answer and the audit entry, once each.
        Assert.Equal(["0"], DatabaseState.Texts(connection, "SELECT COUNT(*) FROM Couples WHERE PartnerBId IS NULL"));
        Assert.Equal([$"{kept.Count * 2}"], DatabaseState.Texts(connection, "SELECT COUNT(*) FROM Clients"));
        Assert.Equal([$"{kept.Count}"], DatabaseState.Texts(connection, "SELECT COUNT(*) FROM Outbox WHERE EventType = 'couple.created'"));
        Assert.Equal([$"{kept.Count}"], DatabaseState.Texts(connection, "SELECT COUNT(*) FROM IdempotencyKeys"));
        Assert.Equal([$"{kept.Count}"], DatabaseState.Texts(connection, "SELECT COUNT(DISTINCT ResourceId) FROM AuditEntries WHERE Action = 'create-couple' AND Outcome = 'Allowed'"));
        Assert.Equal(["0"], DatabaseState.Texts(connection, "SELECT COUNT(*) FROM (SELECT 1 FROM AuditEntries GROUP BY PracticeId HAVING COUNT(*) <> MAX(Seq))"));
    }

    private static async Task Write(ApiClient therapist, int writer, ConcurrentBag<string> acknowledged)
    {
        for (var n = 0; ; n++)
        {
            try
            {
                var made = await therapist.Post(
                    "/api/v1/couples",
                    new { partners = new[] { new { firstName = "Robin", lastName = "Reed" }, new { firstName = "Kit", lastName = "Lark" } } },
                    ("Idempotency-Key", $"{writer}-{n}"));
                acknowledged.Add((string)made.Expect(201).Json["id"]!);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task<ApiClient> SetUp(TheProgram program)
    {
        var http = new HttpClient { BaseAddress = program.Address };
        var nobody = new ApiClient(http, null, "nobody");
        (await nobody.Post("/api/v1/setup", new
        {
            setupCode = TestApi.SetupCode,
            practiceName = "Practice",
            timeZone = "America/Chicago",
            administratorName = "Ada",
            administratorEmail = "admin@kill.test",
            administratorPassword = TestApi.Password,
        })).Expect(201);
        var admin = await SignIn(http, "admin@kill.test");
        var invited = (await admin.Post("/api/v1/staff", new { displayName = "Tess", email = "therapist@kill.test", roles = new[] { "therapist" } })).Expect(201).Json["invitation"]!;
        (await nobody.Post("/api/v1/auth/accept-invitation", new { accountId = (string)invited["accountId"]!, token = (string)invited["token"]!, password = TestApi.Password })).Expect(200);
        return await SignIn(http, "therapist@kill.test");
    }

    private static async Task<ApiClient> SignIn(HttpClient http, string email)
    {
        var tokens = (await new ApiClient(http, null, "nobody").Post("/api/v1/auth/sign-in", new { email, password = TestApi.Password })).Expect(200);
        return new ApiClient(http, (string)tokens.Json["accessToken"]!, email);
    }

    private static async Task VerifyAudit(HttpClient http)
    {
        var check = (await (await SignIn(http, "admin@kill.test")).Get("/api/v1/audit/verify")).Expect(200);
        Assert.True((bool)check.Json["intact"]!, check.Body);
    }
}
