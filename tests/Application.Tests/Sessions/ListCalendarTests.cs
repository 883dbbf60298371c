using CounselDesk.Application.Common;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Sessions;

public sealed class ListCalendarTests : IAsyncLifetime
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
    public async Task Shows_clinicians_their_own_and_supervised_sessions_and_the_front_desk_all()
    {
        var own = await _desk.Book(_practice.Therapist, await _practice.Couple());
        var supervised = await _desk.Book(_practice.Associate, await _practice.Couple(_practice.Associate));
        Assert.Equal([own.Id], await Calendar(_practice.Therapist));
        Assert.Equal([supervised.Id], await Calendar(_practice.Associate));
        Assert.Equal([supervised.Id], await Calendar(_practice.Supervisor));
        Assert.Empty(await Calendar(_practice.OtherTherapist));
        Assert.Equal([own.Id, supervised.Id], await Calendar(_practice.Frontdesk));
        Assert.Equal([own.Id], await Calendar(_practice.Frontdesk, _practice.Therapist.AccountId));
        Assert.Empty(await Calendar(_practice.OtherTherapist, _practice.Therapist.AccountId));
        Assert.Empty(await Calendar((await GivenPractice.Open(_desk)).Frontdesk));
    }

    [Fact]
    public async Task Shows_initials_of_those_who_are_to_come_and_no_names()
    {
        var given = await _practice.Couple();
        await _desk.Book(_practice.Therapist, given);
        await _desk.Book(_practice.Therapist, given, _desk.At(60 * 30).With(given.B));
        var entries = (await _desk.Send(_practice.Frontdesk, new ListCalendarQuery(default, new DayRange(), null))).Items;
        Assert.Equal(["R.R.", "K.L."], entries[0].Initials);
        Assert.Equal(["K.L."], entries[1].Initials);
        Assert.Equal("Tess", entries[0].TherapistName);
        var json = System.Text.Json.JsonSerializer.Serialize(entries);
        foreach (var name in new[] { "Robin", "Reed", "Kit", "Lark" })
            Assert.DoesNotContain(name, json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_through_sessions_of_one_start()
    {
        foreach (var therapist in new[] { _practice.Therapist, _practice.OtherTherapist, _practice.Associate })
            await _desk.Book(therapist, await _practice.Couple(therapist));
        var first = await _desk.Send(_practice.Frontdesk, new ListCalendarQuery(new PageRequest(2, null), new DayRange(), null));
        var second = await _desk.Send(_practice.Frontdesk, new ListCalendarQuery(new PageRequest(2, first.NextCursor), new DayRange(), null));
        Assert.Equal(3, first.Items.Concat(second.Items).Select(entry => entry.Id).Distinct().Count());
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task Not_for_administrators_or_partners()
    {
        var given = await _practice.Couple();
        foreach (var caller in new[] { _practice.Admin, given.PartnerA })
            await _desk.Send(caller, new ListCalendarQuery(default, new DayRange(), null)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    private async Task<IEnumerable<Guid>> Calendar(Caller caller, Guid? therapistId = null) =>
        (await _desk.Send(caller, new ListCalendarQuery(default, new DayRange(), therapistId))).Items.Select(entry => entry.Id);
}
