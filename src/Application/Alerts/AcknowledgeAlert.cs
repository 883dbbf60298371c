using CounselDesk.Application.Common;
using CounselDesk.Domain;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Alerts;

/// <param name="Note">What was done about it; at most 20,000 characters, kept encrypted.</param>
public sealed record Acknowledgement(string? Note = null);

[Access(Roles.Clinicians)]
public sealed record AcknowledgeAlertCommand(Guid AlertId, int? Version, Acknowledgement Body) : ICommand<AlertItem>, IVersionedCommand, ICaseRequest
{
    public CaseKey Case => CaseKey.Alert(AlertId);
}

public sealed class AcknowledgeAlertValidator : AbstractValidator<AcknowledgeAlertCommand>
{
    public AcknowledgeAlertValidator() => RuleFor(x => x.Body.Note).Prose(Limits.LongText);
}

public sealed class AcknowledgeAlertHandler(IDb db, Alerts alerts, ITextProtector protector, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<AcknowledgeAlertCommand, AlertItem>
{
    private const string UpdateSql = """
        UPDATE Alerts SET AcknowledgedAt = @Now, AcknowledgedBy = @AccountId, AcknowledgedNote = @Note, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version
        """;

    public async Task<AlertItem> Handle(AcknowledgeAlertCommand request, CancellationToken cancellationToken)
    {
        var alert = await alerts.Find(request.AlertId, cancellationToken);
        scope.SubjectId = alert.PartnerId;
        scope.ResourceId = alert.Id;
        // An emergency access opens this too; whoever has one must not be able to clear the alert that tells of it.
        if (alert.Kind == AlertKind.EmergencyAccess && !scope.Case.IsOwn(scope.Caller))
            throw Refused.Forbidden("not-your-case", "Only the case's therapist or supervisor acknowledges an emergency access.");
        request.RequireCurrent(alert.Version);
        if (alert.AcknowledgedAt is not null)
            throw Refused.Conflict("already-acknowledged", "The alert has been acknowledged already.");

        await db.Execute(
            UpdateSql,
            new
            {
                Now = clock.GetUtcNow(),
                scope.Caller.AccountId,
                Note = request.Body.Note is { } note ? protector.Protect(Alerts.NotePurpose(alert.Id), note) : null,
                alert.Id,
                alert.Version,
            },
            cancellationToken).OrStale();
        await outbox.Raise("alert.acknowledged", alert.Id, cancellationToken);
        return await alerts.Find(alert.Id, cancellationToken);
    }
}
