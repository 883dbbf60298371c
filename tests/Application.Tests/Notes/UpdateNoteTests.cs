using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

public sealed class UpdateNoteTests : IAsyncLifetime
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
    public async Task Replaces_all_of_a_draft()
    {
        var given = await _practice.Couple();
        var note = await _desk.Draft(_practice.Therapist, given);
        _desk.Clock.Now += TimeSpan.FromMinutes(1);
        var body = new NoteDraft(NoteFormat.Narrative, NoteKind.Progress, given.B.ToString(), new Dictionary<string, string>(StringComparer.Ordinal) { ["narrative"] = "All" });
        var saved = await _desk.Send(_practice.Therapist, new UpdateNoteCommand(note.Id, 1, body));
        Assert.Equal((NoteFormat.Narrative, given.B.ToString(), 2), (saved.Format, saved.Scope, saved.Version));
        Assert.Equal(["All"], saved.Sections.Values);
        Assert.Equal((note.CreatedAt, _desk.Clock.Now), (saved.CreatedAt, saved.UpdatedAt));
    }

    [Fact]
    public async Task Refuses_a_stale_version_and_the_rules_of_drafting()
    {
        var given = await _practice.Couple();
        var note = await _desk.Draft(_practice.Therapist, given);
        await _desk.Send(_practice.Therapist, new UpdateNoteCommand(note.Id, 1, GivenNotes.Full("Second")));
        await _desk.Send(_practice.Therapist, new UpdateNoteCommand(note.Id, 1, GivenNotes.Full("Third"))).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await _desk.Send(_practice.Therapist, new UpdateNoteCommand(note.Id, 2, GivenNotes.Full() with { Format = NoteFormat.Soap })).ShouldRefuse(RefusalKind.Invalid, "unknown-section");
        Assert.Equal("Second plan", (await _desk.Send(_practice.Therapist, new GetNoteQuery(note.Id))).Sections["plan"]);
    }

    [Fact]
    public async Task Only_its_author_and_only_until_it_is_signed()
    {
        var given = await _practice.Couple(_practice.Associate);
        var note = await _desk.Draft(_practice.Associate, given);
        await _desk.Send(_practice.Supervisor, new UpdateNoteCommand(note.Id, 1, GivenNotes.Full())).ShouldRefuse(RefusalKind.Forbidden, "not-the-author");
        await _desk.Send(_practice.Associate, new SignNoteCommand(note.Id, 1));
        await _desk.Send(_practice.Associate, new UpdateNoteCommand(note.Id, 2, GivenNotes.Full())).ShouldRefuse(RefusalKind.Conflict, "note-signed");
        await _desk.Send(_practice.Associate, new UpdateNoteCommand(note.Id, null, GivenNotes.Full())).ShouldRefuse(RefusalKind.Conflict, "note-signed");
        await _desk.Send((await GivenPractice.Open(_desk)).Therapist, new UpdateNoteCommand(note.Id, null, GivenNotes.Full())).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task A_draft_begun_before_the_case_closed_can_be_finished()
    {
        var given = await _practice.Couple();
        var note = await _desk.Draft(_practice.Therapist, given);
        await _desk.Close(given);
        var saved = await _desk.Send(_practice.Therapist, new UpdateNoteCommand(note.Id, 1, GivenNotes.Full("Closing")));
        Assert.Equal(NoteStatus.Signed, (await _desk.Send(_practice.Therapist, new SignNoteCommand(saved.Id, saved.Version))).Status);
    }

    [Theory]
    [InlineData(NoteKind.Progress, true)]
    [InlineData(NoteKind.Progress, false)]
    [InlineData(NoteKind.Psychotherapy, true)]
    public async Task It_stays_in_its_compartment_once_the_case_is_over(NoteKind kind, bool separated)
    {
        var given = await _practice.Couple();
        var joint = GivenNotes.Full("Before", kind);
        var (drafts, scopes) = (new List<Note>(), new[] { "joint", given.A.ToString(), given.B.ToString() });
        foreach (var scope in scopes)
            drafts.Add(await _desk.Draft(_practice.Therapist, given, joint with { Scope = scope }));
        if (separated)
            await _desk.Send(_practice.Therapist, new SeparateCoupleCommand(given.Id, null, new Separation("They part", new DateOnly(2026, 3, 1), [given.A])));
        else
            await _desk.Close(given);

        foreach (var draft in drafts)
        {
            foreach (var scope in scopes.Where(scope => scope != draft.Scope))
            {
                await _desk.Send(_practice.Therapist, new UpdateNoteCommand(draft.Id, 1, GivenNotes.Full("Moved", kind) with { Scope = scope }))
                    .ShouldRefuse(RefusalKind.Conflict, separated ? "record-frozen" : "case-closed");
            }

            var kept = await _desk.Send(_practice.Therapist, new GetNoteQuery(draft.Id));
            Assert.Equal((draft.Scope, 1, "Before plan"), (kept.Scope, kept.Version, kept.Sections["plan"]));
            var finished = await _desk.Send(_practice.Therapist, new UpdateNoteCommand(draft.Id, 1, GivenNotes.Full("After", kind) with { Scope = draft.Scope }));
            Assert.Equal((draft.Scope, "After plan"), (finished.Scope, finished.Sections["plan"]));
            await _desk.Send(_practice.Therapist, new SignNoteCommand(draft.Id, finished.Version));
        }
    }
}
