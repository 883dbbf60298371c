using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Calendars;

/// <summary>The caller's own feeds, in the order of their making.</summary>
[Access(Roles.Therapist | Roles.Associate)]
public sealed record ListCalendarFeedsQuery(PageRequest Page) : IQuery<Page<CalendarFeed>>;

public sealed class ListCalendarFeedsHandler(IDb db, RequestScope scope) : IRequestHandler<ListCalendarFeedsQuery, Page<CalendarFeed>>
{
    private const string List = "calendar-feeds";

    private const string ListSql = CalendarFeedRow.SelectSql + """
         AND f.Seq > @After
        ORDER BY f.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<CalendarFeed>> Handle(ListCalendarFeedsQuery request, CancellationToken cancellationToken)
    {
        var rows = await db.Query<CalendarFeedRow>(
            ListSql, new { scope.Caller.AccountId, After = request.Page.After(List), request.Page.Take }, cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => row.Seq).Map(row => row.ToFeed());
    }
}
