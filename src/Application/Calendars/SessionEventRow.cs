using CounselDesk.Application.Sessions;
using CounselDesk.Domain.Calendars;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Calendars;

/// <summary>A session as a calendar outside the practice may know it: when, where, and for whom by initials.</summary>
internal sealed record SessionEventRow
{
    public Guid Id { get; init; }

    public DateTimeOffset StartsAt { get; init; }

    public DateTimeOffset EndsAt { get; init; }

    public SessionPlace Place { get; init; }

    public SessionStatus Status { get; init; }

    public DateTimeOffset BookedAt { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }

    public int Version { get; init; }

    public string FirstNameA { get; init; } = "";

    public string LastNameA { get; init; } = "";

    public string? FirstNameB { get; init; }

    public string? LastNameB { get; init; }

    // What became of a session, other than that it was called off, stays in the practice: held or missed look as booked.
    public CalendarEvent ToEvent() => new(
        Id, StartsAt, EndsAt, ChangedAt ?? BookedAt, Version - 1,
        string.Join(" & ", new[] { Initials.Of(FirstNameA, LastNameA), Initials.Of(FirstNameB, LastNameB) }.OfType<string>()),
        Place.ToString(), Status == SessionStatus.Cancelled);
}
