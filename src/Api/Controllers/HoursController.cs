using CounselDesk.Api.Http;
using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Application.Sessions;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>When members of staff work, are away, and are free.</summary>
[Tags("Hours")]
public sealed class HoursController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Read a member of staff's working hours</summary>
    [HttpGet("staff/{staffId:guid}/hours"), Sends<GetWorkingHoursQuery>]
    public Task<IActionResult> GetWorkingHours(Guid staffId, CancellationToken cancellationToken) =>
        Answer(new GetWorkingHoursQuery(staffId), cancellationToken);

    /// <summary>Write a member of staff's working hours</summary>
    /// <remarks>
    /// The whole week, by the practice's clocks; by that person, the front desk or an administrator (403 <c>not-your-hours</c>). Nothing
    /// that is booked changes, and sessions may be booked outside the hours: their <c>warnings</c> then say <c>outside-hours</c>. 400
    /// <c>not-a-time</c>, <c>ends-before-start</c>, <c>hours-overlap</c>, <c>too-many-intervals</c>.
    /// </remarks>
    [HttpPut("staff/{staffId:guid}/hours"), Sends<WriteWorkingHoursCommand>]
    public Task<IActionResult> WriteWorkingHours(Guid staffId, IfMatch ifMatch, WeekOfHours body, CancellationToken cancellationToken) =>
        Answer(new WriteWorkingHoursCommand(staffId, ifMatch.Version, body), cancellationToken);

    /// <summary>Enter time off</summary>
    /// <remarks>
    /// Whole days, or from one instant to another; by that person, the front desk or an administrator (403 <c>not-your-hours</c>). Why is
    /// not kept. From then on nothing is booked in it (409 <c>time-off</c>); what was booked before stays, and <c>bookedSessions</c> counts it.
    /// 400 <c>days-or-times</c>, <c>ends-before-start</c>, <c>time-out-of-range</c>, <c>time-off-too-long</c>.
    /// </remarks>
    [HttpPost("staff/{staffId:guid}/time-off"), Sends<EnterTimeOffCommand>, Creates]
    public Task<IActionResult> EnterTimeOff(Guid staffId, NewTimeOff body, CancellationToken cancellationToken) =>
        Created(new EnterTimeOffCommand(staffId, body), time => $"staff/{time.StaffId}/time-off/{time.Id}", cancellationToken);

    /// <summary>List a member of staff's time off</summary>
    /// <remarks>Earliest first; from today on unless told. <c>from</c> and <c>to</c> are calendar days in the practice's time zone, both included.</remarks>
    [HttpGet("staff/{staffId:guid}/time-off"), Sends<ListTimeOffQuery>]
    public Task<IActionResult> ListTimeOff(Guid staffId, [FromQuery] PageQuery page, DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        Answer(new ListTimeOffQuery(staffId, page, new DayRange(from, to)), cancellationToken);

    /// <summary>Read one time off</summary>
    [HttpGet("staff/{staffId:guid}/time-off/{timeOffId:guid}"), Sends<GetTimeOffQuery>]
    public Task<IActionResult> GetTimeOff(Guid staffId, Guid timeOffId, CancellationToken cancellationToken) =>
        Answer(new GetTimeOffQuery(staffId, timeOffId), cancellationToken);

    /// <summary>Remove time off</summary>
    /// <remarks>By that person, the front desk or an administrator (403 <c>not-your-hours</c>). To change it, enter it anew.</remarks>
    [HttpDelete("staff/{staffId:guid}/time-off/{timeOffId:guid}"), Sends<RemoveTimeOffCommand>]
    public Task<IActionResult> RemoveTimeOff(Guid staffId, Guid timeOffId, CancellationToken cancellationToken) =>
        Done(new RemoveTimeOffCommand(staffId, timeOffId), cancellationToken);

    /// <summary>Find when a member of staff is free</summary>
    /// <remarks>
    /// The working hours without time off and sessions, from now on, as stretches of at least <c>minutes</c> (50 unless told); it never
    /// tells whose a session is. <c>from</c> (today unless told) and <c>to</c> (a week in all unless told) are calendar days in the practice's
    /// time zone, both included, at most 31. 400 <c>ends-before-start</c>, <c>range-too-long</c>, <c>slot-length</c>.
    /// </remarks>
    [HttpGet("staff/{staffId:guid}/slots"), Sends<ListFreeSlotsQuery>]
    public Task<IActionResult> ListFreeSlots(Guid staffId, DateOnly? from, DateOnly? to, int? minutes, CancellationToken cancellationToken) =>
        Answer(new ListFreeSlotsQuery(staffId, from, to, minutes), cancellationToken);
}
