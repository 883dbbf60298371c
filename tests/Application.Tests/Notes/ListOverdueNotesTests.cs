using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Practices;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

public sealed class ListOverdueNotesTests : OnePractice
{
    private Task<Page<OverdueNote>> List(Caller caller, PageRequest page = default) => Desk.Send(caller, new ListOverdueNotesQuery(page));

    private async Task<IEnumerable<Guid>> Ids(Caller caller) => (await List(caller)).Items.Select(note => note.Id);

    [Fact]
    public async Task A_draft_is_overdue_once_the_practices_days_are_over()
    {
        var given = await Practice.Couple();
        var note = await Desk.Draft(Practice.Therapist, given);
        Desk.Clock.Now = Desk.Clock.Now.AddDays(3);
        Assert.Empty(await Ids(Practice.Therapist));
        Desk.Clock.Now = Desk.Clock.Now.AddMilliseconds(1);
        Assert.Equal(
            [new OverdueNote(note.Id, given.Id, null, NoteFormat.Dap, "joint", Practice.Therapist.AccountId, "Tess", note.CreatedAt, note.UpdatedAt, 3)],
            (await List(Practice.Therapist)).Items);

        await Desk.Send(Practice.Admin, new ChangePracticeCommand(null, new PracticeChanges(DraftDays: 4)));
        Assert.Empty(await Ids(Practice.Therapist));
    }

    [Fact]
    public async Task Saving_does_not_put_it_off_and_signing_or_discarding_ends_it()
    {
        var given = await Practice.Couple();
        var (signed, discarded) = (await Desk.Draft(Practice.Therapist, given), await Desk.Draft(Practice.Therapist, given));
        Desk.Clock.Now = Desk.Clock.Now.AddDays(4);
        await Desk.Send(Practice.Therapist, new UpdateNoteCommand(signed.Id, null, GivenNotes.Full("Other")));
        Assert.Equal([signed.Id, discarded.Id], await Ids(Practice.Therapist));
        await Desk.Send(Practice.Therapist, new SignNoteCommand(signed.Id, null));
        await Desk.Send(Practice.Therapist, new DiscardNoteCommand(discarded.Id, null));
        Assert.Empty(await Ids(Practice.Therapist));
    }

    [Fact]
    public async Task A_supervisor_sees_the_supervisees_too_and_nobody_else_another_authors()
    {
        var supervised = await Practice.Couple(Practice.Associate);
        var associates = await Desk.Draft(Practice.Associate, supervised);
        var own = await Desk.Draft(Practice.Supervisor, supervised);
        await Desk.Draft(Practice.Associate, supervised, GivenNotes.Psychotherapy());
        await Desk.Draft(Practice.Therapist, await Practice.Couple());
        Desk.Clock.Now = Desk.Clock.Now.AddDays(4);
        Assert.Equal([associates.Id, own.Id], await Ids(Practice.Supervisor));
        Assert.Equal([associates.Id], await Ids(Practice.Associate));
        Assert.Empty(await Ids(Practice.OtherTherapist));
        Assert.Empty(await Ids((await GivenPractice.Open(Desk)).Therapist));
        foreach (var caller in new[] { Practice.Admin, Practice.Frontdesk })
            await List(caller).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task By_page_oldest_first()
    {
        var given = await Practice.Couple();
        var (first, second, third) = (await Desk.Draft(Practice.Therapist, given), await Desk.Draft(Practice.Therapist, given), await Desk.Draft(Practice.Therapist, given));
        Desk.Clock.Now = Desk.Clock.Now.AddDays(10);
        var page = await List(Practice.Therapist, new PageRequest(2, null));
        Assert.Equal([first.Id, second.Id], page.Items.Select(note => note.Id));
        Assert.Equal([third.Id], (await List(Practice.Therapist, new PageRequest(2, page.NextCursor))).Items.Select(note => note.Id));
        await List(Practice.Therapist, new PageRequest(2, "x")).ShouldRefuse(RefusalKind.Invalid, "invalid-cursor");
    }
}
