using CounselDesk.Application.Common;
using CounselDesk.Domain;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.People;

/// <param name="Email">The address the person was invited with.</param>
/// <param name="Password">The person's password.</param>
/// <param name="Code">A one-time code, for accounts with a second factor.</param>
/// <param name="PracticeId">Only where the same address and password open accounts in two practices.</param>
public sealed record Credentials(string Email, string Password, string? Code = null, Guid? PracticeId = null);

[Public("It is how one becomes signed in.")]
public sealed record SignInCommand(Credentials Body) : ICommand<SignInTokens>;

public sealed class SignInValidator : AbstractValidator<SignInCommand>
{
    public SignInValidator()
    {
        RuleFor(x => x.Body.Email).Email();
        RuleFor(x => x.Body.Password).Must(text => text is null || text.Length is > 0 and <= Limits.Password)
            .WithMessage($"Give 1 to {Limits.Password} characters.");
        RuleFor(x => x.Body.Code).Null().WithMessage("No account has a second factor yet: leave it out.");
    }
}

public sealed class SignInHandler(Accounts accounts, IAccountSecurity security, SignIns signIns, RequestScope scope)
    : IRequestHandler<SignInCommand, SignInTokens>, IPreparation<SignInCommand>
{
    private readonly HashSet<Guid> _opened = [];

    // Hashing takes tens of milliseconds, too long to hold the writer: check first, decide inside the transaction.
    public async Task Prepare(SignInCommand request, CancellationToken cancellationToken)
    {
        var candidates = await Candidates(request.Body, cancellationToken);
        if (candidates.Count == 0)
            security.IsPassword(null, request.Body.Password);
        foreach (var account in candidates.Where(account => security.IsPassword(account, request.Body.Password)))
            _opened.Add(account.Id);
    }

    public async Task<SignInTokens> Handle(SignInCommand request, CancellationToken cancellationToken)
    {
        var candidates = await Candidates(request.Body, cancellationToken);
        var admitted = candidates.Where(account => account.Active && _opened.Contains(account.Id) && !security.IsLockedOut(account)).ToList();
        if (admitted.Count > 1)
            throw Refused.Conflict("which-practice", "These open accounts in more than one practice: send practiceId too.");
        if (admitted is [var account])
        {
            if (account.AccessFailedCount > 0 || account.LockoutEnd is not null)
                await security.ForgetFailures(account);
            scope.Caller = scope.Caller with { PracticeId = account.PracticeId };
            scope.SubjectId = account.Id;
            return await signIns.Start(account, cancellationToken);
        }

        foreach (var known in candidates)
        {
            scope.Caller = scope.Caller with { PracticeId = known.PracticeId };
            scope.SubjectId = known.Id;
            if (!security.IsLockedOut(known))
                await security.CountFailure(known);
        }

        // One answer for an unknown address, a wrong password, a locked or a closed account: it must not tell a
        // distrustful partner who is in therapy here.
        throw Refused.Unauthenticated(
            "sign-in-failed",
            "The e-mail address or the password is wrong, or the account is locked for 15 minutes after five failures.",
            keepsWork: true);
    }

    private async Task<IReadOnlyList<Account>> Candidates(Credentials credentials, CancellationToken cancellationToken) =>
        [.. (await accounts.ByEmailAnyPractice(credentials.Email, cancellationToken))
            .Where(account => credentials.PracticeId is null || account.PracticeId == credentials.PracticeId)];
}
