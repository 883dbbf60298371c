using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Domain.Couples;
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
    public BookSessionValidator()
    {
        RuleFor(x => x.Body.Minutes).InclusiveBetween(SessionTimes.ShortestMinutes, SessionTimes.LongestMinutes);
        RuleFor(x => x.Body.Kind).IsInEnum();
        RuleFor(x => x.Body.Place).IsInEnum();
        RuleFor(x => x.Body.PartnerId).NotNull().When(x => x.Body.Kind == SessionKind.Individual)
            .WithMessage("An individual session names its partner.");
        RuleFor(x => x.Body.PartnerId).Null().When(x => x.Body.Kind == SessionKind.Conjoint)
            .WithMessage("A conjoint session names no single partner.");
    }
}

public sealed class BookSessionHandler(
    IDb db, IIds ids, Accounts accounts, SessionSlots slots, Sessions sessions, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<BookSessionCommand, Session>
{
    private const string InsertSql = """
        INSERT INTO Sessions (Id, PracticeId, Seq, CoupleId, TherapistId, StartsAt, EndsAt, Minutes, Kind, Place, PartnerId, Status,
          AttendedA, AttendedB, CancelledBy, CancelledAt, CancelReason, NoticeHours, Late, BookedBy, BookedAt, Version)
        VALUES (@Id, @PracticeId, @Seq, @CoupleId, @TherapistId, @StartsAt, @EndsAt, @Minutes, @Kind, @Place, @PartnerId, 'Booked',
          NULL, NULL, NULL, NULL, NULL, NULL, NULL, @BookedBy, @BookedAt, 1)
        """;

    public async Task<Session> Handle(BookSessionCommand request, CancellationToken cancellationToken)
    {
        var body = request.Body;
        var id = ids.New();
        scope.Case.RequireOpen();
        if (body.PartnerId is { } partner)
            scope.Case.RequirePartner(partner, "partnerId");
        else if (scope.Case.Kind == CaseKind.Individual)
            throw Refused.Invalid("kind", "A case of one client takes individual sessions.", "nobody-to-join");

        var slot = new SessionSlot(
            id, await Therapist(body.TherapistId, cancellationToken), body.PartnerId, slots.RequireBookable(body.StartsAt), body.Minutes);
        await slots.Take(scope.Case, slot, cancellationToken);
        await db.Execute(
            InsertSql,
            new
            {
                Id = id,
                Seq = ids.NextSequence(),
                scope.Case.CoupleId,
                slot.TherapistId,
                slot.StartsAt,
                slot.EndsAt,
                body.Minutes,
                body.Kind,
                body.Place,
                body.PartnerId,
                BookedBy = scope.Caller.AccountId,
                BookedAt = clock.GetUtcNow(),
            },
            cancellationToken);
        scope.SubjectId = body.PartnerId;
        await outbox.Raise("session.booked", id, cancellationToken);
        return await sessions.Find(id, cancellationToken);
    }

    private async Task<Guid> Therapist(Guid? asked, CancellationToken cancellationToken)
    {
        var id = asked ?? scope.Case.TherapistId;
        if (await accounts.ById(id, cancellationToken) is { Active: true } account
            && (account.RoleSet & (Roles.Therapist | Roles.Associate)) != Roles.None)
            return id;
        throw Refused.Invalid("therapistId", "Name an active therapist or associate of this practice.", "not-a-therapist");
    }
}
