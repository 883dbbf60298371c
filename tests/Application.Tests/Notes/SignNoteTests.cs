using System.Data.Common;
using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

public sealed class SignNoteTests : IAsyncLifetime
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
    public async Task Signs_with_a_hash_over_the_text_and_the_note_before()
    {
        var given = await _practice.Couple();
        var first = await _desk.Signed(_practice.Therapist, given);
        Assert.Equal((NoteStatus.Signed, _desk.Clock.Now, 2), (first.Status, first.SignedAt, first.Version));
        Assert.Matches("^[0-9a-f]{64}$", first.ContentHash);
        var second = await _desk.Signed(_practice.Therapist, given);
        Assert.NotEqual(first.ContentHash, second.ContentHash);
        var chain = await _desk.Rows<string>("SELECT CONCAT(ChainNumber, ':', PreviousHash) FROM Notes ORDER BY ChainNumber");
        Assert.Equal(["1:", $"2:{first.ContentHash}"], chain);
    }

    [Fact]
    public async Task Names_the_sections_that_are_empty()
    {
        var given = await _practice.Couple();
        var sections = new Dictionary<string, string>(StringComparer.Ordinal) { ["data"] = "SECRET", ["assessment"] = " \n\u200B\u2060" };
        var note = await _desk.Draft(_practice.Therapist, given, GivenNotes.Full() with { Sections = sections });
        var refusal = await _desk.Send(_practice.Therapist, new SignNoteCommand(note.Id, 1)).ShouldRefuse(RefusalKind.Rule, "section-empty");
        Assert.EndsWith("empty: assessment, plan.", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_its_author_the_version_last_seen_and_once()
    {
        var given = await _practice.Couple(_practice.Associate);
        var note = await _desk.Draft(_practice.Associate, given);
        await _desk.Send(_practice.Supervisor, new SignNoteCommand(note.Id, 1)).ShouldRefuse(RefusalKind.Forbidden, "not-the-author");
        await _desk.Send(_practice.OtherTherapist, new SignNoteCommand(note.Id, 1)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.Send(_practice.Associate, new SignNoteCommand(note.Id, 2)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await _desk.Send(_practice.Associate, new SignNoteCommand(note.Id, 1));
        await _desk.Send(_practice.Associate, new SignNoteCommand(note.Id, 2)).ShouldRefuse(RefusalKind.Conflict, "note-signed");
    }

    [Fact]
    public async Task A_draft_begun_before_the_case_closed_can_be_signed()
    {
        var given = await _practice.Couple();
        var note = await _desk.Draft(_practice.Therapist, given);
        await _desk.Close(given);
        Assert.Equal(NoteStatus.Signed, (await _desk.Send(_practice.Therapist, new SignNoteCommand(note.Id, 1))).Status);
    }

    [Fact]
    public async Task Psychotherapy_notes_leave_no_gap_in_the_records_chain()
    {
        var given = await _practice.Couple(_practice.Associate);
        await _desk.Signed(_practice.Associate, given);
        var apart = await _desk.Signed(_practice.Associate, given, GivenNotes.Psychotherapy());
        Assert.Equal(NoteStatus.Signed, apart.Status);
        await _desk.Signed(_practice.Supervisor, given, GivenNotes.Psychotherapy());
        await _desk.Signed(_practice.Associate, given);
        Assert.Equal([1L, 2L], await _desk.Rows<long>("SELECT ChainNumber FROM Notes ORDER BY ChainNumber"));
        Assert.Equal([1L, 1L], await _desk.Rows<long>("SELECT ChainNumber FROM PsychotherapyNotes ORDER BY ChainNumber"));
    }

    [Fact]
    public async Task Notes_signed_together_still_make_one_chain()
    {
        var given = await _practice.Couple();
        var drafts = new List<Note>();
        for (var i = 0; i < 20; i++)
            drafts.Add(await _desk.Draft(_practice.Therapist, given));
        await Task.WhenAll(drafts.Select(note => _desk.Send(_practice.Therapist, new SignNoteCommand(note.Id, 1))));
        Assert.Equal(Enumerable.Range(1, 20).Select(n => (long)n), await _desk.Rows<long>("SELECT ChainNumber FROM Notes ORDER BY ChainNumber"));
        Assert.Equal([19L], await _desk.Rows<long>("SELECT COUNT(*) FROM Notes n JOIN Notes p ON p.ChainNumber = n.ChainNumber - 1 AND p.ContentHash = n.PreviousHash"));
    }

    [Theory]
    [InlineData("UPDATE Notes SET Sections = 'other'")]
    [InlineData("UPDATE Notes SET ContentHash = UPPER(ContentHash)")]
    [InlineData("UPDATE Notes SET PreviousHash = 'x'")]
    [InlineData("UPDATE Notes SET AuthorId = (SELECT a.Id FROM Accounts a WHERE a.Seq = (SELECT MAX(b.Seq) FROM Accounts b WHERE b.Id <> AuthorId))")]
    [InlineData("UPDATE Notes SET Format = 'Soap'")]
    [InlineData("UPDATE Notes SET ReplacesId = CoupleId")]
    [InlineData("UPDATE Notes SET Status = 'Returned'")]
    [InlineData("UPDATE Notes SET ClientId = (SELECT c.Id FROM Clients c WHERE c.Seq = (SELECT MAX(d.Seq) FROM Clients d))")]
    [InlineData("UPDATE Notes SET SignedAt = '2020-01-01T00:00:00.000Z'")]
    [InlineData("UPDATE Notes SET ChainNumber = 7")]
    [InlineData("UPDATE Notes SET Status = 'AwaitingCosignature'")]
    [InlineData("UPDATE Notes SET Status = 'Draft', SignedAt = NULL, ChainNumber = NULL, ContentHash = NULL")]
    [InlineData("UPDATE Notes SET CosignedBy = (SELECT a.Id FROM Accounts a WHERE a.Seq = (SELECT MAX(b.Seq) FROM Accounts b WHERE b.Id <> AuthorId)), CosignedAt = SignedAt, CosignatureHash = 'x'")]
    [InlineData("UPDATE Notes SET Id = CoupleId")]
    [InlineData("DELETE FROM Notes")]
    public async Task No_statement_changes_or_removes_a_signed_note(string sql)
    {
        var given = await _practice.Couple();
        var note = await _desk.Signed(_practice.Therapist, given);
        var fault = await Assert.ThrowsAnyAsync<DbException>(() => _desk.Tamper(sql));
        Assert.Contains("note", fault.Message, StringComparison.Ordinal);
        var read = await _desk.Send(_practice.Therapist, new GetNoteQuery(note.Id));
        Assert.Equal((note.ContentHash, note.Version, "Text plan"), (read.ContentHash, read.Version, read.Sections["plan"]));
    }

    [Fact]
    public async Task A_note_cannot_be_entered_as_signed()
    {
        var given = await _practice.Couple();
        await _desk.Signed(_practice.Therapist, given);
        await _desk.Draft(_practice.Therapist, given);
        await Assert.ThrowsAnyAsync<DbException>(() => _desk.Tamper(
            """
            INSERT INTO Notes (Id, PracticeId, Seq, CoupleId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, SignedAt, ChainNumber, ContentHash, Version)
            SELECT '01890000-0000-7000-8000-000000000001', PracticeId, Seq, CoupleId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, SignedAt, 2, ContentHash, Version
            FROM Notes WHERE Status = 'Signed'
            """));
        Assert.Equal([2L], await _desk.Rows<long>("SELECT COUNT(*) FROM Notes"));
    }

    [Theory]
    [InlineData("UPDATE Notes SET Id = LOWER(Id)")]
    [InlineData("REPLACE INTO Notes SELECT * FROM Notes")]
    public async Task Nor_does_what_only_the_embedded_engine_can(string sql)
    {
        await using var desk = await TestDesk.OpenEmbedded();
        var practice = await GivenPractice.Open(desk);
        await desk.Signed(practice.Therapist, await practice.Couple());
        await Assert.ThrowsAnyAsync<DbException>(() => desk.Tamper(sql));
    }
}
