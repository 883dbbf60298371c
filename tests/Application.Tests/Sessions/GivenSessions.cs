using CounselDesk.Application.Common;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Sessions;

internal static class GivenSessions
{
    /// <summary>A conjoint session tomorrow at this time, or when told.</summary>
    public static NewSession At(this TestDesk desk, int minutesFromNow = 24 * 60, int minutes = 50) =>
        new(desk.Clock.Now.AddMinutes(minutesFromNow), minutes, SessionKind.Conjoint, SessionPlace.Office);

    public static NewSession With(this NewSession session, Guid partnerId) =>
        session with { Kind = SessionKind.Individual, PartnerId = partnerId };

    public static Task<Session> Book(this TestDesk desk, Caller caller, GivenCouple given, NewSession? session = null) =>
        desk.Send(caller, new BookSessionCommand(given.Id, session ?? desk.At()));

    public static Task<SessionSeries> BookSeries(
        this TestDesk desk, Caller caller, GivenCouple given, DateTimeOffset first, int everyWeeks = 1, int? count = null, DateOnly? until = null, IReadOnlyList<DateOnly>? skip = null) =>
        desk.Send(caller, new BookSeriesCommand(given.Id, new NewSeries(desk.At() with { StartsAt = first }, everyWeeks, count, until, skip)));

    /// <summary>The sessions that take a therapist's or a couple's time while another does, asked of the database itself.</summary>
    public static Task<IReadOnlyList<Guid>> DoubleBookings(this TestDesk desk) => desk.Rows<Guid>("""
        SELECT s.Id FROM Sessions s
        JOIN Sessions o ON o.Id <> s.Id AND (o.TherapistId = s.TherapistId OR o.CoupleId = s.CoupleId)
          AND o.StartsAt < s.EndsAt AND s.StartsAt < o.EndsAt
        WHERE s.Status IN ('Booked', 'Held') AND o.Status IN ('Booked', 'Held')
        """);

    public static async Task Close(this TestDesk desk, GivenCouple given) => await desk.InScope(Caller.Anonymous, services =>
        ((IUnitOfWork)services.GetService(typeof(IUnitOfWork))!).InTransaction(
            () => ((IDb)services.GetService(typeof(IDb))!).Execute("UPDATE Couples SET Status = 'Closed' WHERE Id = @Id", new { given.Id }, CancellationToken.None),
            CancellationToken.None));
}
