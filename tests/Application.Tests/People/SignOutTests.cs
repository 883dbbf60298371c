using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.People;

public sealed class SignOutTests : OnePractice
{
    [Fact]
    public async Task Ends_this_sign_in_at_once_and_no_other()
    {
        var here = await SignIn(Practice.Admin);
        var elsewhere = await SignIn(Practice.Admin);
        await Desk.Send((await BearerOf(here))!, new SignOutCommand());
        Assert.Null(await BearerOf(here));
        await Refresh(here).ShouldRefuse(RefusalKind.Unauthenticated, "refresh-token-invalid");
        Assert.NotNull(await BearerOf(elsewhere));
    }

    [Fact]
    public async Task Needs_a_sign_in() =>
        await Desk.Send(Caller.Anonymous, new SignOutCommand()).ShouldRefuse(RefusalKind.Unauthenticated, "not-signed-in");
}
