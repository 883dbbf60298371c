using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;

namespace CounselDesk.Application.Tests.Hours;

public sealed class WorkingHoursTests : OnePractice
{
    [Fact]
    public async Task Are_kept_by_weekday_and_time_whatever_order_they_came_in()
    {
        await Desk.Works(Practice.Therapist, (DayOfWeek.Tuesday, "13:00", "24:00"), (DayOfWeek.Tuesday, "00:00", "12:30"), (DayOfWeek.Monday, "09:00", "17:00"));
        var hours = await Desk.Send(Practice.OtherTherapist, new GetWorkingHoursQuery(Practice.Therapist.AccountId));
        Assert.Equal(
            [new HoursOfDay(DayOfWeek.Monday, "09:00", "17:00"), new HoursOfDay(DayOfWeek.Tuesday, "00:00", "12:30"), new HoursOfDay(DayOfWeek.Tuesday, "13:00", "24:00")],
            hours.Week);
        Assert.Equal((1, Desk.Clock.Now), (hours.Version, hours.ChangedAt));
    }

    [Fact]
    public async Task Are_empty_with_version_0_until_they_are_written_and_then_changed_by_version()
    {
        var hours = await Desk.Send(Practice.Therapist, new GetWorkingHoursQuery(Practice.Therapist.AccountId));
        Assert.Equal((0, 0), (hours.Week.Count, hours.Version));
        Assert.Equal(1, (await Write(Practice.Therapist, Practice.Therapist, version: 0)).Version);
        await Write(Practice.Therapist, Practice.Therapist, version: 0).ShouldRefuse(RefusalKind.Stale, "stale-version");
        Assert.Equal(2, (await Write(Practice.Frontdesk, Practice.Therapist, version: 1)).Version);
    }

    [Fact]
    public async Task Only_the_person_the_front_desk_and_administrators_write_them()
    {
        foreach (var caller in new[] { Practice.Therapist, Practice.Frontdesk, Practice.Admin })
            await Write(caller, Practice.Therapist, null);
        foreach (var caller in new[] { Practice.OtherTherapist, Practice.Supervisor, Practice.Associate })
            await Write(caller, Practice.Therapist, null).ShouldRefuse(RefusalKind.Forbidden, "not-your-hours");
        var couple = await Practice.Couple();
        await Write(couple.PartnerA, Practice.Therapist, null).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        var other = await GivenPractice.Open(Desk);
        await Write(other.Admin, Practice.Therapist, null).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Theory]
    [InlineData("9:00", "17:00", "not-a-time")]
    [InlineData("24:00", "24:00", "not-a-time")]
    [InlineData("09:00", "noon", "not-a-time")]
    [InlineData("17:00", "09:00", "ends-before-start")]
    [InlineData("09:00", "09:00", "ends-before-start")]
    public async Task Refuses_what_is_no_time_of_day(string from, string to, string code) =>
        await Desk.Works(Practice.Therapist, (DayOfWeek.Monday, from, to)).ShouldRefuse(RefusalKind.Invalid, code);

    [Fact]
    public async Task Refuses_overlapping_and_too_many_intervals()
    {
        await Desk.Works(Practice.Therapist, (DayOfWeek.Monday, "09:00", "12:00"), (DayOfWeek.Monday, "11:59", "17:00")).ShouldRefuse(RefusalKind.Invalid, "hours-overlap");
        var hourly = Enumerable.Range(8, 9).Select(hour => (DayOfWeek.Monday, $"{hour:00}:00", $"{hour:00}:30")).ToArray();
        await Desk.Works(Practice.Therapist, hourly).ShouldRefuse(RefusalKind.Invalid, "too-many-intervals");
        await Desk.Works(Practice.Therapist, hourly[..8]);
    }

    [Fact]
    public async Task A_session_outside_them_is_booked_with_a_warning_that_stays_until_it_is_moved()
    {
        // Monday at nine in Chicago, where it is winter.
        var nine = new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
        Desk.Clock.Now = nine.AddDays(-1);
        var couple = await Practice.Couple();
        Assert.Empty((await Desk.Book(Practice.Therapist, couple, Desk.At() with { StartsAt = nine.AddHours(-3) })).Warnings);
        await Desk.Works(Practice.Therapist, (DayOfWeek.Monday, "09:00", "11:00"), (DayOfWeek.Monday, "11:00", "12:00"));
        Assert.Empty((await Desk.Book(Practice.Therapist, couple, Desk.At(minutes: 90) with { StartsAt = nine.AddMinutes(90) })).Warnings);
        var early = await Desk.Book(Practice.Therapist, couple, Desk.At() with { StartsAt = nine.AddMinutes(-1) });
        Assert.Equal([SessionWarning.OutsideHours], early.Warnings);

        await Desk.Works(Practice.Therapist, (DayOfWeek.Monday, "00:00", "24:00"));
        Assert.Equal([SessionWarning.OutsideHours], (await Desk.Send(Practice.Therapist, new GetSessionQuery(early.Id))).Warnings);
        var moved = await Desk.Send(Practice.Therapist, new RescheduleSessionCommand(early.Id, 1, new SessionChange(StartsAt: nine)));
        Assert.Empty(moved.Warnings);
    }

    [Fact]
    public async Task Of_a_series_each_session_has_its_own_warning()
    {
        // Evening hours until midnight, by the clocks: the third Monday is after the change to summer time.
        await Desk.Works(Practice.Therapist, (DayOfWeek.Monday, "09:00", "17:00"));
        var series = await Desk.BookSeries(Practice.Therapist, await Practice.Couple(), new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero), count: 3);
        Assert.All(series.Sessions, session => Assert.Empty(session.Warnings));
        var late = await Desk.BookSeries(Practice.Therapist, await Practice.Couple(), new DateTimeOffset(2026, 3, 2, 22, 30, 0, TimeSpan.Zero), count: 3);
        Assert.All(late.Sessions, session => Assert.Equal([SessionWarning.OutsideHours], session.Warnings));
    }

    private Task<WorkingHours> Write(Caller by, Caller whose, int? version) =>
        Desk.Send(by, new WriteWorkingHoursCommand(whose.AccountId, version, new WeekOfHours([new HoursOfDay(DayOfWeek.Friday, "08:00", "16:00")])));
}
