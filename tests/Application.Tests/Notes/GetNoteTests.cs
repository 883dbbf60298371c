using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

public sealed class GetNoteTests : IAsyncLifetime
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
    public async Task The_cases_clinicians_read_a_progress_note_and_nobody_else()
    {
        var given = await _practice.Couple(_practice.Associate);
        var note = await _desk.Draft(_practice.Associate, given);
        Assert.Equal("Text plan", (await _desk.Send(_practice.Supervisor, new GetNoteQuery(note.Id))).Sections["plan"]);
        await _desk.Send(_practice.OtherTherapist, new GetNoteQuery(note.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.Send((await GivenPractice.Open(_desk)).Therapist, new GetNoteQuery(note.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        foreach (var caller in new[] { _practice.Frontdesk, _practice.Admin, given.PartnerA, given.PartnerB })
            await _desk.Send(caller, new GetNoteQuery(note.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.EmergencyAccess(_practice.OtherTherapist, given);
        Assert.Equal(note.Id, (await _desk.Send(_practice.OtherTherapist, new GetNoteQuery(note.Id))).Id);
    }

    [Fact]
    public async Task A_psychotherapy_note_is_there_for_its_author_alone()
    {
        var given = await _practice.Couple(_practice.Associate);
        var note = await _desk.Draft(_practice.Associate, given, GivenNotes.Psychotherapy());
        Assert.Equal("Text data", (await _desk.Send(_practice.Associate, new GetNoteQuery(note.Id))).Sections["data"]);
        await _desk.EmergencyAccess(_practice.OtherTherapist, given);
        foreach (var caller in new[] { _practice.Supervisor, _practice.OtherTherapist, _practice.Therapist })
        {
            await _desk.Send(caller, new GetNoteQuery(note.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
            await _desk.Send(caller, new UpdateNoteCommand(note.Id, null, GivenNotes.Full())).ShouldRefuse(RefusalKind.NotFound, "not-found");
            await _desk.Send(caller, new SignNoteCommand(note.Id, null)).ShouldRefuse(RefusalKind.NotFound, "not-found");
            await _desk.Send(caller, new DiscardNoteCommand(note.Id, null)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        }

        await _desk.Send(_practice.Supervisor, new CosignNoteCommand(note.Id, null)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        foreach (var caller in new[] { _practice.Supervisor, _practice.OtherTherapist })
            Assert.Empty((await _desk.Send(caller, new ListNotesQuery(given.Id, default, null))).Items);
    }
}
