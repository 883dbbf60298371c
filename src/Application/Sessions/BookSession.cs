using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>A session to be booked.</summary>
/// <param name="StartsAt">At most 30 days back, to record what happened, and 2 years ahead.</param>
/// <param name="Minutes">15 to 240.</param>
/// <param name="Kind">Conjoint with both partners, or individual with one. A case of one client takes individual sessions.</param>
/// <param name="Place">Office, video or phone.</param>
/// <param name="PartnerId">Required for an individual session, and only there: a partner of the case.</param>
/// <param name="TherapistId">An active therapist or associate; the case's therapist unless told.</param>
public sealed record NewSession(
    DateTimeOffset StartsAt, int Minutes, SessionKind Kind, SessionPlace Place, Guid? PartnerId = null, Guid? TherapistId = null);

[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk)]
public sealed record BookSessionCommand(Guid CoupleId, NewSession Body) : ICommand<Session>, ICaseRequest
{
    public CaseKey Case => CaseKey.Couple(CoupleId);
}

public sealed class BookSessionValidator : AbstractValidator<BookSessionCommand>
{
    public BookSessionValidator() => RuleFor(x => x.Body).SetValidator(SessionBookings.Rules);
}

public sealed class BookSessionHandler(IIds ids, SessionBookings bookings, SessionSlots slots, Sessions sessions, RequestScope scope, IOutbox outbox)
    : IRequestHandler<BookSessionCommand, Session>
{
    public async Task<Session> Handle(BookSessionCommand request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        var id = ids.New();
        var therapist = await bookings.RequireParties(body, "", cancellationToken);
        var wanted = new SessionSlot(id, therapist, body.PartnerId, slots.RequireBookable(body.StartsAt), body.Minutes);
        var slot = await slots.Take(scope.Case, wanted, cancellationToken);
        await bookings.Insert(slot, body, seriesId: null, cancellationToken);
        await outbox.Raise("session.booked", id, cancellationToken);
        return await sessions.Find(id, cancellationToken);
    }
}
