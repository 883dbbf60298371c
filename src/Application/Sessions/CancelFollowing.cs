using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>Calls off a session of a series and all booked ones that follow it there; also of a closed case.</summary>
[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk)]
public sealed record CancelFollowingCommand(Guid SessionId, int? Version, SessionCancellation Body)
    : ICommand<SessionSeries>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Session(SessionId);
}

public sealed class CancelFollowingValidator : AbstractValidator<CancelFollowingCommand>
{
    public CancelFollowingValidator()
    {
        RuleFor(x => x.Body.By).IsInEnum();
        RuleFor(x => x.Body.Reason).Prose(Limits.Reason);
    }
}

public sealed class CancelFollowingHandler(SessionCancellations cancellations, Sessions sessions, SeriesRecords series, IOutbox outbox)
    : IRequestHandler<CancelFollowingCommand, SessionSeries>
{
    public async Task<SessionSeries> Handle(CancelFollowingCommand request, CancellationToken cancellationToken)
    {
        var row = await sessions.Row(request.SessionId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireCanBecome(SessionStatus.Cancelled);
        var (id, rows) = await series.RequireFollowing(row, cancellationToken);
        await cancellations.Cancel(rows, request.Body, cancellationToken);
        await outbox.Raise("series.cancelled", id, cancellationToken);
        return await series.Find(id, cancellationToken);
    }
}
