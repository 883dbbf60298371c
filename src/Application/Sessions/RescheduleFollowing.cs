using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using FluentValidation;
using MediatR;

namespace CounselDesk.Application.Sessions;

/// <summary>Changes a session of a series and all that follow it there; <c>If-Match</c> names that session's version.</summary>
[Access(Roles.Clinicians, AnyCase = Roles.Frontdesk)]
public sealed record RescheduleFollowingCommand(Guid SessionId, int? Version, SessionChange Body)
    : ICommand<SessionSeries>, ICaseRequest, IVersionedCommand
{
    public CaseKey Case => CaseKey.Session(SessionId);
}

public sealed class RescheduleFollowingValidator : AbstractValidator<RescheduleFollowingCommand>
{
    public RescheduleFollowingValidator() => RuleFor(x => x.Body).SetValidator(SessionChange.Rules);
}

public sealed class RescheduleFollowingHandler(
    SessionBookings bookings, SessionSlots slots, Sessions sessions, SeriesRecords series, PracticeDays days, RequestScope scope, IOutbox outbox)
    : IRequestHandler<RescheduleFollowingCommand, SessionSeries>
{
    public async Task<SessionSeries> Handle(RescheduleFollowingCommand request, CancellationToken cancellationToken)
    {
        scope.Case.RequireOpen();
        var row = await sessions.Row(request.SessionId, cancellationToken);
        request.RequireCurrent(row.Version);
        row.RequireBooked();
        var (id, rows) = await series.RequireFollowing(row, cancellationToken);

        var body = request.Body;
        var start = Starts(row, body.StartsAt);
        var wanted = rows.Select(one => SessionSlot.Of(one, start(one), body.Minutes.Or(one.Minutes))).ToList();
        foreach (var (one, slot) in rows.Zip(await slots.TakeAll(scope.Case, wanted, cancellationToken)))
            await bookings.Move(one, slot, body.Place.Or(one.Place), cancellationToken);
        await outbox.Raise("series.rescheduled", id, cancellationToken);
        return await series.Find(id, cancellationToken);
    }

    // As many days later or earlier as the named one, and at its new time of day, by the practice's clocks.
    private Func<SessionRow, DateTimeOffset> Starts(SessionRow named, Optional<DateTimeOffset> to)
    {
        if (!to.IsSet)
            return row => row.StartsAt;
        var start = slots.RequireBookable(to.Value);
        var (shift, time) = (days.DayOf(start).DayNumber - days.DayOf(named.StartsAt).DayNumber, days.TimeOf(start));
        return row => row.Id == named.Id ? start : slots.RequireBookable(days.At(days.DayOf(row.StartsAt).AddDays(shift), time));
    }
}
