using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.People;

public sealed class RefreshSignInTests : OnePractice
{
    [Fact]
    public async Task Each_refresh_gives_new_tokens_of_the_same_sign_in()
    {
        var first = await SignIn(Practice.Admin);
        var second = await Refresh(first);
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.Equal((await BearerOf(first))!.SignInId, (await BearerOf(second))!.SignInId);
    }

    [Fact]
    public async Task A_spent_token_ends_its_whole_sign_in_and_no_other()
    {
        var first = await SignIn(Practice.Admin);
        var elsewhere = await SignIn(Practice.Admin);
        var second = await Refresh(first);
        Assert.NotNull(await BearerOf(second));
        await Refresh(first).ShouldRefuse(RefusalKind.Unauthenticated, "refresh-token-reused");
        Assert.Null(await BearerOf(second));
        await Refresh(second).ShouldRefuse(RefusalKind.Unauthenticated, "refresh-token-invalid");
        Assert.NotNull(await BearerOf(elsewhere));
        await Refresh(elsewhere);
    }

    [Fact]
    public async Task Of_two_refreshes_at_once_one_gets_tokens_and_the_sign_in_ends()
    {
        var tokens = await SignIn(Practice.Admin);
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try
            {
                return (await Refresh(tokens)).RefreshToken;
            }
            catch (Refused refusal)
            {
                return refusal.Code;
            }
        }));
        Assert.Single(answers, answer => string.Equals(answer, "refresh-token-reused", StringComparison.Ordinal));
        Assert.Null(await BearerOf(tokens));
    }

    [Fact]
    public async Task A_sign_in_cannot_be_refreshed_after_fourteen_days()
    {
        var tokens = await SignIn(Practice.Admin);
        Desk.Clock.Now += SignIns.Lifetime;
        await Refresh(tokens).ShouldRefuse(RefusalKind.Unauthenticated, "refresh-token-invalid");
    }

    [Fact]
    public async Task An_invented_token_is_refused() =>
        await Refresh(new SignInTokens("", 0, "invented")).ShouldRefuse(RefusalKind.Unauthenticated, "refresh-token-invalid");

    [Fact]
    public async Task Tokens_are_not_in_the_database()
    {
        var tokens = await SignIn(Practice.Admin);
        Assert.Empty(await Desk.Rows<string>("SELECT r.TokenHash FROM RefreshTokens r WHERE r.TokenHash = @RefreshToken", new { tokens.RefreshToken }));
    }
}
