using CounselDesk.Application.Agreements;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Practices;
using CounselDesk.Domain.Progress;
using CounselDesk.Domain.Toolkit;
using MediatR;

namespace CounselDesk.Application.Portal;

/// <summary>What a partner sees first: what to do, by when, and where to turn.</summary>
/// <param name="Today">The practice's day.</param>
/// <param name="DueToday">What would be missed if it were put off beyond today.</param>
/// <param name="DueThisWeek">What else is to be done within the next seven days, soonest first.</param>
/// <param name="Next">What comes first of all.</param>
/// <param name="Open">Every assignment that the reader is not done with and that does not rest.</param>
/// <param name="AgreementToAccept">The couple's trust agreement has a version that the reader has not accepted.</param>
/// <param name="AgreementToTick">The rows of the agreement that the reader can tick today, from 1.</param>
/// <param name="AgreementReviewDue">The day on which the agreement is revisited has come.</param>
/// <param name="IsPulseDue">The reader has not answered this week's check-in, Monday to Sunday.</param>
/// <param name="UnreadMessages">What the therapist wrote and the reader has not marked as read, newest first, at most 20.</param>
/// <param name="MeasuresDue">What the reader is asked to answer, soonest first; the weekly check-in is among it only where it was asked for.</param>
/// <param name="SafetyContacts">Where to turn when someone is not safe; the same for everyone in the practice.</param>
public sealed record PortalHome(
    DateOnly Today, IReadOnlyList<PortalTask> DueToday, IReadOnlyList<PortalTask> DueThisWeek, PortalTask? Next, IReadOnlyList<PortalTask> Open,
    bool AgreementToAccept, IReadOnlyList<int> AgreementToTick, bool AgreementReviewDue,
    bool IsPulseDue, IReadOnlyList<MeasureDue> MeasuresDue, IReadOnlyList<PortalMessage> UnreadMessages, IReadOnlyList<SafetyContact> SafetyContacts);

/// <param name="AssignmentId">The assignment.</param>
/// <param name="CaseId">In which of the reader's cases.</param>
/// <param name="Title">The exercise's title.</param>
/// <param name="DoFrom">First day on which the next occurrence can be done.</param>
/// <param name="DoBy">Last day on which it is in time; of a given weekday that has passed, the last on which it still counts. Null is open-ended.</param>
/// <param name="CurrentStreak">The reader's own periods in a row with any credit.</param>
/// <param name="YourRole">The role with which the reader begins when it is next done; null where both do the same.</param>
public sealed record PortalTask(Guid AssignmentId, Guid CaseId, string Title, DateOnly DoFrom, DateOnly? DoBy, int CurrentStreak, string? YourRole);

[Access(Roles.Partner)]
public sealed record GetPortalHomeQuery(Guid? CaseId = null) : IQuery<PortalHome>;

public sealed class GetPortalHomeHandler(
    IDb db, PortalCases cases, PortalAssignments assignments, PortalMessages messages, PortalMeasures measures, AgreementVersions versions, SafetyContacts contacts, PracticeDays days,
    RequestScope scope)
    : IRequestHandler<GetPortalHomeQuery, PortalHome>
{
    private const int DaysAhead = 6;
    private const int MostMessages = 20;

    private const string AnsweredSql = """
        SELECT COUNT(*) AS Found FROM Responses r
        WHERE r.PracticeId = @PracticeId AND r.CoupleId = @CoupleId AND r.ClientId = @ClientId AND r.WeekStart = @WeekStart
        """;

    public async Task<PortalHome> Handle(GetPortalHomeQuery request, CancellationToken cancellationToken)
    {
        var today = days.Today;
        var couple = await cases.Couple(request.CaseId, cancellationToken);
        var running = await assignments.Running(request.CaseId, cancellationToken);
        var told = running.Zip(await assignments.Told([.. running.Select(one => one.Row)], cancellationToken)).ToDictionary(one => one.First.Row.Id, one => one.Second.Exercise);
        var open = running
            .Select(one => (Task: one, Span: NextDue.Of(one.Schedule, one.Own.Entries, today)))
            .Where(one => one.Span is not null)
            .OrderBy(one => one.Span!.By ?? DateOnly.MaxValue).ThenBy(one => one.Span!.From)
            .Select(one => (Task: Task(one.Task.Row, told[one.Task.Row.Id], one.Task.Schedule, one.Task.Own, one.Span!, today), IsToday: one.Span!.IsDueOn(today)))
            .ToList();
        var dueToday = open.Where(one => one.IsToday).Select(one => one.Task).ToList();
        var dueThisWeek = open.Where(one => !one.IsToday && one.Task.DoBy <= today.AddDays(DaysAhead)).Select(one => one.Task).ToList();
        var agreement = couple is null ? null : await versions.Of(couple, cancellationToken);
        return new PortalHome(
            today, dueToday, dueThisWeek, dueToday.FirstOrDefault() ?? open.Select(one => one.Task).FirstOrDefault(), [.. open.Select(one => one.Task)],
            agreement is { Version: > 0 } && !agreement.Acceptances.Any(acceptance => acceptance.PartnerId == cases.ClientId),
            agreement is null ? [] : [.. agreement.Keeping.Where(row => row.PartnerId == cases.ClientId && row.IsDue).Select(row => row.Row)],
            agreement is { IsReviewDue: true }, await IsPulseDue(today, cancellationToken), await measures.Due(request.CaseId, cancellationToken),
            await messages.Unread(request.CaseId, MostMessages, cancellationToken),
            await contacts.OfPractice(cancellationToken));
    }

    // Of the case that a check-in would go to.
    private async Task<bool> IsPulseDue(DateOnly today, CancellationToken cancellationToken) =>
        scope.CaseFile is { } file
        && await db.Find<int>(AnsweredSql, new { file.CoupleId, cases.ClientId, WeekStart = ResponseDays.WeekOf(today) }, cancellationToken) == 0;

    private static PortalTask Task(AssignmentRow row, Exercise told, AssignmentSchedule schedule, PartnerEntries own, DueSpan span, DateOnly today) => new(
        row.Id, row.CoupleId, told.Title, span.From, span.By, Adherence.Of(schedule, [own], today).CurrentStreak,
        row.RolesOn(schedule, span.From)?.A is { } role ? row.Exercise().RoleIn(told.Roles, role) : null);
}
