using CounselDesk.Application.Common;
using FsCheck;
using FsCheck.Fluent;

namespace CounselDesk.Application.Tests.Homework;

public sealed class PracticeDaysTests
{
    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu", "UTC"];

    /// <summary>The platform's own time zones are the other witness.</summary>
    [Fact]
    public void An_instant_lies_on_the_day_that_the_practices_clocks_show() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(10_000),
        Prop.ForAll(
            Arb.From(from zone in Gen.Elements(Zones) from minutes in Gen.Choose(0, 6 * 366 * 24 * 60) select (zone, minutes)),
            sample =>
            {
                var instant = new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(sample.minutes);
                var days = new PracticeDays(new RequestScope { Caller = new Caller { TimeZone = sample.zone } }, TimeProvider.System);
                var local = TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(sample.zone));
                return days.DayOf(instant) == DateOnly.FromDateTime(local.DateTime);
            }));
}
