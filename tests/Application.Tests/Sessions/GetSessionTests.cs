using CounselDesk.Application.Common;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Sessions;

public sealed class GetSessionTests : IAsyncLifetime
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
    public async Task Only_for_the_cases_clinicians_and_the_front_desk()
    {
        var given = await _practice.Couple();
        var booked = await _desk.Book(_practice.Therapist, given);
        var other = await GivenPractice.Open(_desk);
        Assert.Equal(booked, await _desk.Send(_practice.Frontdesk, new GetSessionQuery(booked.Id)));
        await _desk.Send(_practice.OtherTherapist, new GetSessionQuery(booked.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.Send(_practice.Admin, new GetSessionQuery(booked.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(given.PartnerA, new GetSessionQuery(booked.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(other.Frontdesk, new GetSessionQuery(booked.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }
}
