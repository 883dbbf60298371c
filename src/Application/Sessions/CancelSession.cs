using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>That a session is called off.</summary>
/// <param name="By">Who called it off: the therapist, the practice, partner A, partner B, or the couple together.</param>
/// <param name="Reason">Free text, at most 1000 characters; kept encrypted, and shown only to the case's clinicians.</param>
public sealed record SessionCancellation(SessionCanceller By, string? Reason = null);

/// <summary>Also of a closed case, so that nothing stays on the calendar.</summary>
[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk)]
public sealed record CancelSessionCommand(Guid SessionId, int? Version, SessionCancellation Body) : ICommand<Session>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Session(SessionId);
}

public sealed class CancelSessionValidator : AbstractValidator<CancelSessionCommand>
{
    public CancelSessionValidator()
    {
        RuleFor(x => x.Body.By).IsInEnum();
        RuleFor(x => x.Body.Reason).Prose(Limits.Reason);
    }
}

public sealed class CancelSessionHandler(SessionCancellations cancellations, Sessions sessions, IOutbox outbox)
    : IRequestHandler<CancelSessionCommand, Session>
{
    public async Task<Session> Handle(CancelSessionCommand request, CancellationToken cancellationToken)
    {
        var row = await sessions.Row(request.SessionId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireCanBecome(SessionStatus.Cancelled);
        await cancellations.Cancel([row], request.Body, cancellationToken);
        await outbox.Raise("session.cancelled", row.Id, cancellationToken);
        return await sessions.Find(row.Id, cancellationToken);
    }
}
