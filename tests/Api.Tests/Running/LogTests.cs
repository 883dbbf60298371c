using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Running;

/// <summary>What an operator can make the program log, by whatever setting.</summary>
public sealed class LogTests
{
    private const string V1 = "/api/v1";

    [Fact]
    public async Task No_setting_makes_it_log_what_was_sent_or_answered()
    {
        await using var api = await TestApi.Start(LogEar.HearsEverything);
        var practice = await GivenPractice.Open(api);
        using var heard = api.Listen();
        await practice.SignIn($"admin@{practice.Name.ToLowerInvariant()}.test");
        (await api.Anonymous().Post($"{V1}/auth/sign-in", new { email = "zyxcanary@example.test", password = "zyxcanary battery" })).Expect(401);
        var couple = $"{V1}/couples/{practice.Ids["coupleId"]}";
        var note = (await practice.Therapist.Post($"{couple}/notes", new { format = "narrative", kind = "progress", scope = "joint", sections = new { narrative = "Zyxcanary" } })).Expect(201);
        Assert.Contains("Zyxcanary", (await practice.Therapist.Get(note.Location!)).Expect(200).Body, StringComparison.Ordinal);
        (await practice.Therapist.Post($"{couple}/notes", """{ "format": "Zyxcanary" }""")).Expect(400);
        (await practice.Therapist.Post($"{V1}/couples/search", new { q = practice.Name })).Expect(200);

        Assert.True(heard.Lines.Count > 100, "Too little was logged to prove anything.");
        foreach (var secret in new[] { "zyxcanary", TestApi.Password, practice.Name })
            Assert.DoesNotContain(heard.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }
}
