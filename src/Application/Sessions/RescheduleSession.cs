using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using CounselDesk.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>What to change of a booked session; what is absent stays.</summary>
/// <param name="StartsAt">At most 30 days back and 2 years ahead.</param>
/// <param name="Minutes">15 to 240.</param>
/// <param name="Place">Office, video or phone.</param>
public sealed record SessionChange(
    Optional<DateTimeOffset> StartsAt = default, Optional<int> Minutes = default, Optional<SessionPlace> Place = default)
{
    internal static IValidator<SessionChange> Rules { get; } = MakeRules();

    private static InlineValidator<SessionChange> MakeRules()
    {
        var rules = new InlineValidator<SessionChange>();
        rules.RuleFor(x => x.Minutes)
            .Must(minutes => !minutes.IsSet || minutes.Value >= SessionTimes.ShortestMinutes)
            .WithErrorCode("session-too-short").WithMessage($"Must be at least {SessionTimes.ShortestMinutes}.");
        rules.RuleFor(x => x.Minutes)
            .Must(minutes => !minutes.IsSet || minutes.Value <= SessionTimes.LongestMinutes)
            .WithErrorCode("session-too-long").WithMessage($"Must be at most {SessionTimes.LongestMinutes}.");
        rules.RuleFor(x => x.Place).Must(place => !place.IsSet || Enum.IsDefined(place.Value)).WithMessage("Must be one of the listed words.");
        return rules;
    }
}

[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk)]
public sealed record RescheduleSessionCommand(Guid SessionId, int? Version, SessionChange Body) : ICommand<Session>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Session(SessionId);
}

public sealed class RescheduleSessionValidator : AbstractValidator<RescheduleSessionCommand>
{
    public RescheduleSessionValidator() => RuleFor(x => x.Body).SetValidator(SessionChange.Rules);
}

public sealed class RescheduleSessionHandler(SessionBookings bookings, SessionSlots slots, Sessions sessions, RequestScope scope, IOutbox outbox)
    : IRequestHandler<RescheduleSessionCommand, Session>
{
    public async Task<Session> Handle(RescheduleSessionCommand request, CancellationToken cancellationToken)
    {
        scope.Case.RequireOpen();
        var row = await sessions.Row(request.SessionId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireBooked();

        var startsAt = request.Body.StartsAt.IsSet ? slots.RequireBookable(request.Body.StartsAt.Value) : row.StartsAt;
        var wanted = SessionSlot.Of(row, startsAt, request.Body.Minutes.Or(row.Minutes));
        var slot = await slots.Take(scope.Case, wanted, cancellationToken);
        await bookings.Move(row, slot, request.Body.Place.Or(row.Place), cancellationToken);
        await outbox.Raise("session.rescheduled", row.Id, cancellationToken);
        return await sessions.Find(row.Id, cancellationToken);
    }
}
