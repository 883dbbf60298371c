using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Application.Practices;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.People;

public sealed class SignInCostTests : IAsyncLifetime
{
    private TestDesk _desk = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.Open();
        await _desk.Send(Caller.Anonymous, new SetUpPracticeCommand(
            new NewPractice(TestDesk.SetupCode, "Practice", "America/Chicago", "Ada Admin", "ada@example.test", TestDesk.Password)));
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    /// <summary>The slow part is one check of a hash; were it left out for an unknown address, its time would tell who is a client here.</summary>
    [Theory]
    [InlineData("ada@example.test")]
    [InlineData("nobody@example.test")]
    public async Task A_failed_sign_in_checks_one_hash_whether_the_address_is_known_or_not(string email)
    {
        var before = _desk.Get<HashCount>().Checks;
        await _desk.Send(Caller.Anonymous, new SignInCommand(new Credentials(email, "a wrong password"))).ShouldRefuse(RefusalKind.Unauthenticated, "sign-in-failed");
        Assert.Equal(1, _desk.Get<HashCount>().Checks - before);
    }
}
