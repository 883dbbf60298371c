using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Domain.Calendars;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using MediatR;

namespace CounselDesk.Application.Calendars;

/// <summary>A therapist's calendar as text. An address that never was, one that was revoked and that of somebody who left are answered alike.</summary>
[Public("The address' 256 random bits stand in for a sign-in: calendar programs can send nothing else.")]
public sealed record ReadCalendarFeedQuery(string Secret) : IQuery<string>;

public sealed class ReadCalendarFeedHandler(IDb db, TimesOff timesOff, RequestScope scope, PracticeDays days) : IRequestHandler<ReadCalendarFeedQuery, string>
{
    // An address is presented before a practice is known; its hash finds one row or none.
    private const string OwnerAnyPracticeSql = """
        SELECT f.Id, f.PracticeId, f.AccountId, a.Roles, p.TimeZone
        FROM CalendarFeeds f
        JOIN Accounts a ON a.Id = f.AccountId AND a.PracticeId = f.PracticeId
        JOIN Practices p ON p.Id = f.PracticeId
        WHERE f.SecretHash = @SecretHash AND a.Active = 1
        """;

    // Both partners' names whoever is to come: that somebody is seen alone is nothing for a calendar outside.
    private const string SessionsSql = """
        SELECT s.Id, s.StartsAt, s.EndsAt, s.Place, s.Status, s.BookedAt, s.ChangedAt, s.Version,
          a.FirstName AS FirstNameA, a.LastName AS LastNameA, b.FirstName AS FirstNameB, b.LastName AS LastNameB
        FROM Sessions s
        JOIN Couples c ON c.Id = s.CoupleId AND c.PracticeId = s.PracticeId
        JOIN Clients a ON a.Id = c.PartnerAId AND a.PracticeId = c.PracticeId
        LEFT JOIN Clients b ON b.Id = c.PartnerBId AND b.PracticeId = c.PracticeId
        WHERE s.PracticeId = @PracticeId AND s.TherapistId = @TherapistId AND s.StartsAt >= @Start AND s.StartsAt < @End
          AND (s.Status <> 'Cancelled' OR s.CancelledAt >= @CancelledSince)
        ORDER BY s.StartsAt, s.Seq
        """;

    public async Task<string> Handle(ReadCalendarFeedQuery request, CancellationToken cancellationToken)
    {
        var owner = await db.Find<OwnerRow>(OwnerAnyPracticeSql, new { SecretHash = CalendarSecret.Hash(request.Secret) }, cancellationToken);
        if (owner is null || (RoleSets.Parse(owner.Roles) & (Roles.Therapist | Roles.Associate)) == Roles.None)
            throw Refused.NotFound("calendar");
        // Whoever reads is known to have the address, and is nobody's account.
        scope.Caller = new Caller { PracticeId = owner.PracticeId, TimeZone = owner.TimeZone };
        (scope.ResourceId, scope.SubjectId) = (owner.Id, owner.AccountId);

        // By whole days, so that an unchanged calendar reads the same until midnight.
        var (start, end) = (days.StartOf(days.Today.AddDays(-CalendarLimits.DaysBack)), days.StartOf(days.Today.AddDays(CalendarLimits.DaysAhead + 1)));
        var calendar = new CalendarText("CounselDesk");
        var window = new { TherapistId = owner.AccountId, Start = start, End = end, CancelledSince = days.StartOf(days.Today.AddDays(-CalendarLimits.DaysCancelledShows)) };
        foreach (var time in await timesOff.Between(owner.AccountId, start, end, cancellationToken))
            calendar.Add(new CalendarEvent(time.Id, time.StartsAt, time.EndsAt, time.EnteredAt, Changes: 0, "Away"));
        await foreach (var row in db.Stream<SessionEventRow>(SessionsSql, window, cancellationToken))
            calendar.Add(row.ToEvent());
        return calendar.End();
    }

    private sealed record OwnerRow
    {
        public Guid Id { get; init; }

        public Guid PracticeId { get; init; }

        public Guid AccountId { get; init; }

        public string Roles { get; init; } = "";

        public string TimeZone { get; init; } = "";
    }
}
