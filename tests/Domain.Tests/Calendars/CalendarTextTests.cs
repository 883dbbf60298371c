using CounselDesk.Domain.Calendars;

namespace CounselDesk.Domain.Tests.Calendars;

public sealed class CalendarTextTests
{
    private static readonly CalendarEvent Some = new(
        new Guid("01900000-0000-7000-8000-000000000001"), new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(-6)),
        new DateTimeOffset(2026, 3, 2, 15, 50, 0, TimeSpan.Zero), new DateTimeOffset(2026, 2, 1, 8, 30, 15, 250, TimeSpan.Zero), 3, "R.R. & K.L.", "Office");

    [Fact]
    public void An_event_says_when_in_UTC_for_whom_where_and_how_often_it_changed() => Assert.Equal(
        [
            "BEGIN:VEVENT", "UID:01900000-0000-7000-8000-000000000001", "DTSTAMP:20260201T083015Z", "LAST-MODIFIED:20260201T083015Z", "SEQUENCE:3",
            "DTSTART:20260302T150000Z", "DTEND:20260302T155000Z", "SUMMARY:R.R. & K.L.", "LOCATION:Office", "STATUS:CONFIRMED", "TRANSP:OPAQUE",
            "CLASS:PRIVATE", "END:VEVENT", "END:VCALENDAR", "",
        ],
        Lines(Some).SkipWhile(line => line != "BEGIN:VEVENT"));

    [Fact]
    public void What_was_called_off_says_so_and_takes_no_time()
    {
        var lines = Lines(Some with { IsCancelled = true });
        Assert.Contains("STATUS:CANCELLED", lines);
        Assert.Contains("TRANSP:TRANSPARENT", lines);
    }

    [Fact]
    public void A_name_cannot_write_a_property_of_its_own() =>
        Assert.Contains("SUMMARY:a\\nSTATUS:CANCELLED\\; b\\, c\\\\", Lines(Some with { Summary = "a\r\nSTATUS:CANCELLED; b, c\\" }));

    [Fact]
    public void An_empty_calendar_still_holds_one_component()
    {
        var lines = Lines();
        Assert.Equal(("BEGIN:VCALENDAR", "END:VCALENDAR"), (lines[0], lines[^2]));
        Assert.Single(lines, line => line == "BEGIN:VTIMEZONE");
        Assert.DoesNotContain("BEGIN:VTIMEZONE", Lines(Some));
    }

    private static string[] Lines(params CalendarEvent[] events)
    {
        var calendar = new CalendarText("CounselDesk");
        foreach (var one in events)
            calendar.Add(one);
        return calendar.End().Split("\r\n");
    }
}
