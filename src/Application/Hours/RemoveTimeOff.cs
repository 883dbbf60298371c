using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Hours;

/// <summary>The time can be booked again from now on.</summary>
[Access(Roles.Staff)]
public sealed record RemoveTimeOffCommand(Guid StaffId, Guid TimeOffId) : ICommand<Unit>;

public sealed class RemoveTimeOffHandler(IDb db, TimesOff timesOff, StaffCalendars calendars, RequestScope scope, IOutbox outbox)
    : IRequestHandler<RemoveTimeOffCommand, Unit>
{
    private const string RemoveSql = "DELETE FROM TimeOff WHERE Id = @Id AND PracticeId = @PracticeId AND AccountId = @AccountId";

    public async Task<Unit> Handle(RemoveTimeOffCommand request, CancellationToken cancellationToken)
    {
        (scope.ResourceId, scope.SubjectId) = (request.TimeOffId, request.StaffId);
        await timesOff.Find(request.StaffId, request.TimeOffId, cancellationToken);
        await calendars.RequireOwn(request.StaffId, cancellationToken);
        await db.Execute(RemoveSql, new { Id = request.TimeOffId, AccountId = request.StaffId }, cancellationToken);
        await outbox.Raise("time-off.removed", request.TimeOffId, cancellationToken);
        return Unit.Value;
    }
}
