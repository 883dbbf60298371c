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

    public static async Task Close(this TestDesk desk, GivenCouple given) => await desk.InScope(Caller.Anonymous, services =>
        ((IUnitOfWork)services.GetService(typeof(IUnitOfWork))!).InTransaction(
            () => ((IDb)services.GetService(typeof(IDb))!).Execute("UPDATE Couples SET Status = 'Closed' WHERE Id = @Id", new { given.Id }, CancellationToken.None),
            CancellationToken.None));
}
