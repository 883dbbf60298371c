using CounselDesk.Application.Common;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.People;

/// <param name="RefreshToken">The newest refresh token of the sign-in, unused.</param>
public sealed record RefreshRequest(string RefreshToken);

[Public("The refresh token stands in for the sign-in, whose access token may have ended.")]
public sealed record RefreshSignInCommand(RefreshRequest Body) : ICommand<SignInTokens>;

public sealed class RefreshSignInValidator : AbstractValidator<RefreshSignInCommand>
{
    public RefreshSignInValidator() => RuleFor(x => x.Body.RefreshToken).Line(100);
}

public sealed class RefreshSignInHandler(SignIns signIns, RequestScope scope) : IRequestHandler<RefreshSignInCommand, SignInTokens>
{
    public async Task<SignInTokens> Handle(RefreshSignInCommand request, CancellationToken cancellationToken)
    {
        var (tokens, caller) = await signIns.Refresh(request.Body.RefreshToken, cancellationToken);
        scope.Caller = scope.Caller with { PracticeId = caller.PracticeId };
        scope.SubjectId = caller.AccountId;
        return tokens;
    }
}
