using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Safety;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Couples;

/// <param name="Reason">Why it cannot wait for the case's own therapist; 10 visible characters at least and 1,000 at most, kept in the audit.</param>
public sealed record EmergencyReason(string Reason);

/// <summary>
/// Opens somebody else's case to a clinician for four hours, but for what is only for its own (<see cref="AccessAttribute.OwnCase"/>). Not an <see cref="ICaseRequest"/>: the case wall would
/// refuse the very person it is for.
/// </summary>
[Access(Roles.Clinicians)]
public sealed record RequestEmergencyAccessCommand(Guid CoupleId, EmergencyReason Body) : ICommand<EmergencyAccess>;

/// <param name="Id">The access.</param>
/// <param name="CoupleId">The case it opens.</param>
/// <param name="Reason">As given.</param>
/// <param name="StartedAt">Now.</param>
/// <param name="EndsAt">Four hours later; the case closes again by itself.</param>
public sealed record EmergencyAccess(Guid Id, Guid CoupleId, string Reason, DateTimeOffset StartedAt, DateTimeOffset EndsAt);

public sealed class RequestEmergencyAccessValidator : AbstractValidator<RequestEmergencyAccessCommand>
{
    // As much as a decision against the safety rule asks for: both are read by whoever has to judge them afterwards.
    private const int Minimum = HomeworkLimits.RationaleMinimum;

    public RequestEmergencyAccessValidator()
    {
        RuleFor(x => x.Body.Reason).NotNull().Prose(Limits.Reason);
        RuleFor(x => x.Body.Reason).Must(text => text is null || VisibleText.Count(text) >= Minimum).WithMessage($"Give at least {Minimum} visible characters.");
    }
}

public sealed class RequestEmergencyAccessHandler(IDb db, IIds ids, RequestScope scope, RaiseAlert alerts, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<RequestEmergencyAccessCommand, EmergencyAccess>
{
    private const string InsertSql = """
        INSERT INTO EmergencyAccesses (Id, PracticeId, CoupleId, AccountId, Reason, StartedAt, EndsAt)
        VALUES (@Id, @PracticeId, @CoupleId, @AccountId, @Reason, @StartedAt, @EndsAt)
        """;

    public async Task<EmergencyAccess> Handle(RequestEmergencyAccessCommand request, CancellationToken cancellationToken)
    {
        var (now, caller) = (clock.GetUtcNow(), scope.Caller);
        // Two requests at once would both find none.
        await db.Lock($"emergency-access:{request.CoupleId}:{caller.AccountId}", cancellationToken);
        var file = await db.Find<CaseFile>(CaseFiles.ByCoupleSql, new { Id = request.CoupleId, caller.AccountId, Now = now }, cancellationToken)
            .OrNotFound("couple");
        scope.CaseFile = file;
        scope.Reason = request.Body.Reason.Trim();
        if (file.IsOwn(caller))
            throw Refused.Conflict("already-your-case", "You have this case already.");
        if (file.EmergencyReason is not null)
            throw Refused.Conflict("already-granted", "Your emergency access to this case lasts still; its reason stands beside what you do.");

        var access = new EmergencyAccess(ids.New(), file.CoupleId, scope.Reason, now, now + EmergencyAccessRule.Lasts);
        scope.ResourceId = access.Id;
        await db.Execute(
            InsertSql,
            new { access.Id, access.CoupleId, caller.AccountId, access.Reason, access.StartedAt, access.EndsAt },
            cancellationToken);
        await alerts.Raise(
            file.CoupleId, clientId: null, AlertKind.EmergencyAccess, $"emergency-access:{access.Id}",
            "A clinician who does not have this case opened it in an emergency; the audit holds who and the written reason.", cancellationToken);
        await outbox.Raise("emergency-access.started", access.Id, cancellationToken);
        return access;
    }
}
