using CounselDesk.Api.Http;
using CounselDesk.Application.Common;
using CounselDesk.Application.Sessions;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CounselDesk.Api.Controllers;

/// <summary>Sessions: booked, held, cancelled or missed.</summary>
[Tags("Sessions")]
public sealed class SessionsController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Book a session</summary>
    /// <remarks>
    /// 409 <c>double-booked</c> if the therapist, the couple or a client person is in another session at that time; it says
    /// which of them, and <c>conflictsWith</c> names the other session if it is one of this case. Sessions that touch do not clash.
    /// 409 <c>time-off</c> when the therapist is away. Outside the therapist's working hours it is booked, and <c>warnings</c> say so.
    /// 400 <c>time-out-of-range</c>, <c>session-too-short</c>, <c>session-too-long</c>, <c>not-a-therapist</c>, <c>not-a-partner</c>.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/sessions"), Sends<BookSessionCommand>, Creates]
    public Task<IActionResult> BookSession(Guid coupleId, NewSession body, CancellationToken cancellationToken) =>
        Created(new BookSessionCommand(coupleId, body), session => $"sessions/{session.Id}", cancellationToken);

    /// <summary>Book a series of sessions</summary>
    /// <remarks>
    /// Every so many weeks at the same time of day by the practice's clocks, all or none. 409 <c>session-clash</c> lists each
    /// time at which the therapist, the couple or a client person is in another session; a session of this case is named. 409
    /// <c>time-off</c> lists the times at which the therapist is away, if that is all; of both kinds, all are under <c>session-clash</c>.
    /// 400 <c>skips-nothing</c>, a day to skip is none of the series'; <c>empty-series</c>; <c>series-too-long</c>; <c>time-out-of-range</c>.
    /// </remarks>
    [HttpPost("couples/{coupleId:guid}/series"), Sends<BookSeriesCommand>, Creates]
    public Task<IActionResult> BookSeries(Guid coupleId, NewSeries body, CancellationToken cancellationToken) =>
        Created(new BookSeriesCommand(coupleId, body), series => $"series/{series.Id}", cancellationToken);

    /// <summary>List a case's series of sessions</summary>
    /// <remarks>Last booked first, without their sessions.</remarks>
    [HttpGet("couples/{coupleId:guid}/series"), Sends<ListSeriesQuery>]
    public Task<IActionResult> ListSeries(Guid coupleId, [FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListSeriesQuery(coupleId, page), cancellationToken);

    /// <summary>Read a series of sessions</summary>
    [HttpGet("series/{seriesId:guid}"), Sends<GetSeriesQuery>]
    public Task<IActionResult> GetSeries(Guid seriesId, CancellationToken cancellationToken) =>
        Answer(new GetSeriesQuery(seriesId), cancellationToken);

    /// <summary>List a case's sessions</summary>
    /// <remarks>Earliest first. <c>from</c> and <c>to</c> are calendar days in the practice's time zone, both included.</remarks>
    [HttpGet("couples/{coupleId:guid}/sessions"), Sends<ListSessionsQuery>]
    public Task<IActionResult> ListSessions(Guid coupleId, [FromQuery] PageQuery page, DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        Answer(new ListSessionsQuery(coupleId, page, new DayRange(from, to)), cancellationToken);

    /// <summary>Read the calendar</summary>
    /// <remarks>
    /// A clinician's own sessions and those of whom they supervise; everybody's for the front desk. Earliest first, with
    /// initials only. <c>from</c> and <c>to</c> are calendar days in the practice's time zone, both included.
    /// </remarks>
    [HttpGet("sessions"), Sends<ListCalendarQuery>]
    public Task<IActionResult> ListCalendar([FromQuery] PageQuery page, DateOnly? from, DateOnly? to, Guid? therapistId, CancellationToken cancellationToken) =>
        Answer(new ListCalendarQuery(page, new DayRange(from, to), therapistId), cancellationToken);

    /// <summary>List held sessions without a note</summary>
    /// <remarks>
    /// A clinician's own and those of whom they supervise, earliest first, until somebody begins a progress note on them.
    /// <c>from</c> and <c>to</c> are calendar days in the practice's time zone, both included.
    /// </remarks>
    [HttpGet("sessions/without-note"), Sends<ListSessionsWithoutNoteQuery>]
    public Task<IActionResult> ListSessionsWithoutNote([FromQuery] PageQuery page, DateOnly? from, DateOnly? to, Guid? therapistId, CancellationToken cancellationToken) =>
        Answer(new ListSessionsWithoutNoteQuery(page, new DayRange(from, to), therapistId), cancellationToken);

    /// <summary>Read a session</summary>
    [HttpGet("sessions/{sessionId:guid}"), Sends<GetSessionQuery>]
    public Task<IActionResult> GetSession(Guid sessionId, CancellationToken cancellationToken) =>
        Answer(new GetSessionQuery(sessionId), cancellationToken);

    /// <summary>Reschedule a booked session</summary>
    /// <remarks>
    /// Its time, length or place. Refused as a booking is if somebody is in another session then, or the therapist is away; one that
    /// keeps its time, or less of it, may stay in time off that was entered later.
    /// </remarks>
    [HttpPatch("sessions/{sessionId:guid}"), Consumes("application/merge-patch+json"), Sends<RescheduleSessionCommand>]
    public Task<IActionResult> RescheduleSession(Guid sessionId, IfMatch ifMatch, SessionChange body, CancellationToken cancellationToken) =>
        Answer(new RescheduleSessionCommand(sessionId, ifMatch.Version, body), cancellationToken);

    /// <summary>Reschedule a session of a series and all that follow it</summary>
    /// <remarks>
    /// To change one alone, reschedule it. A new start moves the booked sessions from this one on by as many days as this one,
    /// and to its new time of day by the practice's clocks, those that were moved alone too. Each stays the session it is. All
    /// or none: 409 <c>session-clash</c> or <c>time-off</c> lists the times that cannot be had; <c>not-in-series</c>. If-Match is the session's.
    /// </remarks>
    [HttpPatch("sessions/{sessionId:guid}/following"), Consumes("application/merge-patch+json"), Sends<RescheduleFollowingCommand>]
    public Task<IActionResult> RescheduleFollowing(Guid sessionId, IfMatch ifMatch, SessionChange body, CancellationToken cancellationToken) =>
        Answer(new RescheduleFollowingCommand(sessionId, ifMatch.Version, body), cancellationToken);

    /// <summary>Record that a session took place, and who came</summary>
    /// <remarks>409 <c>not-yet</c> before its start.</remarks>
    [HttpPost("sessions/{sessionId:guid}/hold"), Sends<HoldSessionCommand>]
    public Task<IActionResult> HoldSession(Guid sessionId, IfMatch ifMatch, SessionAttendance body, CancellationToken cancellationToken) =>
        Answer(new HoldSessionCommand(sessionId, ifMatch.Version, body), cancellationToken);

    /// <summary>Cancel a booked session</summary>
    /// <remarks>The notice is counted from now to the session's start; it is late below the practice's <c>lateCancellationHours</c>.</remarks>
    [HttpPost("sessions/{sessionId:guid}/cancel"), Sends<CancelSessionCommand>]
    public Task<IActionResult> CancelSession(Guid sessionId, IfMatch ifMatch, SessionCancellation body, CancellationToken cancellationToken) =>
        Answer(new CancelSessionCommand(sessionId, ifMatch.Version, body), cancellationToken);

    /// <summary>Cancel a session of a series and all that follow it</summary>
    /// <remarks>Those that are still booked, each with its own notice. 409 <c>not-in-series</c>. If-Match is the session's.</remarks>
    [HttpPost("sessions/{sessionId:guid}/following/cancel"), Sends<CancelFollowingCommand>]
    public Task<IActionResult> CancelFollowing(Guid sessionId, IfMatch ifMatch, SessionCancellation body, CancellationToken cancellationToken) =>
        Answer(new CancelFollowingCommand(sessionId, ifMatch.Version, body), cancellationToken);

    /// <summary>Record that nobody came</summary>
    /// <remarks>409 <c>not-yet</c> before its start.</remarks>
    [HttpPost("sessions/{sessionId:guid}/no-show"), Sends<RecordNoShowCommand>]
    public Task<IActionResult> RecordNoShow(Guid sessionId, IfMatch ifMatch, CancellationToken cancellationToken) =>
        Answer(new RecordNoShowCommand(sessionId, ifMatch.Version), cancellationToken);
}
