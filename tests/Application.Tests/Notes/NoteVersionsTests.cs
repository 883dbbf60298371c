using System.Data.Common;
using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

public sealed class NoteVersionsTests : IAsyncLifetime
{
    private TestDesk _desk = null!;
    private GivenPractice _practice = null!;
    private GivenCouple _given = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.Open();
        _practice = await GivenPractice.Open(_desk);
        _given = await _practice.Couple(_practice.Associate);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Saving_keeps_what_the_draft_said_also_once_it_is_signed()
    {
        var note = await _desk.Draft(_practice.Associate, _given, GivenNotes.Full("One"));
        var begun = _desk.Clock.Now;
        note = await Save(note, "Two", minutes: 6);
        note = await Save(note, "Three", minutes: 6);
        var versions = (await Versions(note)).Items;
        Assert.Equal([(2, begun.AddMinutes(6), NoteFormat.Dap), (1, begun, NoteFormat.Dap)], versions.Select(version => (version.Number, version.SavedAt, version.Format)));
        var first = await _desk.Send(_practice.Associate, new GetNoteVersionQuery(note.Id, versions[1].Id));
        Assert.Equal((note.Id, 1, begun, NoteFormat.Dap, "One plan"), (first.NoteId, first.Number, first.SavedAt, first.Format, first.Sections["plan"]));
        await _desk.Send(_practice.Associate, new SignNoteCommand(note.Id, note.Version));
        Assert.Equal("Two data", (await _desk.Send(_practice.Associate, new GetNoteVersionQuery(note.Id, versions[0].Id))).Sections["data"]);
        var other = await _desk.Draft(_practice.Associate, _given);
        await _desk.Send(_practice.Associate, new GetNoteVersionQuery(other.Id, versions[0].Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Those_saved_within_five_minutes_of_one_that_is_kept_are_not()
    {
        var note = await _desk.Draft(_practice.Associate, _given, GivenNotes.Full("0"));
        for (var minute = 1; minute <= 12; minute++)
            note = await Save(note, $"{minute}", minutes: 1);
        var texts = new List<string>();
        foreach (var version in (await Versions(note)).Items)
            texts.Add((await _desk.Send(_practice.Associate, new GetNoteVersionQuery(note.Id, version.Id))).Sections["plan"]);
        Assert.Equal(["10 plan", "5 plan", "0 plan"], texts);
    }

    [Fact]
    public async Task The_newest_hundred()
    {
        var note = await _desk.Draft(_practice.Associate, _given);
        for (var i = 0; i < NoteVersions.Most + 2; i++)
            note = await Save(note, $"{i}", minutes: 5);
        var page = await _desk.Send(_practice.Associate, new ListNoteVersionsQuery(note.Id, new PageRequest(60, null)));
        var last = await _desk.Send(_practice.Associate, new ListNoteVersionsQuery(note.Id, new PageRequest(60, page.NextCursor)));
        Assert.Equal(Enumerable.Range(3, NoteVersions.Most).Reverse(), page.Items.Concat(last.Items).Select(version => version.Number));
        Assert.Null(last.NextCursor);
    }

    [Fact]
    public async Task Only_for_its_author()
    {
        var note = await Save(await _desk.Draft(_practice.Associate, _given), "Two", minutes: 1);
        var query = new GetNoteVersionQuery(note.Id, (await Versions(note)).Items.Single().Id);
        await _desk.EmergencyAccess(_practice.OtherTherapist, _given);
        foreach (var caller in new[] { _practice.Supervisor, _practice.OtherTherapist })
        {
            Assert.Empty((await _desk.Send(caller, new ListNoteVersionsQuery(note.Id, default))).Items);
            await _desk.Send(caller, query).ShouldRefuse(RefusalKind.NotFound, "not-found");
        }

        await _desk.Send(_practice.Admin, query).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send((await GivenPractice.Open(_desk)).Therapist, query).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Go_with_a_discarded_draft()
    {
        var note = await Save(await _desk.Draft(_practice.Associate, _given), "Two", minutes: 1);
        await _desk.Send(_practice.Associate, new DiscardNoteCommand(note.Id, note.Version));
        Assert.Equal([0L], await _desk.Rows<long>("SELECT COUNT(*) FROM NoteVersions"));
    }

    [Fact]
    public async Task A_psychotherapy_note_keeps_none()
    {
        var note = await _desk.Draft(_practice.Associate, _given, GivenNotes.Psychotherapy());
        await _desk.Send(_practice.Associate, new UpdateNoteCommand(note.Id, note.Version, GivenNotes.Psychotherapy("Two")));
        Assert.Empty((await Versions(note)).Items);
        await _desk.Send(_practice.Supervisor, new ListNoteVersionsQuery(note.Id, default)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Theory]
    [InlineData("UPDATE NoteVersions SET Sections = 'other'")]
    [InlineData("UPDATE NoteVersions SET SavedAt = SavedAt")]
    [InlineData("DELETE FROM NoteVersions")]
    public async Task No_statement_changes_those_of_a_signed_note(string sql)
    {
        var note = await Save(await _desk.Draft(_practice.Associate, _given), "Two", minutes: 1);
        await _desk.Send(_practice.Associate, new SignNoteCommand(note.Id, note.Version));
        await Assert.ThrowsAnyAsync<DbException>(() => _desk.Tamper(sql));
    }

    private Task<Note> Save(Note note, string text, int minutes)
    {
        _desk.Clock.Now += TimeSpan.FromMinutes(minutes);
        return _desk.Send(_practice.Associate, new UpdateNoteCommand(note.Id, note.Version, GivenNotes.Full(text)));
    }

    private Task<Page<NoteVersionEntry>> Versions(Note note) => _desk.Send(_practice.Associate, new ListNoteVersionsQuery(note.Id, default));
}
