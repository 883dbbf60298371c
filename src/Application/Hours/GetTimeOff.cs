using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Hours;

[Access(Roles.Staff)]
public sealed record GetTimeOffQuery(Guid StaffId, Guid TimeOffId) : IQuery<TimeOff>;

public sealed class GetTimeOffHandler(TimesOff timesOff, StaffCalendars calendars, RequestScope scope) : IRequestHandler<GetTimeOffQuery, TimeOff>
{
    public async Task<TimeOff> Handle(GetTimeOffQuery request, CancellationToken cancellationToken)
    {
        await calendars.Require(request.StaffId, cancellationToken);
        scope.ResourceId = request.TimeOffId;
        return await timesOff.Find(request.StaffId, request.TimeOffId, cancellationToken);
    }
}
