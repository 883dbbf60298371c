using System.Globalization;
using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Application.People;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Hours;

public sealed class ListFreeSlotsTests : OnePractice
{
    private static readonly DateOnly Monday = new(2026, 3, 16);

    [Fact]
    public async Task Are_the_hours_without_time_off_and_sessions()
    {
        await Desk.Works(Practice.Therapist, (DayOfWeek.Monday, "09:00", "12:00"), (DayOfWeek.Monday, "12:00", "17:00"), (DayOfWeek.Tuesday, "09:00", "10:00"));
        Assert.Equal(["09:00-17:00"], await Free(Monday, Monday));
        var couple = await Practice.Couple();
        await Desk.Book(Practice.Therapist, couple, Desk.At() with { StartsAt = At("10:00") });
        var cancelled = await Desk.Book(Practice.Therapist, couple, Desk.At() with { StartsAt = At("11:00") });
        await Desk.Send(Practice.Therapist, new CancelSessionCommand(cancelled.Id, 1, new SessionCancellation(SessionCanceller.Couple)));
        await Desk.IsAway(Practice.Therapist, At("16:00"), 24 * 60);
        Assert.Equal(["09:00-10:00", "10:50-16:00"], await Free(Monday, Monday.AddDays(1)));
        Assert.Equal(["10:50-16:00"], await Free(Monday, Monday, minutes: 65));
        Assert.Equal(["09:00-17:00"], await Free(Monday.AddDays(7), Monday.AddDays(7)));
    }

    [Fact]
    public async Task Begin_at_the_next_five_minutes_of_now()
    {
        await Desk.Works(Practice.Therapist, (DayOfWeek.Monday, "09:00", "12:00"));
        Desk.Clock.Now = At("09:32").AddSeconds(1);
        Assert.Equal(["09:35-12:00"], await Free(Monday, Monday));
        Desk.Clock.Now = At("09:35");
        Assert.Equal(["09:35-12:00"], await Free(Monday, Monday));
        Desk.Clock.Now = At("12:00");
        Assert.Empty(await Free(Monday, Monday));
    }

    // Chicago goes forward from 02:00 to 03:00 on the 8th of March 2026 and back from 02:00 to 01:00 on the 1st of November.
    [Theory]
    [InlineData("2026-03-08", "00:00", "24:00", "06:00", "05:00", 23)]
    [InlineData("2026-03-08", "02:00", "03:00", null, null, 0)]
    [InlineData("2026-03-08", "02:30", "04:00", "08:00", "09:00", 1)]
    [InlineData("2026-03-08", "01:00", "02:30", "07:00", "08:00", 1)]
    [InlineData("2026-11-01", "00:00", "24:00", "05:00", "06:00", 25)]
    [InlineData("2026-11-01", "01:00", "03:00", "06:00", "09:00", 3)]
    [InlineData("2026-11-01", "02:00", "03:00", "08:00", "09:00", 1)]
    public async Task Hours_are_by_the_clocks_on_the_days_when_they_change(string day, string from, string to, string? start, string? end, int hours)
    {
        await Desk.Works(Practice.Therapist, (DayOfWeek.Sunday, from, to));
        var sunday = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        var slots = (await Ask(sunday, sunday, 15)).Slots;
        if (start is null)
        {
            Assert.Empty(slots);
            return;
        }

        var slot = Assert.Single(slots);
        Assert.Equal((start, end), (slot.StartsAt.ToString("HH:mm", CultureInfo.InvariantCulture), slot.EndsAt.ToString("HH:mm", CultureInfo.InvariantCulture)));
        Assert.Equal(TimeSpan.FromHours(hours), slot.EndsAt - slot.StartsAt);
    }

