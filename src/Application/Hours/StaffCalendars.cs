using CounselDesk.Application.Common;
using CounselDesk.Application.People;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Hours;

/// <summary>Whose hours and time off somebody may read and write.</summary>
public sealed class StaffCalendars(Accounts accounts, RequestScope scope)
{
    /// <summary>All who work here may know when a colleague does.</summary>
    public Task<Account> Require(Guid staffId, CancellationToken cancellationToken)
    {
        scope.SubjectId = staffId;
        return accounts.StaffById(staffId, cancellationToken);
    }

    /// <summary>Only the person, the front desk and administrators change it.</summary>
    public async Task RequireOwn(Guid staffId, CancellationToken cancellationToken)
    {
        await Require(staffId, cancellationToken);
        if (scope.Caller.AccountId != staffId && !scope.Caller.Has(Roles.Frontdesk | Roles.Admin))
            throw Refused.Forbidden("not-your-hours", "Only this person, the front desk and administrators change these.");
    }
}
