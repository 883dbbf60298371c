using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

/// <summary>Returns, and the psychotherapy notes that their author alone verifies. On the embedded engine, for its triggers.</summary>
public sealed class VerifyApartTests : IAsyncLifetime
{
    private readonly List<Note> _own = [];
    private TestDesk _desk = null!;
    private GivenPractice _practice = null!;
    private GivenCouple _given = null!;
    private Note _returned = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.OpenEmbedded();
        _practice = await GivenPractice.Open(_desk);
        _given = await _practice.Couple(_practice.Associate);
        for (var i = 1; i <= 3; i++)
            _own.Add(await _desk.Signed(_practice.Associate, _given, GivenNotes.Psychotherapy($"{i}")));
        await _desk.Signed(_practice.Supervisor, _given, GivenNotes.Psychotherapy());
        _returned = await _desk.Return(_practice.Supervisor, await _desk.Signed(_practice.Associate, _given));
        await _desk.Return(_practice.Supervisor, await _desk.Signed(_practice.Associate, _given));
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Tells_each_author_of_their_own_chain_alone()
    {
        var check = await Verify();
        Assert.Equal((true, 2, 2, true, 3, 0), (check.Intact, check.Notes, check.Returns, check.Own!.Intact, check.Own.Notes, check.Own.Unwitnessed));
        Assert.Equal(1, (await _desk.Send(_practice.Supervisor, new VerifyNotesQuery(_given.Id))).Own!.Notes);
        Assert.Null((await _desk.Send(_practice.Admin, new VerifyNotesQuery(_given.Id))).Own);
    }

    [Theory]
    [InlineData("UPDATE PsychotherapyNotes SET Sections = (SELECT x.Sections FROM PsychotherapyNotes x WHERE x.ChainNumber = 3) WHERE ChainNumber = 2", NoteFaultKind.Altered)]
    [InlineData("UPDATE PsychotherapyNotes SET Sections = 'forged' WHERE ChainNumber = 2", NoteFaultKind.Altered)]
    [InlineData("UPDATE PsychotherapyNotes SET SignedAt = '2020-01-01T00:00:00.000Z' WHERE ChainNumber = 2", NoteFaultKind.Altered)]
    [InlineData("UPDATE PsychotherapyNotes SET ContentHash = 'ab' WHERE ChainNumber = 2", NoteFaultKind.Altered)]
    [InlineData("DELETE FROM PsychotherapyNotes WHERE ChainNumber = 2", NoteFaultKind.Removed)]
    [InlineData("UPDATE PsychotherapyNotes SET AuthorId = (SELECT a.Id FROM Accounts a WHERE a.DisplayName = 'Tess') WHERE ChainNumber = 2", NoteFaultKind.Removed)]
    public async Task Names_to_its_author_what_was_done_to_a_psychotherapy_note(string sql, NoteFaultKind kind)
    {
        await _desk.TamperUnlocked(sql);
        var check = await Verify();
        Assert.True(check.Intact);
        Assert.Equal([new NoteFault(kind, NotePart.Note, _own[1].Id, 2)], check.Own!.Faults);
        Assert.True((await _desk.Send(_practice.Supervisor, new VerifyNotesQuery(_given.Id))) is { Intact: true, Own.Intact: true });
    }