    [Theory]
    [InlineData("America/Havana", "2026-03-08", 23)]
    [InlineData("Africa/Cairo", "2026-04-24", 23)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", 24.5)]
    [InlineData("Asia/Kathmandu", "2026-04-05", 24)]
    public async Task A_day_is_as_long_as_its_place_has_it(string zone, string day, double hours)
    {
        var practice = await GivenPractice.Open(Desk, zone);
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        await Desk.Works(practice.Therapist, (date.DayOfWeek, "00:00", "12:00"), (date.DayOfWeek, "12:00", "24:00"));
        var slots = await Desk.Send(practice.Therapist, new ListFreeSlotsQuery(practice.Therapist.AccountId, date, date, 15));
        Assert.Equal(TimeSpan.FromHours(hours), Assert.Single(slots.Slots) is var slot ? slot.EndsAt - slot.StartsAt : default);
    }

    [Fact]
    public async Task Without_hours_nothing_is_free_and_the_answer_says_why()
    {
        var none = await Ask(Monday, Monday, 50);
        Assert.Equal((false, 0), (none.HasHours, none.Slots.Count));
        await Desk.Works(Practice.Therapist);
        Assert.True((await Ask(Monday, Monday, 50)).HasHours);
    }

    [Fact]
    public async Task Whoever_holds_no_sessions_has_none()
    {
        foreach (var person in new[] { Practice.Frontdesk, Practice.OtherTherapist })
            await Desk.Works(person, (DayOfWeek.Monday, "09:00", "17:00"));
        await Desk.Send(Practice.Admin, new DeactivateStaffMemberCommand(Practice.OtherTherapist.AccountId, null));
        foreach (var person in new[] { Practice.Frontdesk, Practice.OtherTherapist })
            Assert.Empty((await Desk.Send(Practice.Admin, new ListFreeSlotsQuery(person.AccountId, Monday, Monday, 50))).Slots);
    }

    [Fact]
    public async Task Takes_a_week_and_fifty_minutes_unless_told()
    {
        var slots = await Desk.Send(Practice.Therapist, new ListFreeSlotsQuery(Practice.Therapist.AccountId, null, null, null));
        var today = new DateOnly(2026, 3, 2);
        Assert.Equal((today, today.AddDays(6), 50), (slots.From, slots.To, slots.Minutes));
    }

    [Theory]
    [InlineData(0, -1, 50, "ends-before-start")]
    [InlineData(0, 31, 50, "range-too-long")]
    [InlineData(0, 0, 14, "slot-length")]
    [InlineData(0, 0, 17, "slot-length")]
    [InlineData(0, 0, 485, "slot-length")]
    [InlineData(0, 0, int.MaxValue, "slot-length")]
    public async Task Refuses_a_range_or_length_that_makes_no_sense(int from, int to, int minutes, string code) =>
        await Ask(Monday.AddDays(from), Monday.AddDays(to), minutes).ShouldRefuse(RefusalKind.Invalid, code);

    [Fact]
    public async Task Takes_as_many_statements_however_much_is_booked()
    {
        await Desk.Works(Practice.Therapist, (DayOfWeek.Monday, "09:00", "17:00"));
        var query = new ListFreeSlotsQuery(Practice.Therapist.AccountId, Monday, Monday.AddDays(30), 50);
        var before = await Desk.StatementsOf(Practice.Therapist, query);
        await Desk.BookSeries(Practice.Therapist, await Practice.Couple(), At("10:00"), count: 5);
        Assert.Equal(before, await Desk.StatementsOf(Practice.Therapist, query));
    }

    [Fact]
    public async Task Another_practices_person_is_not_there() =>
        await Desk.Send((await GivenPractice.Open(Desk)).Therapist, new ListFreeSlotsQuery(Practice.Therapist.AccountId, Monday, Monday, 50)).ShouldRefuse(RefusalKind.NotFound, "not-found");

    private static DateTimeOffset At(string time) =>
        new(Monday.ToDateTime(TimeOnly.Parse(time, CultureInfo.InvariantCulture)), TimeSpan.FromHours(-5));

    private Task<FreeSlots> Ask(DateOnly from, DateOnly to, int minutes) =>
        Desk.Send(Practice.Frontdesk, new ListFreeSlotsQuery(Practice.Therapist.AccountId, from, to, minutes));

    private async Task<IEnumerable<string>> Free(DateOnly from, DateOnly to, int minutes = 50) => (await Ask(from, to, minutes)).Slots.Select(slot => string.Create(
        CultureInfo.InvariantCulture, $"{slot.StartsAt.AddHours(-5):HH:mm}-{slot.EndsAt.AddHours(-5):HH:mm}"));
}
