using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Calendars;

/// <summary>Ends one of the caller's own addresses, at once and for good.</summary>
[Access(Roles.Therapist | Roles.Associate)]
public sealed record RevokeCalendarFeedCommand(Guid CalendarId) : ICommand<Unit>;

public sealed class RevokeCalendarFeedHandler(IDb db, RequestScope scope, IOutbox outbox) : IRequestHandler<RevokeCalendarFeedCommand, Unit>
{
    private const string RemoveSql = "DELETE FROM CalendarFeeds WHERE Id = @Id AND PracticeId = @PracticeId AND AccountId = @AccountId";

    public async Task<Unit> Handle(RevokeCalendarFeedCommand request, CancellationToken cancellationToken)
    {
        (scope.ResourceId, scope.SubjectId) = (request.CalendarId, scope.Caller.AccountId);
        if (await db.Execute(RemoveSql, new { Id = request.CalendarId, scope.Caller.AccountId }, cancellationToken) == 0)
            throw Refused.NotFound("calendar");
        await outbox.Raise("calendar.revoked", request.CalendarId, cancellationToken);
        return Unit.Value;
    }
}