    [Fact]
    public async Task Names_the_last_one_removed_those_that_changed_places_and_one_put_there()
    {
        await _desk.TamperUnlocked("UPDATE PsychotherapyNotes SET ChainNumber = 99 WHERE ChainNumber = 2");
        await _desk.Tamper("UPDATE PsychotherapyNotes SET ChainNumber = 2 WHERE ChainNumber = 3");
        await _desk.Tamper("UPDATE PsychotherapyNotes SET ChainNumber = 3 WHERE ChainNumber = 99");
        Assert.Equal(
            [new NoteFault(NoteFaultKind.Reordered, NotePart.Note, _own[2].Id, 2), new NoteFault(NoteFaultKind.Reordered, NotePart.Note, _own[1].Id, 3)],
            (await Verify()).Own!.Faults);
        await _desk.Tamper("DELETE FROM PsychotherapyNotes WHERE ChainNumber > 1");
        Assert.Equal([NoteFaultKind.Removed, NoteFaultKind.Removed], (await Verify()).Own!.Faults.Select(fault => fault.Kind));
        await _desk.Tamper(
            $"""
            INSERT INTO PsychotherapyNotes (Id, PracticeId, Seq, CoupleId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, SignedAt, ChainNumber, ContentHash, Version)
            SELECT '01890000-0000-7000-8000-000000000001', PracticeId, Seq, CoupleId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, SignedAt, 4, ContentHash, Version
            FROM PsychotherapyNotes WHERE Id = '{_own[0].Id.ToString().ToUpperInvariant()}'
            """);
        Assert.Contains(new NoteFault(NoteFaultKind.Inserted, NotePart.Note, new Guid("01890000-0000-7000-8000-000000000001"), 4), (await Verify()).Own!.Faults);
    }

    [Theory]
    [InlineData("UPDATE NoteReturns SET Remarks = 'forged'", NoteFaultKind.Altered)]
    [InlineData("UPDATE NoteReturns SET ReturnedAt = '2020-01-01T00:00:00.000Z'", NoteFaultKind.Altered)]
    [InlineData("UPDATE NoteReturns SET ReturnedBy = (SELECT a.Id FROM Accounts a WHERE a.DisplayName = 'Tess')", NoteFaultKind.Altered)]
    [InlineData("UPDATE NoteReturns SET ReplacementId = NoteId", NoteFaultKind.Altered)]
    [InlineData("UPDATE NoteReturns SET ContentHash = 'ab'", NoteFaultKind.Altered)]
    [InlineData("DELETE FROM NoteReturns", NoteFaultKind.Removed)]
    public async Task Names_what_was_done_to_a_return(string sql, NoteFaultKind kind)
    {
        await _desk.TamperUnlocked($"{sql} WHERE NoteId = '{_returned.Id.ToString().ToUpperInvariant()}'");
        Assert.Equal([new NoteFault(kind, NotePart.Return, _returned.Id, 1)], (await Verify()).Faults);
    }

    [Theory]
    [InlineData("AwaitingCosignature")]
    [InlineData("Signed")]
    public async Task Names_a_returned_note_that_passes_for_another(string status)
    {
        await _desk.TamperUnlocked($"UPDATE Notes SET Status = '{status}' WHERE ChainNumber = 1");
        Assert.Contains(new NoteFault(NoteFaultKind.Altered, NotePart.Note, _returned.Id, 1), (await Verify()).Faults);
    }

    [Fact]
    public async Task Names_a_return_that_nobody_made()
    {
        var note = await _desk.Signed(_practice.Associate, _given);
        await _desk.TamperUnlocked("UPDATE Notes SET Status = 'Returned' WHERE ChainNumber = 3");
        await _desk.Tamper(
            $"""
            INSERT INTO NoteReturns (NoteId, PracticeId, CoupleId, ReturnedBy, ReturnedAt, Remarks, ReplacementId, ContentHash)
            SELECT '{note.Id.ToString().ToUpperInvariant()}', PracticeId, CoupleId, ReturnedBy, ReturnedAt, Remarks, ReplacementId, ContentHash
            FROM NoteReturns WHERE NoteId = '{_returned.Id.ToString().ToUpperInvariant()}'
            """);
        Assert.Equal(
            [new NoteFault(NoteFaultKind.Altered, NotePart.Note, note.Id, 3), new NoteFault(NoteFaultKind.Inserted, NotePart.Return, note.Id, null)],
            (await Verify()).Faults);
    }

    private Task<NoteChainCheck> Verify() => _desk.Send(_practice.Associate, new VerifyNotesQuery(_given.Id));
}
