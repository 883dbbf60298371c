using CounselDesk.Api.Http;
using CounselDesk.Application.Calendars;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace CounselDesk.Api.Controllers;

/// <summary>Addresses at which a therapist's own calendar is read by other programs (iCalendar).</summary>
[Tags("Calendars")]
public sealed class CalendarsController(IMediator mediator) : ApiController(mediator)
{
    /// <summary>Make a calendar address</summary>
    /// <remarks>
    /// For the caller's own sessions and time off. The <c>address</c> is shown only here: whoever has it reads the calendar until it
    /// is revoked. 409 <c>too-many-calendars</c> beyond ten.
    /// </remarks>
    [HttpPost("calendars"), Sends<IssueCalendarFeedCommand>, Creates]
    public Task<IActionResult> IssueCalendarFeed(NewCalendarFeed body, CancellationToken cancellationToken) =>
        Created(new IssueCalendarFeedCommand(body), feed => $"calendars/{feed.Id}", cancellationToken);

    /// <summary>List one's own calendar addresses</summary>
    /// <remarks>In the order of their making, without the addresses themselves.</remarks>
    [HttpGet("calendars"), Sends<ListCalendarFeedsQuery>]
    public Task<IActionResult> ListCalendarFeeds([FromQuery] PageQuery page, CancellationToken cancellationToken) =>
        Answer(new ListCalendarFeedsQuery(page), cancellationToken);

    /// <summary>Read what is kept of a calendar address</summary>
    [HttpGet("calendars/{calendarId:guid}"), Sends<GetCalendarFeedQuery>]
    public Task<IActionResult> GetCalendarFeed(Guid calendarId, CancellationToken cancellationToken) =>
        Answer(new GetCalendarFeedQuery(calendarId), cancellationToken);

    /// <summary>Revoke a calendar address</summary>
    /// <remarks>At once: the next reading gets the same 404 as an address that never was.</remarks>
    [HttpDelete("calendars/{calendarId:guid}"), Sends<RevokeCalendarFeedCommand>]
    public Task<IActionResult> RevokeCalendarFeed(Guid calendarId, CancellationToken cancellationToken) =>
        Done(new RevokeCalendarFeedCommand(calendarId), cancellationToken);

    /// <summary>Read a calendar</summary>
    /// <remarks>
    /// iCalendar (RFC 5545), for calendar programs: sessions from 90 days back to 400 ahead, in UTC, with the case's initials and
    /// office, video or phone; a cancelled one shows as such for 30 days. Nothing tells who of a couple is to come, or whether anybody
    /// came. Nobody who was deactivated has a calendar. An answer may be kept and asked for again with its ETag.
    /// </remarks>
    [HttpGet("calendars/{secret}.ics"), Sends<ReadCalendarFeedQuery>, Produces("text/calendar"), MayBeKept, EnableRateLimiting(HttpSetup.CalendarLimit)]
    public Task<IActionResult> ReadCalendarFeed(SecretText secret, CancellationToken cancellationToken) =>
        Text(new ReadCalendarFeedQuery(secret.Value), "text/calendar", cancellationToken);
}
