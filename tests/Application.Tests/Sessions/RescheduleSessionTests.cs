using CounselDesk.Application.Common;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Sessions;

public sealed class RescheduleSessionTests : IAsyncLifetime
{
    private TestDesk _desk = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.Open();
        _practice = await GivenPractice.Open(_desk);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Changes_what_is_given_and_leaves_the_rest()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given);
        var moved = await _desk.Send(_practice.Frontdesk, new RescheduleSessionCommand(booked.Id, 1, new SessionChange(Place: SessionPlace.Video)));
        Assert.Equal(booked with { Place = SessionPlace.Video, Version = 2 }, moved);
        var later = await _desk.Send(_practice.Therapist, new RescheduleSessionCommand(booked.Id, 2, new SessionChange(booked.StartsAt.AddHours(1), 90)));
        Assert.Equal((booked.StartsAt.AddHours(1), 90, booked.StartsAt.AddMinutes(150)), (later.StartsAt, later.Minutes, later.EndsAt));
    }

    [Fact]
    public async Task Does_not_clash_with_itself_but_with_others()
    {
        var given = await _practice.Couple();
        var first = await _desk.Book(_practice.Therapist, given, _desk.At(600, 60));
        var second = await _desk.Book(_practice.Therapist, given, _desk.At(660, 60));
        await _desk.Send(_practice.Therapist, new RescheduleSessionCommand(first.Id, 1, new SessionChange(first.StartsAt.AddMinutes(-10))));
        var refusal = await _desk.Send(_practice.Therapist, new RescheduleSessionCommand(first.Id, 2, new SessionChange(Minutes: 75)))
            .ShouldRefuse(RefusalKind.Conflict, "double-booked");
        Assert.Equal(second.Id, refusal.ConflictsWith);
        Assert.Equal("Already in a session at that time: therapist, couple.", refusal.Message);
    }

    [Fact]
    public async Task Refuses_a_stale_version_and_a_session_that_is_over()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given);
        var change = new SessionChange(Place: SessionPlace.Phone);
        await _desk.Send(_practice.Therapist, new RescheduleSessionCommand(booked.Id, 1, change));
        await _desk.Send(_practice.Therapist, new RescheduleSessionCommand(booked.Id, 1, change)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await _desk.Send(_practice.Therapist, new CancelSessionCommand(booked.Id, null, new SessionCancellation(SessionCanceller.Practice)));
        await _desk.Send(_practice.Therapist, new RescheduleSessionCommand(booked.Id, null, change)).ShouldRefuse(RefusalKind.Conflict, "session-not-booked");
    }

    [Fact]
    public async Task Of_many_who_change_one_version_one_wins()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given);
        var wins = 0;
        await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            try
            {
                await _desk.Send(_practice.Therapist, new RescheduleSessionCommand(booked.Id, 1, new SessionChange(Minutes: 60 + i)));
                Interlocked.Increment(ref wins);
            }
            catch (Refused refusal) when (refusal.Kind == RefusalKind.Stale)
            {
            }
        }));
        Assert.Equal(1, wins);
    }

    [Fact]
    public async Task Keeps_the_limits_of_booking()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given);
        await _desk.Send(_practice.Therapist, new RescheduleSessionCommand(booked.Id, 1, new SessionChange(Minutes: 14))).ShouldRefuse(RefusalKind.Invalid, "session-too-short");
        await _desk.Send(_practice.Therapist, new RescheduleSessionCommand(booked.Id, 1, new SessionChange(_desk.Clock.Now.AddDays(-31))))
            .ShouldRefuse(RefusalKind.Invalid, "time-out-of-range");
        await _desk.Close(given);
        await _desk.Send(_practice.Therapist, new RescheduleSessionCommand(booked.Id, 1, new SessionChange(Minutes: 30))).ShouldRefuse(RefusalKind.Conflict, "case-closed");
    }

    [Fact]
    public async Task Another_practice_and_other_clinicians_cannot()
    {
        var booked = await _desk.Book(_practice.Therapist, await _practice.Couple());
        var other = await GivenPractice.Open(_desk);
        var command = new RescheduleSessionCommand(booked.Id, null, new SessionChange(Minutes: 30));
        await _desk.Send(other.Frontdesk, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Send(_practice.OtherTherapist, command).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
    }
}
