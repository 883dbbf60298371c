using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.People;

[Access(Roles.Staff | Roles.Partner)]
public sealed record SignOutCommand : ICommand<Unit>;

public sealed class SignOutHandler(SignIns signIns, RequestScope scope) : IRequestHandler<SignOutCommand, Unit>
{
    public async Task<Unit> Handle(SignOutCommand request, CancellationToken cancellationToken)
    {
        await signIns.End(scope.Caller.SignInId, scope.Caller.PracticeId, SignInEnd.SignedOut, cancellationToken);
        return Unit.Value;
    }
}
