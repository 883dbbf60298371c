using CounselDesk.Application.Calendars;
using CounselDesk.Application.Common;
using CounselDesk.Application.Hours;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Hours;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Hours;

public sealed class TimeOffTests : OnePractice
{
    private DateTimeOffset Soon => Desk.Clock.Now.AddDays(10);

    [Fact]
    public async Task Whole_days_begin_and_end_by_the_practices_clocks()
    {
        // The clocks of Chicago go forward on the 8th of March.
        var away = await Desk.Send(Practice.Therapist, new EnterTimeOffCommand(Practice.Therapist.AccountId, new NewTimeOff(new DateOnly(2026, 3, 7), new DateOnly(2026, 3, 8))));
        Assert.Equal(new DateTimeOffset(2026, 3, 7, 6, 0, 0, TimeSpan.Zero), away.StartsAt);
        Assert.Equal(new DateTimeOffset(2026, 3, 9, 5, 0, 0, TimeSpan.Zero), away.EndsAt);
    }

    [Fact]
    public async Task Nothing_is_booked_in_it_and_what_touches_it_is()
    {
        var couple = await Practice.Couple();
        await Desk.IsAway(Practice.Therapist, Soon, 60);
        foreach (var (start, minutes) in new[] { (0, 60), (-30, 31), (59, 15), (-60, 240) })
        {
            var refusal = await Book(couple, start, minutes).ShouldRefuse(RefusalKind.Conflict, "time-off");
            Assert.Null(refusal.ConflictsWith);
        }

        await Book(couple, -30, 30);
        await Book(couple, 60, 30);
        await Desk.Book(Practice.Therapist, couple, Desk.At() with { StartsAt = Soon, TherapistId = Practice.OtherTherapist.AccountId });
    }

