using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>Sessions as a calendar shows them: a clinician's own and supervised ones, everybody's for the front desk.</summary>
[Access(Roles.Clinicians | Roles.Frontdesk)]
public sealed record ListCalendarQuery(PageRequest Page, DayRange Days, Guid? TherapistId) : IQuery<Page<CalendarEntry>>;

public sealed class ListCalendarValidator : AbstractValidator<ListCalendarQuery>
{
    public ListCalendarValidator() => RuleFor(x => x.Days).SetValidator(DayRange.Rules).OverridePropertyName("");
}

public sealed class ListCalendarHandler(IDb db, RequestScope scope, PracticeDays days) : IRequestHandler<ListCalendarQuery, Page<CalendarEntry>>
{
    private const string List = "calendar";

    private const string ListSql = CalendarRow.SelectSql + """
         AND s.StartsAt >= @Start AND s.StartsAt < @End
          AND (s.StartsAt > @AfterTime OR (s.StartsAt = @AfterTime AND s.Seq > @AfterSeq))
          AND (@TherapistId IS NULL OR s.TherapistId = @TherapistId)
          AND (@Everyone = 1 OR s.TherapistId = @AccountId OR (@Supervises = 1 AND t.SupervisorId = @AccountId))
        ORDER BY s.StartsAt, s.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<CalendarEntry>> Handle(ListCalendarQuery request, CancellationToken cancellationToken)
    {
        var (afterTime, afterSeq) = request.Page.AfterTime(List);
        var rows = await db.Query<CalendarRow>(
            ListSql,
            new
            {
                Start = request.Days.Start(days),
                End = request.Days.End(days),
                AfterTime = afterTime,
                AfterSeq = afterSeq,
                request.TherapistId,
                Everyone = scope.Caller.Has(Roles.Frontdesk),
                Supervises = scope.Caller.Has(Roles.Supervisor),
                scope.Caller.AccountId,
                request.Page.Take,
            },
            cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => (row.StartsAt, row.Seq)).Map(row => row.ToEntry());
    }
}
