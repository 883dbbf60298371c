using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Sessions;

/// <summary>The practice is in Chicago, whose clocks go forward on 8 March and back on 1 November 2026, at 2 o'clock.</summary>
public sealed class BookSeriesTests : OnePractice
{
    [Fact]
    public async Task Keeps_the_time_of_day_when_the_clocks_change()
    {
        var given = await Practice.Couple();
        var series = await Desk.BookSeries(Practice.Frontdesk, given, At(2026, 3, 3, 18, 0, -6), count: 3);
        Assert.Equal([At(2026, 3, 3, 18, 0, -6), At(2026, 3, 10, 18, 0, -5), At(2026, 3, 17, 18, 0, -5)], series.Sessions.Select(session => session.StartsAt));
        Assert.All(series.Sessions, session => Assert.Equal((series.Id, SessionStatus.Booked, 1), (session.SeriesId, session.Status, session.Version)));
        Assert.Equivalent(series, await Desk.Send(Practice.Therapist, new GetSeriesQuery(series.Id)));
    }

    [Fact]
    public async Task A_time_that_the_clocks_skip_is_as_much_later_as_they_skip()
    {
        var given = await Practice.Couple();
        var series = await Desk.BookSeries(Practice.Therapist, given, At(2026, 3, 1, 2, 30, -6), count: 3);
        Assert.Equal([At(2026, 3, 1, 2, 30, -6), At(2026, 3, 8, 3, 30, -5), At(2026, 3, 15, 2, 30, -5)], series.Sessions.Select(session => session.StartsAt));
    }

    [Fact]
    public async Task A_time_that_the_clocks_show_twice_is_the_first_unless_it_is_the_one_given()
    {
        var given = await Practice.Couple();
        var series = await Desk.BookSeries(Practice.Therapist, given, At(2026, 10, 25, 1, 30, -5), count: 2);
        Assert.Equal(At(2026, 11, 1, 1, 30, -5), series.Sessions[1].StartsAt);
        var second = await Desk.BookSeries(Practice.Therapist, given, At(2026, 11, 1, 1, 30, -6).AddHours(1), count: 2);
        Assert.Equal([At(2026, 11, 1, 2, 30, -6), At(2026, 11, 8, 2, 30, -6)], second.Sessions.Select(session => session.StartsAt));
        var third = await Desk.BookSeries(Practice.OtherTherapist, await Practice.Couple(Practice.OtherTherapist), At(2026, 11, 1, 1, 30, -6), count: 1);
        Assert.Equal(At(2026, 11, 1, 1, 30, -6), third.Sessions[0].StartsAt);
    }

    [Fact]
    public async Task Skips_the_days_named_and_refuses_one_that_is_not_its_own()
    {
        var given = await Practice.Couple();
        var first = At(2026, 3, 10, 18, 0, -5);
        var series = await Desk.BookSeries(Practice.Therapist, given, first, until: new DateOnly(2026, 3, 31), skip: [new DateOnly(2026, 3, 17)]);
        Assert.Equal([first, first.AddDays(14), first.AddDays(21)], series.Sessions.Select(session => session.StartsAt));
        await Desk.BookSeries(Practice.Therapist, given, first.AddHours(2), count: 3, skip: [new DateOnly(2026, 3, 18)]).ShouldRefuse(RefusalKind.Invalid, "skips-nothing");
        await Desk.BookSeries(Practice.Therapist, given, first.AddHours(2), until: new DateOnly(2026, 3, 9)).ShouldRefuse(RefusalKind.Invalid, "empty-series");
    }

