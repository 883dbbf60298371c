using System.Globalization;
using System.Text;

namespace CounselDesk.Domain.Calendars;

/// <summary>
/// Writes events as one iCalendar object (RFC 5545, RFC 7986). Each is a single event in UTC: what repeats was booked as
/// instants, so no reader has to know a time zone's rules to show them right.
/// </summary>
public sealed class CalendarText
{
    private readonly StringBuilder _text = new();
    private bool _hasEvents;

    public CalendarText(string name)
    {
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//CounselDesk//Calendar feed//EN");
        Line("CALSCALE:GREGORIAN");
        Line($"NAME:{ContentLine.Escape(name)}");
        // What was usual before RFC 7986 gave both properties names.
        Line($"X-WR-CALNAME:{ContentLine.Escape(name)}");
        Line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        Line("X-PUBLISHED-TTL:PT1H");
    }

    public void Add(CalendarEvent one)
    {
        _hasEvents = true;
        Line("BEGIN:VEVENT");
        Line($"UID:{one.Id:D}");
        // Without a METHOD, the stamp is when the event was last revised, so what has not changed reads the same each time.
        Line($"DTSTAMP:{Utc(one.ChangedAt)}");
        Line($"LAST-MODIFIED:{Utc(one.ChangedAt)}");
        Line(string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{one.Changes}"));
        Line($"DTSTART:{Utc(one.StartsAt)}");
        Line($"DTEND:{Utc(one.EndsAt)}");
        Line($"SUMMARY:{ContentLine.Escape(one.Summary)}");
        if (one.Location is { } location)
            Line($"LOCATION:{ContentLine.Escape(location)}");
        Line(one.IsCancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
        Line(one.IsCancelled ? "TRANSP:TRANSPARENT" : "TRANSP:OPAQUE");
        Line("CLASS:PRIVATE");
        Line("END:VEVENT");
    }

    /// <summary>The whole object. Nothing can be added afterwards.</summary>
    public string End()
    {
        if (!_hasEvents)
            AddSomething();
        Line("END:VCALENDAR");
        return _text.ToString();
    }

    // An object without any component is not one (RFC 5545, 3.6). A time zone that nothing refers to shows nowhere.
    private void AddSomething()
    {
        foreach (var line in (string[])["BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"])
            Line(line);
    }

    private void Line(string line) => ContentLine.Append(_text, line);

    private static string Utc(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
