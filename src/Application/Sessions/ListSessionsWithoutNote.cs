using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>Held sessions of which nobody has begun a progress note: the caller's own, and a supervisor's supervisees'.</summary>
[Access(Roles.Clinicians)]
public sealed record ListSessionsWithoutNoteQuery(PageRequest Page, DayRange Days, Guid? TherapistId) : IQuery<Page<CalendarEntry>>;

public sealed class ListSessionsWithoutNoteValidator : AbstractValidator<ListSessionsWithoutNoteQuery>
{
    public ListSessionsWithoutNoteValidator() => RuleFor(x => x.Days).SetValidator(DayRange.Rules).OverridePropertyName("");
}

public sealed class ListSessionsWithoutNoteHandler(IDb db, RequestScope scope, PracticeDays days)
    : IRequestHandler<ListSessionsWithoutNoteQuery, Page<CalendarEntry>>
{
    private const string List = "sessions-without-note";

    // Progress notes only: whether there is a psychotherapy note is its author's to know (45 CFR 164.501).
    private const string ListSql = CalendarRow.SelectSql + """
         AND s.Status = 'Held' AND s.StartsAt >= @Start AND s.StartsAt < @End
          AND (s.StartsAt > @AfterTime OR (s.StartsAt = @AfterTime AND s.Seq > @AfterSeq))
          AND (@TherapistId IS NULL OR s.TherapistId = @TherapistId)
          AND (s.TherapistId = @AccountId OR (@Supervises = 1 AND t.SupervisorId = @AccountId))
          AND NOT EXISTS (SELECT 1 FROM Notes n WHERE n.PracticeId = @PracticeId AND n.SessionId = s.Id AND n.Status <> 'Returned')
        ORDER BY s.StartsAt, s.Seq
        OFFSET 0 ROWS FETCH NEXT @Take ROWS ONLY
        """;

    public async Task<Page<CalendarEntry>> Handle(ListSessionsWithoutNoteQuery request, CancellationToken cancellationToken)
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
                Supervises = scope.Caller.Has(Roles.Supervisor),
                scope.Caller.AccountId,
                request.Page.Take,
            },
            cancellationToken);
        return PageRequest.Cut(List, request.Page, rows, row => (row.StartsAt, row.Seq)).Map(row => row.ToEntry());
    }
}
