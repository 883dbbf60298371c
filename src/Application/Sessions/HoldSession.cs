using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>That a session took place.</summary>
/// <param name="Attended">The partners who came, each once and at least one; in an individual session, that partner.</param>
public sealed record SessionAttendance(IReadOnlyList<Guid> Attended);

/// <summary>Also of a closed case: what happened before it closed can still be recorded.</summary>
[Access(Roles.Clinicians)]
public sealed record HoldSessionCommand(Guid SessionId, int? Version, SessionAttendance Body) : ICommand<Session>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Session(SessionId);
}

public sealed class HoldSessionValidator : AbstractValidator<HoldSessionCommand>
{
    public HoldSessionValidator()
    {
        RuleFor(x => x.Body.Attended)
            .Must(attended => attended is { Count: 1 or 2 } && attended.Distinct().Count() == attended.Count)
            .WithMessage("Name each partner who came, once; if nobody came, it was a no-show.");
    }
}

public sealed class HoldSessionHandler(IDb db, Sessions sessions, RequestScope scope, IOutbox outbox, TimeProvider clock)
    : IRequestHandler<HoldSessionCommand, Session>
{
    private const string UpdateSql = """
        UPDATE Sessions SET Status = 'Held', AttendedA = @AttendedA, AttendedB = @AttendedB, ChangedAt = @ChangedAt, Version = Version + 1
        WHERE Id = @Id AND PracticeId = @PracticeId AND Version = @Version AND Status = 'Booked'
        """;

    public async Task<Session> Handle(HoldSessionCommand request, CancellationToken cancellationToken)
    {
        var file = scope.Case;
        var row = await sessions.Row(request.SessionId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireCanBecome(SessionStatus.Held);
        row.RequireStarted(clock.GetUtcNow());
        var attended = request.Body.Attended;
        foreach (var client in attended)
            file.RequirePartner(client, "attended");
        if (row.PartnerId is { } alone && (attended.Count != 1 || attended[0] != alone))
            throw Refused.Invalid("attended", "An individual session is attended by its own partner only.", "not-invited");

        await db.Execute(
            UpdateSql,
            new
            {
                row.Id,
                AttendedA = attended.Contains(file.PartnerAId),
                AttendedB = file.PartnerBId is { } b && attended.Contains(b),
                ChangedAt = clock.GetUtcNow(),
                row.Version,
            },
            cancellationToken).OrStale();
        await outbox.Raise("session.held", row.Id, cancellationToken);
        return await sessions.Find(row.Id, cancellationToken);
    }
}