    [Fact]
    public async Task Is_no_longer_than_two_years_of_weeks()
    {
        var given = await Practice.Couple();
        var first = At(2026, 3, 10, 18, 0, -5);
        await Desk.BookSeries(Practice.Therapist, given, first, count: 105).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Desk.BookSeries(Practice.Therapist, given, first, until: new DateOnly(2028, 3, 15)).ShouldRefuse(RefusalKind.Invalid, "series-too-long");
        await Desk.BookSeries(Practice.Therapist, given, first, count: 104, everyWeeks: 2).ShouldRefuse(RefusalKind.Invalid, "time-out-of-range");
        await Desk.BookSeries(Practice.Therapist, given, first).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Desk.BookSeries(Practice.Therapist, given, first, count: 2, until: new DateOnly(2026, 4, 1)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal(104, (await Desk.BookSeries(Practice.Therapist, given, first, count: 104)).Sessions.Count);
    }

    [Fact]
    public async Task One_clash_books_nothing_and_names_each_time_and_only_the_cases_own_sessions()
    {
        var (given, other) = (await Practice.Couple(), await Practice.Couple());
        var first = At(2026, 3, 10, 18, 0, -5);
        var own = await Desk.Book(Practice.Therapist, given, Desk.At() with { StartsAt = first.AddDays(7), TherapistId = Practice.OtherTherapist.AccountId });
        await Desk.Book(Practice.Therapist, other, Desk.At() with { StartsAt = first.AddDays(21) });

        var refusal = await Desk.BookSeries(Practice.Therapist, given, first, count: 5).ShouldRefuse(RefusalKind.Conflict, "session-clash");
        Assert.Equivalent(
            new[] { new TimeClash(first.AddDays(7).ToUniversalTime(), ["couple"], own.Id), new TimeClash(first.AddDays(21).ToUniversalTime(), ["therapist"], null) },
            refusal.Clashes, strict: true);
        Assert.Equal(2, (await Desk.Rows<Guid>("SELECT Id FROM Sessions")).Count);
        Assert.Empty(await Desk.Rows<Guid>("SELECT Id FROM SessionSeries"));
    }

    [Fact]
    public async Task A_client_in_another_case_is_not_booked_twice_by_a_series()
    {
        var given = await Practice.Couple();
        var later = await Desk.Send(Practice.OtherTherapist, new CreateCoupleCommand(new NewCouple(
            [new NewPartner(FirstName: "New", LastName: "Mate"), new NewPartner(given.A)])));
        var first = At(2026, 3, 10, 18, 0, -5);
        await Desk.BookSeries(Practice.Therapist, given, first, count: 4);
        var refusal = await Desk.Send(Practice.OtherTherapist, new BookSeriesCommand(later.Id, new NewSeries(Desk.At() with { StartsAt = first.AddDays(14) }, 1, 4)))
            .ShouldRefuse(RefusalKind.Conflict, "session-clash");
        Assert.Equal([(2, "client", (Guid?)null)], refusal.Clashes!.GroupBy(clash => (clash.Who[0], clash.ConflictsWith)).Select(group => (group.Count(), group.Key.Item1, group.Key.ConflictsWith)));
    }

    [Fact]
    public async Task Series_and_single_sessions_booked_together_never_meet()
    {
        var couples = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Practice.Couple()));
        var first = At(2026, 3, 10, 18, 0, -5);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            try
            {
                if (i % 3 == 0)
                    await Desk.Book(Practice.Therapist, couples[i % 4], Desk.At(minutes: 60) with { StartsAt = first.AddDays(7 * (i % 6)).AddMinutes(10 * (i % 5)) });
                else
                    await Desk.BookSeries(i % 2 == 0 ? Practice.Therapist : Practice.Frontdesk, couples[i % 4], first.AddMinutes(15 * (i % 8)), count: 6);
                return "booked";
            }
            catch (Refused refusal)
            {
                return refusal.Code;
            }
        }));
        Assert.Contains("booked", outcomes);
        Assert.Contains("session-clash", outcomes);
        Assert.Empty(await Desk.DoubleBookings());
    }

    [Fact]
    public async Task Whoever_may_not_book_a_session_may_not_book_a_series()
    {
        var given = await Practice.Couple();
        var first = At(2026, 3, 10, 18, 0, -5);
        await Desk.BookSeries(Practice.OtherTherapist, given, first, count: 2).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.BookSeries(given.PartnerA, given, first, count: 2).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        var series = await Desk.BookSeries(Practice.Frontdesk, given, first, count: 2);
        await Desk.Send(Practice.OtherTherapist, new GetSeriesQuery(series.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Desk.Send((await GivenPractice.Open(Desk)).Therapist, new GetSeriesQuery(series.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Close(given);
        await Desk.BookSeries(Practice.Therapist, given, first.AddHours(3), count: 2).ShouldRefuse(RefusalKind.Conflict, "case-closed");
    }

    private static DateTimeOffset At(int year, int month, int day, int hour, int minute, int offset) =>
        new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.FromHours(offset)).ToUniversalTime();
}
