using CounselDesk.Api.Http;
using CounselDesk.Application.People;
using CounselDesk.Application.Practices;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace CounselDesk.Api.Controllers;

/// <summary>Setting up, signing in and out.</summary>
[Tags("Sign-in")]
public sealed class AuthController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Set up a practice with its first administrator</summary>
    /// <remarks>Needs the operator's setup code, which the program prints when it first starts on an empty database.</remarks>
    [HttpPost("setup"), Sends<SetUpPracticeCommand>, Creates, EnableRateLimiting(HttpSetup.SignInLimit)]
    public Task<IActionResult> SetUp(NewPractice body, CancellationToken cancellationToken) =>
        Created(new SetUpPracticeCommand(body), _ => "practice", cancellationToken);

    /// <summary>Sign in</summary>
    /// <remarks>Five failures lock the account for 15 minutes. An unknown address, a wrong password and a locked account get the same answer.</remarks>
    [HttpPost("auth/sign-in"), Sends<SignInCommand>, EnableRateLimiting(HttpSetup.SignInLimit)]
    public Task<IActionResult> SignIn(Credentials body, CancellationToken cancellationToken) =>
        Answer(new SignInCommand(body), cancellationToken);

    /// <summary>Exchange a refresh token for new tokens</summary>
    /// <remarks>Each refresh token works once. A second use ends the sign-in it belongs to.</remarks>
    [HttpPost("auth/refresh"), Sends<RefreshSignInCommand>, EnableRateLimiting(HttpSetup.SignInLimit)]
    public Task<IActionResult> Refresh(RefreshRequest body, CancellationToken cancellationToken) =>
        Answer(new RefreshSignInCommand(body), cancellationToken);

    /// <summary>Sign out</summary>
    /// <remarks>Ends this sign-in: its access and refresh tokens stop working.</remarks>
    [HttpPost("auth/sign-out"), Sends<SignOutCommand>]
    public Task<IActionResult> SignOut(CancellationToken cancellationToken) => Done(new SignOutCommand(), cancellationToken);

    /// <summary>Change one's password</summary>
    /// <remarks>Ends every sign-in of the account, and answers with tokens of a new one.</remarks>
    [HttpPost("auth/password"), Sends<ChangePasswordCommand>, EnableRateLimiting(HttpSetup.SignInLimit)]
    public Task<IActionResult> ChangePassword(PasswordChange body, CancellationToken cancellationToken) =>
        Answer(new ChangePasswordCommand(body), cancellationToken);

    /// <summary>Accept an invitation by choosing a password</summary>
    [HttpPost("auth/accept-invitation"), Sends<AcceptInvitationCommand>, EnableRateLimiting(HttpSetup.SignInLimit)]
    public Task<IActionResult> AcceptInvitation(InvitationAnswer body, CancellationToken cancellationToken) =>
        Answer(new AcceptInvitationCommand(body), cancellationToken);

    /// <summary>Who am I</summary>
    [HttpGet("me"), Sends<GetMeQuery>]
    public Task<IActionResult> GetMe(CancellationToken cancellationToken) => Answer(new GetMeQuery(), cancellationToken);
}
