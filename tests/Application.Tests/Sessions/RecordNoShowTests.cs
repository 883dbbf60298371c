using CounselDesk.Application.Common;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Sessions;

public sealed class RecordNoShowTests : IAsyncLifetime
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
    public async Task Records_that_nobody_came_after_the_start()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given, _desk.At(10));
        await _desk.Send(_practice.Therapist, new RecordNoShowCommand(booked.Id, 1)).ShouldRefuse(RefusalKind.Conflict, "not-yet");
        _desk.Clock.Now = booked.StartsAt;
        await _desk.Send(_practice.Therapist, new RecordNoShowCommand(booked.Id, 2)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        var missed = await _desk.Send(_practice.Therapist, new RecordNoShowCommand(booked.Id, 1));
        Assert.Equal(SessionStatus.NoShow, missed.Status);
        Assert.Empty(missed.Attended!);
        await _desk.Send(_practice.Frontdesk, new RecordNoShowCommand(booked.Id, 2)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(_practice.OtherTherapist, new RecordNoShowCommand(booked.Id, 2)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
    }
}
