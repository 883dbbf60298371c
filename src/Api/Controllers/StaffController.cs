using CounselDesk.Api.Http;
using CounselDesk.Application.People;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>The people who work in the practice.</summary>
[Tags("Staff")]
public sealed class StaffController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Invite a member of staff</summary>
    /// <remarks>The answer holds a one-time token, shown only here, with which the person chooses a password.</remarks>
    [HttpPost("staff"), Sends<InviteStaffCommand>, Creates]
    public Task<IActionResult> InviteStaff(NewStaffMember body, CancellationToken cancellationToken) =>
        Created(new InviteStaffCommand(body), result => $"staff/{result.Member.Id}", cancellationToken);
}
