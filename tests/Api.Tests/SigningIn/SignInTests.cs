using System.Text.Json.Nodes;
using CounselDesk.Api.Tests.Common;

namespace CounselDesk.Api.Tests.SigningIn;

public sealed class SignInTests
{
    [Fact]
    public async Task Too_many_attempts_are_429_and_say_how_long_to_wait()
    {
        await using var api = await TestApi.Start("--SignIn:AttemptsPerMinute=3");
        foreach (var _ in Enumerable.Range(0, 3))
            (await Try(api, "nobody@example.test")).Expect(401, "sign-in-failed");
        var refused = (await Try(api, "nobody@example.test")).Expect(429, "too-many-requests");
        Assert.Empty(refused.ProblemFaults());
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

        // The limit is on guessing, not on work.
        (await api.Anonymous().Get("/api/v1/me")).Expect(401);
        (await api.Anonymous().Get("/health/live")).Expect(200);
    }

    [Fact]
    public async Task An_unknown_address_a_wrong_password_and_a_locked_account_get_the_same_answer()
    {
        await using var api = await TestApi.Start();
        var practice = await GivenPractice.Open(api);
        var known = (string)(await practice.Therapist.Get("/api/v1/me")).Json["email"]!;
        var unknown = await Try(api, "nobody@example.test");
        var wrong = await Try(api, known);
        Same(unknown, wrong);

        foreach (var _ in Enumerable.Range(0, 5))
            await Try(api, known);
        var locked = await Try(api, known, TestApi.Password);
        Same(unknown, locked);

        // Somebody else's guesses do not end the sign-in that is under way.
        (await practice.Therapist.Get("/api/v1/me")).Expect(200);
    }

    [Fact]
    public async Task A_spent_refresh_token_ends_its_sign_in()
    {
        await using var api = await TestApi.Start();
        var practice = await GivenPractice.Open(api);
        var email = (string)(await practice.Therapist.Get("/api/v1/me")).Json["email"]!;
        var first = (await Try(api, email, TestApi.Password)).Expect(200).Json;
        var second = (await Refresh(first)).Expect(200).Json;
        var client = practice.Therapist with { AccessToken = (string)second["accessToken"]! };
        (await client.Get("/api/v1/me")).Expect(200);
        (await Refresh(first)).Expect(401, "refresh-token-reused");
        (await client.Get("/api/v1/me")).Expect(401);
        (await Refresh(second)).Expect(401);

        Task<Answer> Refresh(JsonNode tokens) => api.Anonymous().Post("/api/v1/auth/refresh", new { refreshToken = (string)tokens["refreshToken"]! });
    }

    [Fact]
    public async Task Signing_out_ends_the_access_token_at_once()
    {
        await using var api = await TestApi.Start();
        var practice = await GivenPractice.Open(api);
        (await practice.Therapist.Post("/api/v1/auth/sign-out")).Expect(204);
        (await practice.Therapist.Get("/api/v1/me")).Expect(401, "not-signed-in");
        (await practice.Admin.Get("/api/v1/me")).Expect(200);
    }

    private static Task<Answer> Try(TestApi api, string email, string password = "a wrong password") =>
        api.Anonymous().Post("/api/v1/auth/sign-in", new { email, password });

    private static void Same(Answer one, Answer other)
    {
        Assert.Equal((one.Status, one.ContentType, one.ETag, one.RetryAfter), (other.Status, other.ContentType, other.ETag, other.RetryAfter));
        Assert.Equal(Bare(one), Bare(other));

        static string Bare(Answer answer)
        {
            var body = answer.Json.DeepClone().AsObject();
            body.Remove("traceId");
            return body.ToJsonString();
        }
    }
}
