using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Infrastructure.Security;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CounselDesk.Application.Tests.Common;

/// <summary>Tests that each start from one fresh practice, and what those about signing in share.</summary>
public abstract class OnePractice : IAsyncLifetime
{
    protected TestDesk Desk { get; private set; } = null!;

    protected GivenPractice Practice { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Desk = await TestDesk.Open();
        Practice = await GivenPractice.Open(Desk);
    }

    public async Task DisposeAsync() => await Desk.DisposeAsync();

    protected Task<StaffMember> Member(Caller caller) => Desk.Send(Practice.Admin, new GetStaffMemberQuery(caller.AccountId));

    /// <summary>Gives a member of staff the tests' password, by a new invitation.</summary>
    protected async Task<SignInTokens> Accept(Caller caller)
    {
        var invited = await Desk.Send(Practice.Admin, new RenewInvitationCommand(caller.AccountId, null));
        return await Desk.Send(Caller.Anonymous, new AcceptInvitationCommand(
            new InvitationAnswer(caller.AccountId, invited.Invitation.Token, TestDesk.Password)));
    }

    protected async Task<SignInTokens> SignIn(Caller caller, string password = TestDesk.Password) =>
        await Desk.Send(Caller.Anonymous, new SignInCommand(new Credentials((await Member(caller)).Email, password)));

    protected Task<SignInTokens> Refresh(SignInTokens tokens) =>
        Desk.Send(Caller.Anonymous, new RefreshSignInCommand(new RefreshRequest(tokens.RefreshToken)));

    /// <summary>Who the API would take the bearer of these tokens for; null once they opened nothing any more.</summary>
    protected async Task<Caller?> BearerOf(SignInTokens tokens)
    {
        var options = Desk.Get<IOptionsMonitor<BearerTokenOptions>>().Get(BearerTokenDefaults.AuthenticationScheme);
        var signIn = AccessTokens.SignInOf(options.BearerTokenProtector.Unprotect(tokens.AccessToken)!.Principal)!.Value;
        return await Desk.Get<LiveSignIns>().Find(signIn, CancellationToken.None);
    }

    /// <summary>Changes the database behind the program's back.</summary>
    protected Task<int> Tamper(string sql, object? args = null) => Desk.InScope(Practice.Admin, services =>
        services.GetRequiredService<IUnitOfWork>().InTransaction(
            () => services.GetRequiredService<IDb>().Execute(sql, args, CancellationToken.None), CancellationToken.None));
}
