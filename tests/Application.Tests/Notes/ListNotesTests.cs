using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

public sealed class ListNotesTests : IAsyncLifetime
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
    public async Task Newest_first_by_page_and_status()
    {
        var given = await _practice.Couple();
        var first = await _desk.Signed(_practice.Therapist, given);
        var second = await _desk.Draft(_practice.Therapist, given);
        var third = await _desk.Draft(_practice.Therapist, given, GivenNotes.Psychotherapy());
        var page = await _desk.Send(_practice.Therapist, new ListNotesQuery(given.Id, new PageRequest(2, null), null));
        Assert.Equal([third.Id, second.Id], page.Items.Select(note => note.Id));
        var last = await _desk.Send(_practice.Therapist, new ListNotesQuery(given.Id, new PageRequest(2, page.NextCursor), null));
        Assert.Equal([new NoteEntry(first.Id, null, NoteFormat.Dap, NoteKind.Progress, "joint", NoteStatus.Signed, _practice.Therapist.AccountId, "Tess", first.CreatedAt, first.SignedAt)], last.Items);
        var drafts = await _desk.Send(_practice.Therapist, new ListNotesQuery(given.Id, default, NoteStatus.Draft));
        Assert.Equal([third.Id, second.Id], drafts.Items.Select(note => note.Id));
    }

    [Fact]
    public async Task Not_for_those_who_read_no_notes()
    {
        var given = await _practice.Couple();
        var query = new ListNotesQuery(given.Id, default, null);
        foreach (var caller in new[] { _practice.Frontdesk, _practice.Admin, given.PartnerA })
            await _desk.Send(caller, query).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(_practice.OtherTherapist, query).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.Send((await GivenPractice.Open(_desk)).Therapist, query).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }
}
