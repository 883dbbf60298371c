namespace CounselDesk.Domain.Calendars;

/// <summary>Something that takes up time, as a calendar outside the practice may know it.</summary>
/// <param name="Id">Stays the same whatever changes, so that a calendar replaces what it has.</param>
/// <param name="StartsAt">Its start.</param>
/// <param name="EndsAt">Its end.</param>
/// <param name="ChangedAt">When it was last changed, or else made.</param>
/// <param name="Changes">How often it was changed.</param>
/// <param name="Summary">What it is called there.</param>
/// <param name="Location">Where, if that may be known.</param>
/// <param name="IsCancelled">Whether it was called off: shown so, and takes no time.</param>
public sealed record CalendarEvent(
    Guid Id, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset ChangedAt, int Changes, string Summary, string? Location = null, bool IsCancelled = false);
