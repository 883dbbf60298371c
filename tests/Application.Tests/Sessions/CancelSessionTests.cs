using CounselDesk.Application.Common;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Sessions;

public sealed class CancelSessionTests : IAsyncLifetime
{
    private TestDesk _desk = null!;
    private GivenPractice _practice = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.Open();
        _practice = await GivenPractice.Open(_desk);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    private const string Canary = "CANARY-reason-of-cancelling";

    [Theory]
    [InlineData(24 * 60, 24, false)]
    [InlineData((24 * 60) - 1, 23, true)]
    [InlineData(-30, 0, true)]
    public async Task Counts_the_notice_and_says_whether_it_was_late(int minutesAhead, int hours, bool late)
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given, _desk.At(minutesAhead));
        var cancelled = await _desk.Send(_practice.Frontdesk, new CancelSessionCommand(booked.Id, 1, new SessionCancellation(SessionCanceller.PartnerA)));
        Assert.Equal(
            (SessionStatus.Cancelled, SessionCanceller.PartnerA, hours, late, 2),
            (cancelled.Status, cancelled.CancelledBy, cancelled.NoticeHours, cancelled.Late, cancelled.Version));
        Assert.Equal(_desk.Clock.Now, cancelled.CancelledAt);
    }

    [Fact]
    public async Task Shows_the_reason_to_the_cases_clinicians_only_and_keeps_it_encrypted()
    {
        var given = await _practice.Couple(_practice.Associate);
        var booked = await _desk.Book(_practice.Associate, given);
        var answer = await _desk.Send(_practice.Frontdesk, new CancelSessionCommand(booked.Id, 1, new SessionCancellation(SessionCanceller.Couple, Canary)));
        Assert.Null(answer.CancelReason);
        Assert.Null((await _desk.Send(_practice.Frontdesk, new GetSessionQuery(booked.Id))).CancelReason);
        Assert.Equal(Canary, (await _desk.Send(_practice.Associate, new GetSessionQuery(booked.Id))).CancelReason);
        Assert.Equal(Canary, (await _desk.Send(_practice.Supervisor, new GetSessionQuery(booked.Id))).CancelReason);
        var both = _practice.Frontdesk with { Roles = Domain.People.Roles.Frontdesk | Domain.People.Roles.Therapist };
        Assert.Null((await _desk.Send(both, new GetSessionQuery(booked.Id))).CancelReason);
        Assert.DoesNotContain(Canary, Assert.Single(await _desk.Rows<string>("SELECT CancelReason FROM Sessions")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_was_to_come_can_have_called_it_off()
    {
        var given = await _practice.Couple();
        var individual = await _desk.Book(_practice.Therapist, given, _desk.At().With(given.A));
        foreach (var by in new[] { SessionCanceller.PartnerB, SessionCanceller.Couple })
            await _desk.Send(_practice.Therapist, new CancelSessionCommand(individual.Id, 1, new SessionCancellation(by))).ShouldRefuse(RefusalKind.Invalid, "not-invited");
        await _desk.Send(_practice.Therapist, new CancelSessionCommand(individual.Id, 1, new SessionCancellation(SessionCanceller.PartnerA)));
    }

    [Fact]
    public async Task Refuses_a_stale_version_a_second_time_and_a_blank_reason()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given);
        var body = new SessionCancellation(SessionCanceller.Therapist);
        await _desk.Send(_practice.Therapist, new CancelSessionCommand(booked.Id, 1, body with { Reason = " " })).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await _desk.Send(_practice.Therapist, new CancelSessionCommand(booked.Id, 2, body)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await _desk.Send(_practice.Therapist, new CancelSessionCommand(booked.Id, 1, body));
        await _desk.Send(_practice.Therapist, new CancelSessionCommand(booked.Id, 2, body)).ShouldRefuse(RefusalKind.Conflict, "session-not-booked");
    }

    [Fact]
    public async Task Also_of_a_closed_case_but_not_by_another_practice()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given);
        await _desk.Close(given);
        var other = await GivenPractice.Open(_desk);
        var command = new CancelSessionCommand(booked.Id, 1, new SessionCancellation(SessionCanceller.Practice));
        await _desk.Send(other.Frontdesk, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Send(_practice.Frontdesk, command);
    }
}
