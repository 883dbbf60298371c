using System.Data.Common;
using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Sessions;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Tests.Notes;

public sealed class ReturnNoteTests : IAsyncLifetime
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
    public async Task Keeps_what_was_signed_and_gives_the_author_a_draft_of_the_same_texts()
    {
        var signed = await _desk.Signed(_practice.Associate, _given, GivenNotes.Full("First") with { Scope = _given.A.ToString() });
        _desk.Clock.Now += TimeSpan.FromHours(1);
        var returned = await _desk.Return(_practice.Supervisor, signed, "Say more.");
        Assert.Equal((NoteStatus.Returned, signed.ContentHash, signed.SignedAt, signed.Version + 1), (returned.Status, returned.ContentHash, returned.SignedAt, returned.Version));
        Assert.Equal(signed.Sections, returned.Sections);
        var told = returned.Return!;
        Assert.Equal((_practice.Supervisor.AccountId, "Sam", _desk.Clock.Now, "Say more."), (told.ReturnedBy, told.ReturnedByName, told.ReturnedAt, told.Remarks));
        Assert.Matches("^[0-9a-f]{64}$", told.ContentHash);

        var draft = await _desk.Send(_practice.Associate, new GetNoteQuery(told.ReplacementId));
        Assert.Equal((NoteStatus.Draft, signed.Id, _given.A.ToString(), _practice.Associate.AccountId, 1), (draft.Status, draft.Replaces, draft.Scope, draft.AuthorId, draft.Version));
        Assert.Equal(signed.Sections, draft.Sections);
        var again = await _desk.Send(_practice.Associate, new SignNoteCommand(draft.Id, draft.Version));
        var cosigned = await _desk.Send(_practice.Supervisor, new CosignNoteCommand(again.Id, again.Version));
        Assert.Equal((NoteStatus.Signed, signed.Id), (cosigned.Status, cosigned.Replaces));
        var check = await _desk.Send(_practice.Associate, new VerifyNotesQuery(_given.Id));
        Assert.Equal((true, 2, 1, 1), (check.Intact, check.Notes, check.Cosignatures, check.Returns));
    }

    [Fact]
    public async Task Only_its_author_and_the_supervisor_read_it()
    {
        var signed = await _desk.Signed(_practice.Associate, _given);
        await _desk.EmergencyAccess(_practice.OtherTherapist, _given);
        Assert.Equal(signed.Id, (await _desk.Send(_practice.OtherTherapist, new GetNoteQuery(signed.Id))).Id);
        var returned = await _desk.Return(_practice.Supervisor, signed);
        foreach (var caller in new[] { _practice.Associate, _practice.Supervisor })
        {
            Assert.Equal("Remarks", (await _desk.Send(caller, new GetNoteQuery(signed.Id))).Return!.Remarks);
            Assert.Contains((await _desk.Send(caller, new ListNotesQuery(_given.Id, default, NoteStatus.Returned))).Items, note => note.Id == signed.Id);
            var page = await _desk.Send(caller, new PrintNoteQuery(signed.Id));
            Assert.Contains("Returned, and no part of the record.", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Remarks", page, StringComparison.Ordinal);
        }

        await _desk.Send(_practice.OtherTherapist, new GetNoteQuery(signed.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Send(_practice.OtherTherapist, new PrintNoteQuery(signed.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        Assert.Equal([returned.Return!.ReplacementId], (await _desk.Send(_practice.OtherTherapist, new ListNotesQuery(_given.Id, default, null))).Items.Select(note => note.Id));
    }

    [Fact]
    public async Task The_session_is_without_a_note_once_the_draft_is_discarded()
    {
        var session = await _desk.Held(_practice.Associate, _given, _given.A);
        var returned = await _desk.Return(_practice.Supervisor, await _desk.Signed(_practice.Associate, _given, GivenNotes.Full() with { SessionId = session.Id }));
        Assert.Empty(await WithoutNote());
        await _desk.Send(_practice.Associate, new DiscardNoteCommand(returned.Return!.ReplacementId, null));
        Assert.Equal([session.Id], await WithoutNote());
    }

    [Fact]
    public async Task Only_by_the_authors_supervisor_and_while_it_awaits_the_cosignature()
    {
        var signed = await _desk.Signed(_practice.Associate, _given);
        var command = new ReturnNoteCommand(signed.Id, signed.Version, new ReturnRemarks("Remarks"));
        foreach (var caller in new[] { _practice.Associate, _practice.Therapist, _practice.Admin, _practice.Frontdesk })
            await _desk.Send(caller, command).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(_practice.Associate with { Roles = Roles.Associate | Roles.Supervisor }, command).ShouldRefuse(RefusalKind.Forbidden, "own-note");
        var stranger = _practice.OtherTherapist with { Roles = Roles.Supervisor };
        await _desk.Send(stranger, command).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.EmergencyAccess(stranger, _given);
        await _desk.Send(stranger, command).ShouldRefuse(RefusalKind.Forbidden, "not-the-supervisor");
        await _desk.Send((await GivenPractice.Open(_desk)).Supervisor, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Send(_practice.Supervisor, command with { Version = 1 }).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await _desk.Send(_practice.Supervisor, command with { Body = new ReturnRemarks(" ") }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");

        await _desk.Send(_practice.Supervisor, command);
        await _desk.Send(_practice.Supervisor, command with { Version = null }).ShouldRefuse(RefusalKind.Conflict, "not-awaiting-cosignature");
        await _desk.Send(_practice.Supervisor, new CosignNoteCommand(signed.Id, null)).ShouldRefuse(RefusalKind.Conflict, "not-awaiting-cosignature");
        await _desk.Send(_practice.Associate, new SignNoteCommand(signed.Id, null)).ShouldRefuse(RefusalKind.Conflict, "note-signed");
        await _desk.Send(_practice.Associate, new UpdateNoteCommand(signed.Id, null, GivenNotes.Full())).ShouldRefuse(RefusalKind.Conflict, "note-signed");
        await _desk.Send(_practice.Associate, new DiscardNoteCommand(signed.Id, null)).ShouldRefuse(RefusalKind.Conflict, "note-signed");
        await _desk.Add(_practice.Associate, signed).ShouldRefuse(RefusalKind.Conflict, "note-returned");
        await _desk.Send(_practice.Supervisor, command with { NoteId = (await _desk.Draft(_practice.Associate, _given)).Id, Version = null }).ShouldRefuse(RefusalKind.Conflict, "not-awaiting-cosignature");
    }

    [Theory]
    [InlineData("UPDATE Notes SET Status = 'Signed' WHERE Status = 'Returned'")]
    [InlineData("UPDATE Notes SET Status = 'AwaitingCosignature' WHERE Status = 'Returned'")]
    [InlineData("UPDATE Notes SET Sections = 'other' WHERE Status = 'Returned'")]
    [InlineData("DELETE FROM Notes WHERE Status = 'Returned'")]
    [InlineData("UPDATE NoteReturns SET Remarks = 'other'")]
    [InlineData("UPDATE NoteReturns SET ReturnedBy = ReturnedBy")]
    [InlineData("DELETE FROM NoteReturns")]
    public async Task No_statement_takes_it_back(string sql)
    {
        await _desk.Return(_practice.Supervisor, await _desk.Signed(_practice.Associate, _given));
        await Assert.ThrowsAnyAsync<DbException>(() => _desk.Tamper(sql));
    }

    [Fact]
    public async Task No_statement_returns_what_nobody_returned()
    {
        await _desk.Signed(_practice.Associate, _given);
        await Assert.ThrowsAnyAsync<DbException>(() => _desk.Tamper("UPDATE Notes SET Status = 'Returned'"));
    }

    private async Task<IEnumerable<Guid>> WithoutNote() =>
        (await _desk.Send(_practice.Associate, new ListSessionsWithoutNoteQuery(default, new DayRange(null, null), null))).Items.Select(session => session.Id);
}
