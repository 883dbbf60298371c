using System.Data.Common;
using CounselDesk.Application.Briefs;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

/// <summary>Kept apart (45 CFR 164.501): to have written one is the only right to it.</summary>
public sealed class PsychotherapyNoteTests : IAsyncLifetime
{
    private TestDesk _desk = null!;
    private GivenPractice _practice = null!;
    private GivenCouple _given = null!;
    private Note _note = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.Open();
        _practice = await GivenPractice.Open(_desk);
        _given = await _practice.Couple(_practice.Therapist);
        _note = await _desk.Signed(_practice.Therapist, _given, GivenNotes.Psychotherapy("Apart"));
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Stays_its_authors_when_the_case_goes_to_somebody_else()
    {
        var draft = await _desk.Draft(_practice.Therapist, _given, GivenNotes.Psychotherapy());
        await _desk.Send(_practice.Admin, new UpdateCoupleCommand(_given.Id, null, new CoupleChange(TherapistId: _practice.OtherTherapist.AccountId)));
        await _desk.Send(_practice.Therapist, new GetCoupleQuery(_given.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        Assert.Equal("Apart plan", (await _desk.Send(_practice.Therapist, new GetNoteQuery(_note.Id))).Sections["plan"]);
        Assert.Contains("Apart plan", await _desk.Send(_practice.Therapist, new PrintNoteQuery(_note.Id)), StringComparison.Ordinal);
        await _desk.Send(_practice.Therapist, new UpdateNoteCommand(draft.Id, 1, GivenNotes.Psychotherapy("Later")));
        Assert.Equal(NoteStatus.Signed, (await _desk.Send(_practice.Therapist, new SignNoteCommand(draft.Id, 2))).Status);
        await Nothing(_practice.OtherTherapist);
    }

    [Fact]
    public async Task Nothing_opens_it_to_anybody_else_or_tells_that_it_is_there()
    {
        await _desk.EmergencyAccess(_practice.OtherTherapist, _given);
        await _desk.EmergencyAccess(_practice.Supervisor, _given);
        foreach (var caller in new[] { _practice.OtherTherapist, _practice.Supervisor })
            await Nothing(caller);
        await _desk.Send(_practice.Admin, new GetNoteQuery(_note.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        var check = await _desk.Send(_practice.Admin, new VerifyNotesQuery(_given.Id));
        Assert.Equal((true, 0, null), (check.Intact, check.Notes, check.Own));
        await _desk.Send((await GivenPractice.Open(_desk)).Therapist, new GetNoteQuery(_note.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task An_author_who_is_no_clinician_any_more_does_not_read_it() =>
        await _desk.Send(_practice.Therapist with { Roles = Domain.People.Roles.Admin }, new GetNoteQuery(_note.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");

    [Fact]
    public async Task Raises_no_event_and_is_in_no_brief()
    {
        var draft = await _desk.Draft(_practice.Therapist, _given, GivenNotes.Psychotherapy());
        await _desk.Send(_practice.Therapist, new DiscardNoteCommand(draft.Id, draft.Version));
        await _desk.Draft(_practice.Therapist, _given, GivenNotes.Psychotherapy());
        Assert.Equal([0L], await _desk.Rows<long>("SELECT COUNT(*) FROM Outbox WHERE EventType LIKE 'note.%'"));
        var brief = await _desk.Send(_practice.Therapist, new GetBriefQuery(_given.Id));
        Assert.Equal((0, null), (brief.UnsignedNotes.Count, brief.LastPlan));
        Assert.Equal([0L], await _desk.Rows<long>("SELECT COUNT(*) FROM Notes"));
    }

    [Fact]
    public async Task A_draft_keeps_its_kind()
    {
        var apart = await _desk.Draft(_practice.Therapist, _given, GivenNotes.Psychotherapy());
        await _desk.Send(_practice.Therapist, new UpdateNoteCommand(apart.Id, 1, GivenNotes.Full())).ShouldRefuse(RefusalKind.Conflict, "note-kind-kept");
        var ofRecord = await _desk.Draft(_practice.Therapist, _given);
        await _desk.Send(_practice.Therapist, new UpdateNoteCommand(ofRecord.Id, 1, GivenNotes.Psychotherapy())).ShouldRefuse(RefusalKind.Conflict, "note-kind-kept");
    }

    [Theory]
    [InlineData("UPDATE PsychotherapyNotes SET Sections = 'other'")]
    [InlineData("UPDATE PsychotherapyNotes SET ContentHash = UPPER(ContentHash)")]
    [InlineData("UPDATE PsychotherapyNotes SET AuthorId = (SELECT a.Id FROM Accounts a WHERE a.Seq = (SELECT MAX(b.Seq) FROM Accounts b WHERE b.Id <> AuthorId))")]
    [InlineData("UPDATE PsychotherapyNotes SET SignedAt = '2020-01-01T00:00:00.000Z'")]
    [InlineData("UPDATE PsychotherapyNotes SET Format = 'Soap'")]
    [InlineData("UPDATE PsychotherapyNotes SET ChainNumber = 7")]
    [InlineData("UPDATE PsychotherapyNotes SET Status = 'Draft', SignedAt = NULL, ChainNumber = NULL, ContentHash = NULL")]
    [InlineData("UPDATE PsychotherapyNotes SET Id = CoupleId")]
    [InlineData("DELETE FROM PsychotherapyNotes")]
    public async Task No_statement_changes_or_removes_a_signed_one(string sql)
    {
        await Assert.ThrowsAnyAsync<DbException>(() => _desk.Tamper(sql));
        Assert.Equal(_note.ContentHash, (await _desk.Send(_practice.Therapist, new GetNoteQuery(_note.Id))).ContentHash);
    }

    [Fact]
    public async Task No_statement_gives_a_draft_to_somebody_else()
    {
        var draft = await _desk.Draft(_practice.Therapist, _given, GivenNotes.Psychotherapy());
        await Assert.ThrowsAnyAsync<DbException>(() => _desk.Tamper(
            $"UPDATE PsychotherapyNotes SET AuthorId = '{_practice.OtherTherapist.AccountId.ToString().ToUpperInvariant()}' WHERE Status = 'Draft'"));
        Assert.Equal(draft.Id, (await _desk.Send(_practice.Therapist, new GetNoteQuery(draft.Id))).Id);
    }

    private async Task Nothing(Caller caller)
    {
        await _desk.Send(caller, new GetNoteQuery(_note.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Send(caller, new PrintNoteQuery(_note.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Send(caller, new ListNoteVersionsQuery(_note.Id, default)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Send(caller, new AddAddendumCommand(_note.Id, new NewAddendum(AddendumKind.Addendum, "More"))).ShouldRefuse(RefusalKind.NotFound, "not-found");
        Assert.Empty((await _desk.Send(caller, new ListNotesQuery(_given.Id, default, null))).Items);
        var check = await _desk.Send(caller, new VerifyNotesQuery(_given.Id));
        Assert.Equal((true, 0, null), (check.Intact, check.Notes, check.Own));
    }
}
