using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>A case's sessions, by their start.</summary>
[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk)]
public sealed record ListSessionsQuery(Guid CoupleId, PageRequest Page, DayRange Days) : IQuery<Page<Session>>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class ListSessionsValidator : AbstractValidator<ListSessionsQuery>
{
    public ListSessionsValidator() => RuleFor(x => x.Days).SetValidator(DayRange.Rules).OverridePropertyName("");
}

public sealed class ListSessionsHandler(IDb db, Sessions sessions, PracticeDays days) : IRequestHandler<ListSessionsQuery, Page<Session>>
{
    private const string List = "sessions";

    private const string ListSql = SessionRow.SelectSql + """
         AND s.CoupleId = @CoupleId AND s.StartsAt >= @Start AND s.StartsAt < @End
          AND (s.StartsAt > @AfterTime OR (s.StartsAt = @AfterTime AND s.Seq > @AfterSeq))
        ORDER BY s.StartsAt, s.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<Session>> Handle(ListSessionsQuery request, CancellationToken cancellationToken)
    {
        var (afterTime, afterSeq) = request.Page.AfterTime(List);
        var rows = await db.Query<SessionRow>(
            ListSql,
            new
            {
                request.CoupleId,
                Start = request.Days.Start(days),
                End = request.Days.End(days),
                AfterTime = afterTime,
                AfterSeq = afterSeq,
                request.Page.Take,
            },
            cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => (row.StartsAt, row.Seq)).Map(sessions.Result);
    }
}
