using CounselDesk.Application.Common;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Sessions;

public sealed class ListSessionsTests : IAsyncLifetime
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
    public async Task Pages_by_start_without_repeating_or_hiding_any()
    {
        var given = await _practice.Couple();
        var booked = new List<Session>();
        foreach (var hours in new[] { 50, 10, 30, 20, 40 })
            booked.Add(await _desk.Book(_practice.Therapist, given, _desk.At(hours * 60)));

        // A second one at the same start, once the first was cancelled, to tell equal times apart.
        await _desk.Send(_practice.Therapist, new CancelSessionCommand(booked[1].Id, 1, new SessionCancellation(SessionCanceller.Therapist)));
        booked.Add(await _desk.Book(_practice.Therapist, given, _desk.At(10 * 60)));

        var seen = new List<Session>();
        string? cursor = null;
        do
        {
            var page = await _desk.Send(_practice.Therapist, new ListSessionsQuery(given.Id, new PageRequest(1, cursor), new DayRange()));
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        Assert.Equal([booked[1].Id, booked[5].Id, booked[3].Id, booked[2].Id, booked[4].Id, booked[0].Id], seen.Select(session => session.Id));
    }

    [Fact]
    public async Task The_days_are_the_practices_and_both_are_included()
    {
        var given = await _practice.Couple();

        // Chicago is six hours behind: its 3 March is from 06:00 UTC to 06:00 UTC.
        var first = await _desk.Book(_practice.Therapist, given, _desk.At() with { StartsAt = new(2026, 3, 3, 6, 0, 0, TimeSpan.Zero) });
        var last = await _desk.Book(_practice.Therapist, given, _desk.At() with { StartsAt = new(2026, 3, 4, 5, 59, 0, TimeSpan.Zero) });
        await _desk.Book(_practice.Therapist, given, _desk.At() with { StartsAt = new(2026, 3, 3, 5, 0, 0, TimeSpan.Zero) });
        await _desk.Book(_practice.Therapist, given, _desk.At() with { StartsAt = new(2026, 3, 4, 7, 0, 0, TimeSpan.Zero) });
        var day = new DateOnly(2026, 3, 3);
        var page = await _desk.Send(_practice.Frontdesk, new ListSessionsQuery(given.Id, default, new DayRange(day, day)));
        Assert.Equal([first.Id, last.Id], page.Items.Select(session => session.Id));
    }

    [Fact]
    public async Task Refuses_days_that_end_before_they_begin_and_cursors_of_other_lists()
    {
        var given = await _practice.Couple();
        var refusal = await _desk.Send(_practice.Therapist, new ListSessionsQuery(given.Id, default, new DayRange(new(2026, 3, 3), new(2026, 3, 2))))
            .ShouldRefuse(RefusalKind.Invalid, "ends-before-start");
        Assert.Equal("to", Assert.Single(refusal.Faults!.Errors).PropertyName);
        await _desk.Send(_practice.Therapist, new ListSessionsQuery(given.Id, default, new DayRange(DateOnly.MinValue, DateOnly.MaxValue)))
            .ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        foreach (var cursor in new[] { "", "!", "c2Vzc2lvbnM6MQ", "c2Vzc2lvbnM6OTIyMzM3MjAzNjg1NDc3NTgwNzox", "Y2FsZW5kYXI6MTox" })
            await _desk.Send(_practice.Therapist, new ListSessionsQuery(given.Id, new PageRequest(1, cursor), new DayRange())).ShouldRefuse(RefusalKind.Invalid, "invalid-cursor");
    }

    [Fact]
    public async Task Only_for_the_cases_clinicians_and_the_front_desk()
    {
        var given = await _practice.Couple();
        var other = await GivenPractice.Open(_desk);
        var query = new ListSessionsQuery(given.Id, default, new DayRange());
        await _desk.Send(_practice.OtherTherapist, query).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.Send(_practice.Admin, query).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(given.PartnerA, query).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(other.Therapist, query).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }
}
