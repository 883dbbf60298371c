using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.People;

/// <param name="CurrentPassword">The password so far.</param>
/// <param name="NewPassword">At least 12 characters, 5 of them different.</param>
public sealed record PasswordChange(string CurrentPassword, string NewPassword);

/// <summary>Ends every sign-in of the account, on every device, and starts a new one here.</summary>
[Access(Roles.Staff | Roles.Partner)]
public sealed record ChangePasswordCommand(PasswordChange Body) : ICommand<SignInTokens>;

public sealed class ChangePasswordValidator : AbstractValidator<ChangePasswordCommand>
{
    public ChangePasswordValidator()
    {
        RuleFor(x => x.Body.CurrentPassword).Must(text => text is null || text.Length is > 0 and <= Limits.Password)
            .WithMessage($"Give 1 to {Limits.Password} characters.");
        RuleFor(x => x.Body.NewPassword).Password();
    }
}

public sealed class ChangePasswordHandler(Accounts accounts, IAccountSecurity security, SignIns signIns, RequestScope scope)
    : IRequestHandler<ChangePasswordCommand, SignInTokens>, IPreparation<ChangePasswordCommand>
{
    private bool _isCurrent;
    private string _newHash = "";

    public async Task Prepare(ChangePasswordCommand request, CancellationToken cancellationToken)
    {
        var account = await Mine(cancellationToken);
        await security.RequirePassword(account, request.Body.NewPassword, "newPassword");
        _isCurrent = !security.IsLockedOut(account) && security.IsPassword(account, request.Body.CurrentPassword);
        _newHash = security.HashPassword(account, request.Body.NewPassword);
    }

    public async Task<SignInTokens> Handle(ChangePasswordCommand request, CancellationToken cancellationToken)
    {
        var account = await Mine(cancellationToken);
        if (!_isCurrent || security.IsLockedOut(account))
        {
            if (!security.IsLockedOut(account))
                await security.CountFailure(account);
            throw Refused.Unauthenticated("wrong-password", "The current password is wrong, or the account is locked for 15 minutes after five failures.", keepsWork: true);
        }

        account.PasswordHash = _newHash;
        account.RenewStamp();
        await accounts.Save(account, cancellationToken);
        await signIns.EndAll(account.Id, SignInEnd.PasswordChanged, cancellationToken);
        scope.SubjectId = account.Id;
        return await signIns.Start(account, cancellationToken);
    }

    private Task<Account> Mine(CancellationToken cancellationToken) =>
        accounts.ById(scope.Caller.AccountId, cancellationToken).OrNotFound("account");
}
