using CounselDesk.Application.Common;
using CounselDesk.Domain.People;
using MediatR;

namespace CounselDesk.Application.Hours;

[Access(Roles.Staff)]
public sealed record GetWorkingHoursQuery(Guid StaffId) : IQuery<WorkingHours>;

public sealed class GetWorkingHoursHandler(StaffCalendars calendars, WorkingWeeks weeks) : IRequestHandler<GetWorkingHoursQuery, WorkingHours>
{
    public async Task<WorkingHours> Handle(GetWorkingHoursQuery request, CancellationToken cancellationToken)
    {
        await calendars.Require(request.StaffId, cancellationToken);
        return await weeks.Of(request.StaffId, cancellationToken);
    }
}
