using CounselDesk.Application.Common;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Sessions;

public sealed class FollowingSessionsTests : OnePractice
{
    // Tuesdays at 18:00 in Chicago: winter time on the 3rd, summer time from the 8th on.
    private static readonly DateTimeOffset First = new(2026, 3, 4, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Moves_this_and_what_follows_by_the_practices_clocks_and_leaves_what_came_before()
    {
        var given = await Practice.Couple();
        var before = (await Desk.BookSeries(Practice.Therapist, given, First, count: 4)).Sessions;

        // From Tuesday 18:00 to Thursday 17:00, from the second on.
        var after = (await Move(before[1], new SessionChange(before[1].StartsAt.AddDays(2).AddHours(-1), 80, SessionPlace.Video))).Sessions;
        Assert.Equal(before.Select(session => session.Id), after.Select(session => session.Id));
        Assert.Equal(before[0], after[0]);
        Assert.All(after.Skip(1).Zip(before.Skip(1)), pair => Assert.Equal(
            (pair.Second.StartsAt.AddDays(2).AddHours(-1), 80, SessionPlace.Video, 2),
            (pair.First.StartsAt, pair.First.Minutes, pair.First.Place, pair.First.Version)));
    }

    [Fact]
    public async Task A_move_over_the_change_of_clocks_keeps_the_new_time_of_day()
    {
        var given = await Practice.Couple();
        var before = (await Desk.BookSeries(Practice.Therapist, given, First, count: 2)).Sessions;
        var after = (await Move(before[0], new SessionChange(First.AddHours(-8)))).Sessions;
        Assert.Equal([First.AddHours(-8), First.AddDays(7).AddHours(-9)], after.Select(session => session.StartsAt));
    }

    [Fact]
    public async Task What_was_moved_alone_comes_along_and_what_was_cancelled_or_is_past_does_not()
    {
        var given = await Practice.Couple();
        var before = (await Desk.BookSeries(Practice.Therapist, given, First.AddDays(7), count: 4)).Sessions;
        await Desk.Send(Practice.Therapist, new RescheduleSessionCommand(before[1].Id, 1, new SessionChange(before[1].StartsAt.AddDays(1).AddHours(1))));
        await Desk.Send(Practice.Therapist, new CancelSessionCommand(before[2].Id, 1, new SessionCancellation(SessionCanceller.Couple)));

        var after = (await Move(before[0], new SessionChange(before[0].StartsAt.AddHours(-2)))).Sessions.ToDictionary(session => session.Id);
        Assert.Equal(before[1].StartsAt.AddDays(1).AddHours(-2), after[before[1].Id].StartsAt);
        Assert.Equal((before[2].StartsAt, SessionStatus.Cancelled), (after[before[2].Id].StartsAt, after[before[2].Id].Status));
        Assert.Equal(before[3].StartsAt.AddHours(-2), after[before[3].Id].StartsAt);
    }

    [Fact]
    public async Task Sessions_of_the_series_may_take_each_others_times_but_not_one_time_together()
    {
        var given = await Practice.Couple();
        var before = (await Desk.BookSeries(Practice.Therapist, given, First.AddDays(7), count: 3)).Sessions;
        var after = (await Move(before[0], new SessionChange(before[1].StartsAt))).Sessions;
        Assert.Equal(before.Select(session => session.StartsAt.AddDays(7)), after.Select(session => session.StartsAt));

        // Two of one day at different times would be at one time.
        await Desk.Send(Practice.Therapist, new RescheduleSessionCommand(after[2].Id, 2, new SessionChange(after[1].StartsAt.AddHours(3))));
        var refusal = await Move(after[0], new SessionChange(after[0].StartsAt.AddHours(1))).ShouldRefuse(RefusalKind.Conflict, "session-clash");
        Assert.Equal(2, refusal.Clashes!.Count);
        Assert.Empty(await Desk.DoubleBookings());
    }

    [Fact]
    public async Task A_clash_moves_nothing()
    {
        var (given, other) = (await Practice.Couple(), await Practice.Couple());
        var series = await Desk.BookSeries(Practice.Therapist, given, First.AddDays(7), count: 3);
        await Desk.Book(Practice.Therapist, other, Desk.At() with { StartsAt = series.Sessions[2].StartsAt.AddHours(2) });
        var refusal = await Move(series.Sessions[0], new SessionChange(series.Sessions[0].StartsAt.AddHours(2))).ShouldRefuse(RefusalKind.Conflict, "session-clash");
        Assert.Null(Assert.Single(refusal.Clashes!).ConflictsWith);
        Assert.Equivalent(series, await Desk.Send(Practice.Therapist, new GetSeriesQuery(series.Id)));
    }

    [Fact]
    public async Task Cancels_what_follows_each_with_its_own_notice()
    {
        var given = await Practice.Couple();
        var before = (await Desk.BookSeries(Practice.Therapist, given, Desk.Clock.Now.AddHours(5), count: 3)).Sessions;
        var after = (await Desk.Send(Practice.Frontdesk, new CancelFollowingCommand(before[0].Id, 1, new SessionCancellation(SessionCanceller.PartnerA, "Moved away.")))).Sessions;
        Assert.Equal([(5, (bool?)true), (7 * 24 + 4, false), (14 * 24 + 4, false)], after.Select(session => (session.NoticeHours!.Value, session.Late)));
        Assert.All(after, session => Assert.Null(session.CancelReason));
        var read = await Desk.Send(Practice.Therapist, new GetSeriesQuery(before[0].SeriesId!.Value));
        Assert.All(read.Sessions, session => Assert.Equal("Moved away.", session.CancelReason));
    }

    [Fact]
    public async Task Refuses_a_stale_version_a_session_by_itself_and_one_that_is_over()
    {
        var given = await Practice.Couple();
        var alone = await Desk.Book(Practice.Therapist, given);
        await Move(alone, new SessionChange(Minutes: 60)).ShouldRefuse(RefusalKind.Conflict, "not-in-series");
        await Desk.Send(Practice.Therapist, new CancelFollowingCommand(alone.Id, 1, new SessionCancellation(SessionCanceller.Couple))).ShouldRefuse(RefusalKind.Conflict, "not-in-series");
        var series = (await Desk.BookSeries(Practice.Therapist, given, First.AddDays(7), count: 2)).Sessions;
        await Move(series[0] with { Version = 7 }, new SessionChange(Minutes: 60)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        var cancelled = await Desk.Send(Practice.Therapist, new CancelSessionCommand(series[0].Id, 1, new SessionCancellation(SessionCanceller.Couple)));
        await Move(cancelled, new SessionChange(Minutes: 60)).ShouldRefuse(RefusalKind.Conflict, "session-not-booked");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_sequence_of_commands_double_books(int seed)
    {
        var random = new Random(seed);
        var couples = new[] { await Practice.Couple(), await Practice.Couple() };
        var booked = new List<Session>();
        var done = 0;
        for (var step = 0; step < 60; step++)
        {
            var couple = couples[random.Next(2)];
            var start = First.AddDays(7 + random.Next(10)).AddMinutes(15 * random.Next(8));
            try
            {
                switch (random.Next(6))
                {
                    case 0:
                        booked.AddRange((await Desk.BookSeries(Practice.Therapist, couple, start, count: 3)).Sessions);
                        break;
                    case 1 when booked.Count > 0:
                        await Desk.Send(Practice.Therapist, new RescheduleSessionCommand(booked[random.Next(booked.Count)].Id, null, new SessionChange(start, 15 + random.Next(100))));
                        break;
                    case 2 when booked.Count > 0:
                        await Desk.Send(Practice.Therapist, new RescheduleFollowingCommand(booked[random.Next(booked.Count)].Id, null, new SessionChange(start)));
                        break;
                    case 3 when booked.Count > 0:
                        await Desk.Send(Practice.Therapist, new CancelSessionCommand(booked[random.Next(booked.Count)].Id, null, new SessionCancellation(SessionCanceller.Practice)));
                        break;
                    default:
                        booked.Add(await Desk.Book(random.Next(3) == 0 ? Practice.Frontdesk : Practice.Therapist, couple, Desk.At() with
                        {
                            StartsAt = start,
                            TherapistId = random.Next(2) == 0 ? Practice.OtherTherapist.AccountId : null,
                        }));
                        break;
                }

                done++;
            }
            catch (Refused refusal) when (refusal.Kind == RefusalKind.Conflict)
            {
                // Refused is as good as done: what counts is what stands in the end.
            }
        }

        Assert.True(done > 15);
        Assert.Empty(await Desk.DoubleBookings());
    }

    private Task<SessionSeries> Move(Session session, SessionChange change) =>
        Desk.Send(Practice.Therapist, new RescheduleFollowingCommand(session.Id, session.Version, change));
}
