using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.Running;

public sealed class FirstStartTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_that_start_at_once_on_nothing_share_one_database_and_one_key()
    {
        var programs = await Task.WhenAll(TheProgram.Start(_folder), TheProgram.Start(_folder));
        await using var one = programs[0];
        await using var other = programs[1];
        Assert.Single(Directory.GetFiles(_folder.Path("keys"), "key-*.xml"));

        using var atOne = new HttpClient { BaseAddress = one.Address };
        using var atOther = new HttpClient { BaseAddress = other.Address };
        var nobody = new ApiClient(atOne, null, "nobody");
        (await nobody.Post("/api/v1/setup", new
        {
            setupCode = TestApi.SetupCode,
            practiceName = "Practice",
            timeZone = "America/Chicago",
            administratorName = "Ada",
            administratorEmail = "admin@two.test",
            administratorPassword = TestApi.Password,
        })).Expect(201);

        foreach (var (from, to) in new[] { (atOne, atOther), (atOther, atOne) })
        {
            var tokens = (await new ApiClient(from, null, "nobody").Post("/api/v1/auth/sign-in", new { email = "admin@two.test", password = TestApi.Password })).Expect(200);
            (await new ApiClient(to, (string)tokens.Json["accessToken"]!, "admin").Get("/api/v1/me")).Expect(200);
        }
    }
}
