using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>That a session is called off.</summary>
/// <param name="By">Who called it off: the therapist, the practice, partner A, partner B, or the couple together.</param>
/// <param name="Reason">Free text, at most 1000 characters; kept encrypted, and shown only to the case's clinicians.</param>
public sealed record SessionCancellation(SessionCanceller By, string? Reason = null);

/// <summary>Also of a closed case, so that nothing stays on the calendar.</summary>
[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk)]
public sealed record CancelSessionCommand(Guid SessionId, int? Version, SessionCancellation Body) : ICommand<Session>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Session(SessionId);
}

public sealed class CancelSessionValidator : AbstractValidator<CancelSessionCommand>
{
    public CancelSessionValidator()
    {
        RuleFor(x => x.Body.By).IsInEnum();
        RuleFor(x => x.Body.Reason).Prose(Limits.Reason);
    }
}

public sealed class CancelSessionHandler(IDb db, Sessions sessions, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<CancelSessionCommand, Session>
{
    private const string LateHoursSql = "SELECT p.LateCancellationHours FROM Practices p WHERE p.Id = @PracticeId";

    private const string UpdateSql = """
        UPDATE Sessions SET Status = 'Cancelled', CancelledBy = @CancelledBy, CancelledAt = @CancelledAt, CancelReason = @CancelReason,
          NoticeHours = @NoticeHours, Late = @Late, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'Booked'
        """;

    public async Task<Session> Handle(CancelSessionCommand request, CancellationToken cancellationToken)
    {
        var row = await sessions.Row(request.SessionId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireCanBecome(SessionStatus.Cancelled);
        RequireInSession(request.Body.By, row);

        var now = clock.GetUtcNow();
        var notice = CancellationNotice.Of(row.StartsAt, now, await db.Find<int>(LateHoursSql, null, cancellationToken));
        await db.Execute(
            UpdateSql,
            new
            {
                row.Id,
                CancelledBy = request.Body.By,
                CancelledAt = now,
                CancelReason = request.Body.Reason is { } reason ? sessions.ProtectReason(row.Id, reason) : null,
                NoticeHours = notice.Hours,
                notice.Late,
                row.Version,
            },
            cancellationToken).OrStale();
        await outbox.Raise("session.cancelled", row.Id, cancellationToken);
        return await sessions.Find(row.Id, cancellationToken);
    }

    // Who was not to come cannot call it off.
    private void RequireInSession(SessionCanceller by, SessionRow row)
    {
        var isIn = by switch
        {
            SessionCanceller.PartnerA => row.PartnerId is null || row.PartnerId == scope.Case.PartnerAId,
            SessionCanceller.PartnerB => scope.Case.PartnerBId is { } b && (row.PartnerId is null || row.PartnerId == b),
            SessionCanceller.Couple => row.PartnerId is null,
            _ => true,
        };
        if (!isIn)
            throw Refused.Invalid("by", "Name somebody who was to come to this session.", "not-invited");
    }
}
