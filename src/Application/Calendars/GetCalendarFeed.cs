using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Calendars;

[Access(Roles.Therapist | Roles.Associate)]
public sealed record GetCalendarFeedQuery(Guid CalendarId) : IQuery<CalendarFeed>;

public sealed class GetCalendarFeedHandler(IDb db, RequestScope scope) : IRequestHandler<GetCalendarFeedQuery, CalendarFeed>
{
    private const string FindSql = CalendarFeedRow.SelectSql + " AND f.Id = @Id";

    public async Task<CalendarFeed> Handle(GetCalendarFeedQuery request, CancellationToken cancellationToken)
    {
        scope.ResourceId = request.CalendarId;
        return (await db.Find<CalendarFeedRow>(FindSql, new { scope.Caller.AccountId, Id = request.CalendarId }, cancellationToken).OrNotFound("calendar")).ToFeed();
    }
}