    [Fact]
    public async Task Once_removed_its_time_is_free_again()
    {
        var couple = await Practice.Couple();
        var away = await Desk.IsAway(Practice.Therapist, Soon, 60);
        await Desk.Send(Practice.Frontdesk, new RemoveTimeOffCommand(Practice.Therapist.AccountId, away.Id));
        await Desk.Send(Practice.Therapist, new GetTimeOffQuery(Practice.Therapist.AccountId, away.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Book(couple, 0, 60);
    }

    [Fact]
    public async Task Counts_what_is_booked_in_it_and_leaves_that_booked_to_be_moved_out_but_not_about()
    {
        var couple = await Practice.Couple();
        var inside = await Book(couple, 0, 50);
        await Book(couple, 60, 50);
        var cancelled = await Book(couple, 120, 50);
        await Desk.Send(Practice.Therapist, new CancelSessionCommand(cancelled.Id, 1, new SessionCancellation(SessionCanceller.Couple)));
        await Book(couple, 180, 50);
        var away = await Desk.IsAway(Practice.Therapist, Soon.AddMinutes(20), 160);
        Assert.Equal(2, away.BookedSessions);

        await Change(inside, 1, new SessionChange(Place: SessionPlace.Phone));
        await Change(inside, 2, new SessionChange(Minutes: 40));
        await Change(inside, 3, new SessionChange(Minutes: 60)).ShouldRefuse(RefusalKind.Conflict, "time-off");
        await Change(inside, 3, new SessionChange(StartsAt: Soon.AddMinutes(110))).ShouldRefuse(RefusalKind.Conflict, "time-off");
        await Change(inside, 3, new SessionChange(StartsAt: Soon.AddDays(1)));
    }

    [Fact]
    public async Task A_series_over_it_is_refused_whole_and_told_which_times_and_why()
    {
        var couple = await Practice.Couple();
        await Desk.IsAway(Practice.Therapist, Soon.AddDays(7), 60);
        var away = await Desk.BookSeries(Practice.Therapist, couple, Soon, count: 3).ShouldRefuse(RefusalKind.Conflict, "time-off");
        Assert.Equal([["time-off"]], away.Clashes!.Select(clash => clash.Who));
        Assert.Equal([Soon.AddDays(7)], away.Clashes!.Select(clash => clash.StartsAt));

        var own = await Desk.Book(Practice.Therapist, couple, Desk.At() with { StartsAt = Soon.AddDays(14) });
        var both = await Desk.BookSeries(Practice.Therapist, couple, Soon, count: 3).ShouldRefuse(RefusalKind.Conflict, "session-clash");
        Assert.Equal([Soon.AddDays(7), Soon.AddDays(14)], both.Clashes!.Select(clash => clash.StartsAt));
        Assert.Equal((Guid?[])[null, own.Id], both.Clashes!.Select(clash => clash.ConflictsWith));
        Assert.Single(await Desk.Rows<Guid>("SELECT Id FROM Sessions"));
    }

    [Fact]
    public async Task Of_many_who_book_while_it_is_entered_each_is_counted_by_it_or_refused()
    {
        for (var round = 0; round < 5; round++)
        {
            var start = Soon.AddDays(round);
            var couples = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Practice.Couple()));
            var entering = 0;
            var booking = couples.Select((couple, n) => Task.Run(async () =>
            {
                try
                {
                    await Desk.Send(Practice.Frontdesk, new BookSessionCommand(couple.Id, Desk.At() with { StartsAt = start.AddMinutes(n * 20), Minutes = 20, TherapistId = Practice.Therapist.AccountId }));
                    return "booked";
                }
                catch (Refused refusal)
                {
                    return refusal.Code;
                }
            })).ToList();
            booking.Insert(6, Task.Run(async () =>
            {
                entering = (await Desk.IsAway(Practice.Therapist, start, 12 * 20)).BookedSessions;
                return "entered";
            }));
            var outcomes = (await Task.WhenAll(booking)).CountBy(outcome => outcome).ToDictionary(count => count.Key, count => count.Value, StringComparer.Ordinal);
            Assert.Equal(entering, outcomes.GetValueOrDefault("booked"));
            Assert.Equal(12 - entering, outcomes.GetValueOrDefault("time-off"));
        }
    }

