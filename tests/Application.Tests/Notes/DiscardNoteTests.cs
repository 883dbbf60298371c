using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

public sealed class DiscardNoteTests : IAsyncLifetime
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
    public async Task Its_author_removes_a_draft_of_the_version_last_seen()
    {
        var given = await _practice.Couple(_practice.Associate);
        var note = await _desk.Draft(_practice.Associate, given);
        await _desk.Send(_practice.Supervisor, new DiscardNoteCommand(note.Id, 1)).ShouldRefuse(RefusalKind.Forbidden, "not-the-author");
        await _desk.Send(_practice.Associate, new DiscardNoteCommand(note.Id, 2)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await _desk.Send((await GivenPractice.Open(_desk)).Therapist, new DiscardNoteCommand(note.Id, 1)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Close(given);
        await _desk.Send(_practice.Associate, new DiscardNoteCommand(note.Id, 1));
        await _desk.Send(_practice.Associate, new GetNoteQuery(note.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task A_signed_note_stays()
    {
        var given = await _practice.Couple(_practice.Associate);
        var waiting = await _desk.Signed(_practice.Associate, given);
        var apart = await _desk.Signed(_practice.Associate, given, GivenNotes.Psychotherapy());
        foreach (var note in new[] { waiting, apart })
            await _desk.Send(_practice.Associate, new DiscardNoteCommand(note.Id, null)).ShouldRefuse(RefusalKind.Conflict, "note-signed");
    }
}
