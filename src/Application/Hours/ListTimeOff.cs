using CounselDesk.Application.Common;
using CounselDesk.Application.Sessions;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Hours;

/// <summary>When somebody is away, by the start; from today on unless told.</summary>
[Access(Roles.Staff)]
public sealed record ListTimeOffQuery(Guid StaffId, PageRequest Page, DayRange Days) : IQuery<Page<TimeOff>>;

public sealed class ListTimeOffValidator : AbstractValidator<ListTimeOffQuery>
{
    public ListTimeOffValidator() => RuleFor(x => x.Days).SetValidator(DayRange.Rules).OverridePropertyName("");
}

public sealed class ListTimeOffHandler(IDb db, StaffCalendars calendars, PracticeDays days) : IRequestHandler<ListTimeOffQuery, Page<TimeOff>>
{
    private const string List = "time-off";

    private const string ListSql = TimeOffRow.SelectSql + """
         AND o.StartsAt > @Earliest AND o.StartsAt < @End AND o.EndsAt > @Start
          AND (o.StartsAt > @AfterTime OR (o.StartsAt = @AfterTime AND o.Seq > @AfterSeq))
        ORDER BY o.StartsAt, o.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<TimeOff>> Handle(ListTimeOffQuery request, CancellationToken cancellationToken)
    {
        await calendars.Require(request.StaffId, cancellationToken);
        var start = days.StartOf(request.Days.From ?? days.Today);
        var (afterTime, afterSeq) = request.Page.AfterTime(List);
        var rows = await db.Query<TimeOffRow>(
            ListSql,
            new
            {
                AccountId = request.StaffId,
                Start = start,
                Earliest = TimesOff.Earliest(start),
                End = request.Days.End(days),
                AfterTime = afterTime,
                AfterSeq = afterSeq,
                request.Page.Take,
            },
            cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => (row.StartsAt, row.Seq)).Map(row => row.ToTimeOff());
    }
}
