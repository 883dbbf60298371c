using CounselDesk.Api.Http;
using CounselDesk.Application.People;
using CounselDesk.Domain.People;
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

    /// <summary>List members of staff</summary>
    /// <remarks>In the order of invitation, the deactivated included unless <c>active=true</c>. Clients' portal accounts are not among them.</remarks>
    [HttpGet("staff"), Sends<ListStaffQuery>]
    public Task<IActionResult> ListStaff([FromQuery] PageQuery page, bool? active, Role? role, CancellationToken cancellationToken) =>
        Answer(new ListStaffQuery(page, active, role), cancellationToken);

    /// <summary>Read a member of staff</summary>
    [HttpGet("staff/{staffId:guid}"), Sends<GetStaffMemberQuery>]
    public Task<IActionResult> GetStaffMember(Guid staffId, CancellationToken cancellationToken) =>
        Answer(new GetStaffMemberQuery(staffId), cancellationToken);

    /// <summary>Change a member of staff's name, roles or supervisor</summary>
    /// <remarks>
    /// Takes effect at once, on open sign-ins too. 409: <c>last-admin</c>, the practice would be left without an
    /// administrator who can sign in; <c>supervisor-in-use</c>, somebody active names this person as supervisor;
    /// <c>has-open-cases</c>, the person would keep cases without a role to see them.
    /// </remarks>
    [HttpPatch("staff/{staffId:guid}"), Sends<ChangeStaffMemberCommand>, Consumes("application/merge-patch+json")]
    public Task<IActionResult> ChangeStaffMember(Guid staffId, StaffChanges body, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new ChangeStaffMemberCommand(staffId, ifMatch.Version, body), cancellationToken);

    /// <summary>Deactivate a member of staff</summary>
    /// <remarks>
    /// Ends every sign-in and invitation at once. Open cases and supervisees do not hold it up: they stay, and the
    /// answer counts those that need another therapist or supervisor. 409: <c>last-admin</c>, <c>already-deactivated</c>.
    /// </remarks>
    [HttpPost("staff/{staffId:guid}/deactivate"), Sends<DeactivateStaffMemberCommand>]
    public Task<IActionResult> DeactivateStaffMember(Guid staffId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new DeactivateStaffMemberCommand(staffId, ifMatch.Version), cancellationToken);

    /// <summary>Reactivate a member of staff</summary>
    /// <remarks>With the roles and the password of before. 409: <c>already-active</c>; <c>supervisor-gone</c>, name another supervisor first.</remarks>
    [HttpPost("staff/{staffId:guid}/reactivate"), Sends<ReactivateStaffMemberCommand>]
    public Task<IActionResult> ReactivateStaffMember(Guid staffId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new ReactivateStaffMemberCommand(staffId, ifMatch.Version), cancellationToken);

    /// <summary>Invite again, or reset a password</summary>
    /// <remarks>
    /// Gives a new one-time token and ends the one before, the password and every sign-in: it replaces a lost
    /// invitation, and lets someone back in who forgot the password. 409: <c>deactivated</c>; <c>own-account</c>,
    /// change your own password instead; <c>last-admin</c>.
    /// </remarks>
    [HttpPost("staff/{staffId:guid}/invite"), Sends<RenewInvitationCommand>]
    public Task<IActionResult> RenewInvitation(Guid staffId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new RenewInvitationCommand(staffId, ifMatch.Version), cancellationToken);
}