    [Fact]
    public async Task Only_the_person_the_front_desk_and_administrators_enter_and_remove_it()
    {
        var whose = Practice.Therapist.AccountId;
        var body = new NewTimeOff(StartsAt: Soon, EndsAt: Soon.AddHours(1));
        foreach (var caller in new[] { Practice.Therapist, Practice.Frontdesk, Practice.Admin })
        {
            var away = await Desk.Send(caller, new EnterTimeOffCommand(whose, body));
            await Desk.Send(Practice.OtherTherapist, new RemoveTimeOffCommand(whose, away.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-hours");
            await Desk.Send(Practice.OtherTherapist, new RemoveTimeOffCommand(Practice.OtherTherapist.AccountId, away.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
            await Desk.Send(caller, new RemoveTimeOffCommand(whose, away.Id));
        }

        await Desk.Send(Practice.OtherTherapist, new EnterTimeOffCommand(whose, body)).ShouldRefuse(RefusalKind.Forbidden, "not-your-hours");
        await Desk.Send((await GivenPractice.Open(Desk)).Admin, new EnterTimeOffCommand(whose, body)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Refuses_what_is_no_time_or_too_long_or_too_far()
    {
        var today = DateOnly.FromDateTime(Desk.Clock.Now.UtcDateTime);
        foreach (var (body, code) in new (NewTimeOff, string)[]
        {
            (new NewTimeOff(), "days-or-times"),
            (new NewTimeOff(today, today, Soon, Soon.AddHours(1)), "days-or-times"),
            (new NewTimeOff(today, EndsAt: Soon), "days-or-times"),
            (new NewTimeOff(FirstDay: today), "days-or-times"),
            (new NewTimeOff(today, today.AddDays(-1)), "ends-before-start"),
            (new NewTimeOff(StartsAt: Soon, EndsAt: Soon), "ends-before-start"),
            (new NewTimeOff(StartsAt: Soon, EndsAt: Soon.AddTicks(1)), "ends-before-start"),
            (new NewTimeOff(today, today.AddDays(HoursLimits.MostDaysOff)), "time-off-too-long"),
            (new NewTimeOff(DateOnly.MinValue, DateOnly.MaxValue), "time-out-of-range"),
            (new NewTimeOff(today, DateOnly.MaxValue), "time-off-too-long"),
            (new NewTimeOff(today.AddDays(-31), today), "time-out-of-range"),
            (new NewTimeOff(StartsAt: DateTimeOffset.MinValue, EndsAt: DateTimeOffset.MaxValue), "time-out-of-range"),
            (new NewTimeOff(StartsAt: Soon, EndsAt: DateTimeOffset.MaxValue), "time-off-too-long"),
        })
            await Desk.Send(Practice.Therapist, new EnterTimeOffCommand(Practice.Therapist.AccountId, body)).ShouldRefuse(RefusalKind.Invalid, code);
        await Desk.Send(Practice.Therapist, new EnterTimeOffCommand(Practice.Therapist.AccountId, new NewTimeOff(today.AddDays(-30), today.AddDays(HoursLimits.MostDaysOff - 31))));
    }

    [Fact]
    public async Task Is_listed_from_today_on_with_what_began_before()
    {
        var today = DateOnly.FromDateTime(Desk.Clock.Now.UtcDateTime);
        var whose = Practice.Therapist.AccountId;
        foreach (var (first, last) in new[] { (-20, -1), (-20, 0), (30, 40), (5, 5) })
            await Desk.Send(Practice.Therapist, new EnterTimeOffCommand(whose, new NewTimeOff(today.AddDays(first), today.AddDays(last))));
        async Task<IReadOnlyList<TimeOff>> List(DayRange days) => (await Desk.Send(Practice.OtherTherapist, new ListTimeOffQuery(whose, new PageRequest(null, null), days))).Items;
        Assert.Equal([-20, 5, 30], (await List(new DayRange())).Select(time => (int)Math.Round((time.StartsAt - Desk.Clock.Now).TotalDays)));
        Assert.Equal(4, (await List(new DayRange(today.AddDays(-1)))).Count);
        Assert.Single(await List(new DayRange(today.AddDays(5), today.AddDays(29))));
        Assert.Empty((await Desk.Send(Practice.Therapist, new ListTimeOffQuery(Practice.OtherTherapist.AccountId, new PageRequest(null, null), new DayRange()))).Items);
    }

    [Fact]
    public async Task Shows_as_away_in_the_calendar_and_says_no_more()
    {
        var away = await Desk.IsAway(Practice.Therapist, Soon, 60);
        var feed = await Desk.Send(Practice.Therapist, new IssueCalendarFeedCommand(new NewCalendarFeed()));
        var text = await Desk.Send(Caller.Anonymous, new ReadCalendarFeedQuery(Path.GetFileNameWithoutExtension(feed.Address)));
        Assert.Contains($"UID:{away.Id}\r\nDTSTAMP:20260302T150000Z\r\nLAST-MODIFIED:20260302T150000Z\r\nSEQUENCE:0\r\nDTSTART:20260312T150000Z\r\nDTEND:20260312T160000Z\r\nSUMMARY:Away\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("LOCATION", text, StringComparison.Ordinal);
    }

    private Task<Session> Book(GivenCouple couple, int start, int minutes) => Desk.Book(Practice.Therapist, couple, Desk.At(minutes: minutes) with { StartsAt = Soon.AddMinutes(start) });

    private Task<Session> Change(Session session, int version, SessionChange change) => Desk.Send(Practice.Therapist, new RescheduleSessionCommand(session.Id, version, change));
}
