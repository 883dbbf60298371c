using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.People;

public sealed class ChangePasswordTests : OnePractice
{
    private const string Another = "another good password";

    private async Task<SignInTokens> Change(string current, string next) =>
        await Desk.Send(Practice.Admin, new ChangePasswordCommand(new PasswordChange(current, next)));

    [Fact]
    public async Task Ends_the_other_sign_ins_and_starts_one_here()
    {
        var elsewhere = await SignIn(Practice.Admin);
        Assert.NotNull(await BearerOf(elsewhere));
        var here = await Change(TestDesk.Password, Another);
        Assert.Null(await BearerOf(elsewhere));
        await Refresh(elsewhere).ShouldRefuse(RefusalKind.Unauthenticated, "refresh-token-invalid");
        Assert.NotNull(await BearerOf(here));
        await SignIn(Practice.Admin).ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed");
        await SignIn(Practice.Admin, Another);
    }

    [Fact]
    public async Task Wrong_current_passwords_lock_the_account_like_failed_sign_ins()
    {
        for (var i = 0; i < 5; i++)
            await Change("not the password", Another).ShouldRefuse(RefusalKind.Unauthenticated, "wrong-password");
        await Change(TestDesk.Password, Another).ShouldRefuse(RefusalKind.Unauthenticated, "wrong-password");
        await SignIn(Practice.Admin).ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed");
        Desk.Clock.Now += TimeSpan.FromMinutes(15);
        await Change(TestDesk.Password, Another);
    }

    [Theory]
    [InlineData("elevenchars")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    public async Task Refuses_a_short_or_monotonous_password_without_repeating_it(string weak)
    {
        var refusal = await Change(TestDesk.Password, weak).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.DoesNotContain(weak, refusal.Faults!.ToString(), StringComparison.Ordinal);
        await SignIn(Practice.Admin);
    }
}
