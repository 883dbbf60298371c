using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Notes;

namespace CounselDesk.Application.Tests.Sessions;

public sealed class ListSessionsWithoutNoteTests : OnePractice
{
    [Fact]
    public async Task Lists_what_was_held_until_a_progress_note_is_begun()
    {
        var given = await Practice.Couple();
        var (first, second) = (await Held(Practice.Therapist, given, -300), await Held(Practice.Therapist, given, -200));
        await Desk.Book(Practice.Therapist, given, Desk.At(-100));
        Assert.Equal([first.Id, second.Id], await Listed(Practice.Therapist));
        Assert.Equal(["R.R.", "K.L."], (await List(Practice.Therapist)).Items[0].Initials);

        // A psychotherapy note is nobody's business but its author's, so it changes nothing here.
        await Desk.Draft(Practice.Therapist, given, GivenNotes.Psychotherapy() with { SessionId = first.Id });
        Assert.Equal([first.Id, second.Id], await Listed(Practice.Therapist));
        var draft = await Desk.Draft(Practice.Therapist, given, GivenNotes.Full() with { SessionId = first.Id });
        Assert.Equal([second.Id], await Listed(Practice.Therapist));
        await Desk.Send(Practice.Therapist, new DiscardNoteCommand(draft.Id, draft.Version));
        Assert.Equal([first.Id, second.Id], await Listed(Practice.Therapist));
    }

    [Fact]
    public async Task Shows_a_supervisor_the_supervisees_and_nobody_elses()
    {
        var own = await Held(Practice.Therapist, await Practice.Couple(), -300);
        var supervised = await Held(Practice.Associate, await Practice.Couple(Practice.Associate), -300);
        Assert.Equal([own.Id], await Listed(Practice.Therapist));
        Assert.Equal([supervised.Id], await Listed(Practice.Associate));
        Assert.Equal([supervised.Id], await Listed(Practice.Supervisor));
        Assert.Empty(await Listed(Practice.OtherTherapist));
        Assert.Empty(await Listed((await GivenPractice.Open(Desk)).Therapist));
        Assert.Empty((await List(Practice.Supervisor, therapistId: Practice.Therapist.AccountId)).Items);
        foreach (var caller in new[] { Practice.Frontdesk, Practice.Admin })
            await List(caller).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task Goes_on_page_by_page_and_takes_one_statement_however_many_there_are()
    {
        var given = await Practice.Couple();
        var held = new List<Guid>();
        for (var i = 0; i < 5; i++)
            held.Add((await Held(Practice.Therapist, given, -600 + (100 * i))).Id);
        var first = await List(Practice.Therapist, new PageRequest(3, null));
        var second = await List(Practice.Therapist, new PageRequest(3, first.NextCursor));
        Assert.Equal(held, [.. first.Items.Concat(second.Items).Select(entry => entry.Id)]);
        Assert.Null(second.NextCursor);
        Assert.Equal(1, await Desk.StatementsOf(Practice.Therapist, new ListSessionsWithoutNoteQuery(new PageRequest(null, null), new DayRange(), null)));
    }

    private async Task<Session> Held(Caller by, GivenCouple given, int minutesFromNow)
    {
        var booked = await Desk.Book(by, given, Desk.At(minutesFromNow));
        return await Desk.Send(by, new HoldSessionCommand(booked.Id, booked.Version, new SessionAttendance([given.A, given.B])));
    }

    private Task<Page<CalendarEntry>> List(Caller caller, PageRequest page = default, Guid? therapistId = null) =>
        Desk.Send(caller, new ListSessionsWithoutNoteQuery(page, new DayRange(), therapistId));

    private async Task<List<Guid>> Listed(Caller caller) => [.. (await List(caller)).Items.Select(entry => entry.Id)];
}
