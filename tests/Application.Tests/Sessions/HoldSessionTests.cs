using CounselDesk.Application.Common;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Sessions;

public sealed class HoldSessionTests : IAsyncLifetime
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
    public async Task Keeps_who_came()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given, _desk.At(-60));
        Assert.Null(booked.Attended);
        var held = await _desk.Send(_practice.Therapist, new HoldSessionCommand(booked.Id, 1, new SessionAttendance([given.B])));
        Assert.Equal(SessionStatus.Held, held.Status);
        Assert.Equal([given.B], held.Attended);
        Assert.Equal(2, held.Version);
        var both = await _desk.Book(_practice.Therapist, given, _desk.At(-180));
        Assert.Equal([given.A, given.B], (await _desk.Send(_practice.Therapist, new HoldSessionCommand(both.Id, 1, new SessionAttendance([given.B, given.A])))).Attended);
    }

    [Fact]
    public async Task Not_before_its_start()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given, _desk.At(10));
        var command = new HoldSessionCommand(booked.Id, 1, new SessionAttendance([given.A]));
        _desk.Clock.Now = booked.StartsAt.AddMilliseconds(-1);
        await _desk.Send(_practice.Therapist, command).ShouldRefuse(RefusalKind.Conflict, "not-yet");
        _desk.Clock.Now = booked.StartsAt;
        await _desk.Send(_practice.Therapist, command);
    }

    [Fact]
    public async Task Refuses_attendance_that_cannot_be()
    {
        var given = await _practice.Couple();
        var stranger = await _practice.Couple();
        var conjoint = await _desk.Book(_practice.Therapist, given, _desk.At(-60));
        var individual = await _desk.Book(_practice.Therapist, given, _desk.At(-180).With(given.A));
        foreach (var nobody in new[] { [], new[] { given.A, given.A }, [given.A, given.B, stranger.A] })
            await _desk.Send(_practice.Therapist, new HoldSessionCommand(conjoint.Id, 1, new SessionAttendance(nobody))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await _desk.Send(_practice.Therapist, new HoldSessionCommand(conjoint.Id, 1, new SessionAttendance([stranger.A]))).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await _desk.Send(_practice.Therapist, new HoldSessionCommand(individual.Id, 1, new SessionAttendance([given.B]))).ShouldRefuse(RefusalKind.Invalid, "not-invited");
        await _desk.Send(_practice.Therapist, new HoldSessionCommand(individual.Id, 1, new SessionAttendance([given.A, given.B]))).ShouldRefuse(RefusalKind.Invalid, "not-invited");
        await _desk.Send(_practice.Therapist, new HoldSessionCommand(individual.Id, 1, new SessionAttendance([given.A])));
    }

    [Fact]
    public async Task Once_only_and_of_the_version_last_seen()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given, _desk.At(-60));
        var body = new SessionAttendance([given.A]);
        await _desk.Send(_practice.Therapist, new HoldSessionCommand(booked.Id, 7, body)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await _desk.Send(_practice.Therapist, new HoldSessionCommand(booked.Id, 1, body));
        await _desk.Send(_practice.Therapist, new HoldSessionCommand(booked.Id, 2, body)).ShouldRefuse(RefusalKind.Conflict, "session-not-booked");
        await _desk.Send(_practice.Therapist, new RecordNoShowCommand(booked.Id, 2)).ShouldRefuse(RefusalKind.Conflict, "session-not-booked");
        await _desk.Send(_practice.Therapist, new CancelSessionCommand(booked.Id, 2, new SessionCancellation(SessionCanceller.Couple)))
            .ShouldRefuse(RefusalKind.Conflict, "session-not-booked");
    }

    [Fact]
    public async Task By_the_cases_clinicians_only_and_also_once_the_case_is_closed()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given, _desk.At(-60));
        var command = new HoldSessionCommand(booked.Id, 1, new SessionAttendance([given.A]));
        var other = await GivenPractice.Open(_desk);
        await _desk.Send(_practice.Frontdesk, command).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(_practice.OtherTherapist, command).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.Send(other.Therapist, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Close(given);
        await _desk.Send(_practice.Therapist, command);
    }
}
