using CounselDesk.Application.Common;
using CounselDesk.Domain;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.People;

/// <param name="AccountId">From the invitation.</param>
/// <param name="Token">From the invitation; works once, for seven days.</param>
/// <param name="Password">The person's own, at least 12 characters, 5 of them different.</param>
public sealed record InvitationAnswer(Guid AccountId, string Token, string Password);

[Public("The invitation's one-time token stands in for a sign-in.")]
public sealed record AcceptInvitationCommand(InvitationAnswer Body) : ICommand<SignInTokens>;

public sealed class AcceptInvitationValidator : AbstractValidator<AcceptInvitationCommand>
{
    public AcceptInvitationValidator()
    {
        RuleFor(x => x.Body.Token).Line(1000);
        RuleFor(x => x.Body.Password).Password();
    }
}

public sealed class AcceptInvitationHandler(Accounts accounts, IAccountSecurity security, SignIns signIns, RequestScope scope)
    : IRequestHandler<AcceptInvitationCommand, SignInTokens>, IPreparation<AcceptInvitationCommand>
{
    private string _hash = "";

    public async Task Prepare(AcceptInvitationCommand request, CancellationToken cancellationToken)
    {
        // Before the slow hash, so that guessing tokens costs this machine little.
        var account = await Invited(request, cancellationToken);
        await security.RequirePassword(account, request.Body.Password, "password");
        _hash = security.HashPassword(account, request.Body.Password);
    }

    public async Task<SignInTokens> Handle(AcceptInvitationCommand request, CancellationToken cancellationToken)
    {
        var account = await Invited(request, cancellationToken);
        account.PasswordHash = _hash;
        account.RenewStamp();
        scope.Caller = scope.Caller with { PracticeId = account.PracticeId };
        scope.SubjectId = account.Id;
        await accounts.Save(account, cancellationToken);
        return await signIns.Start(account, cancellationToken);
    }

    private async Task<Account> Invited(AcceptInvitationCommand request, CancellationToken cancellationToken)
    {
        var account = await accounts.ByIdAnyPractice(request.Body.AccountId, cancellationToken);
        return account is { Active: true } && await security.IsInvitationToken(account, request.Body.Token)
            ? account
            : throw Refused.Unauthenticated("invitation-invalid", "This invitation was used, has expired or was replaced. Ask for a new one.");
    }
}
