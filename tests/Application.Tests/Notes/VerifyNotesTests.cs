using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

/// <summary>On the embedded engine: whoever tampers drops the triggers first, which is spelt for it here.</summary>
public sealed class VerifyNotesTests : IAsyncLifetime
{
    private readonly List<Note> _notes = [];
    private TestDesk _desk = null!;
    private GivenPractice _practice = null!;
    private GivenCouple _given = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.OpenEmbedded();
        _practice = await GivenPractice.Open(_desk);
        _given = await _practice.Couple(_practice.Associate);
        for (var i = 1; i <= 4; i++)
        {
            var note = await _desk.Signed(_practice.Associate, _given);
            _notes.Add(i == 4 ? note : await _desk.Send(_practice.Supervisor, new CosignNoteCommand(note.Id, note.Version)));
        }

        await _desk.Add(_practice.Associate, _notes[0]);
        await _desk.Add(_practice.Supervisor, _notes[0]);
        await _desk.Add(_practice.Associate, _notes[1]);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Finds_nothing_wrong_with_what_nobody_touched()
    {
        await _desk.Signed(_practice.Associate, _given, GivenNotes.Psychotherapy());
        await _desk.Draft(_practice.Associate, _given);
        var check = await Verify();
        Assert.Equal((true, 4, 3, 3, 0, false), (check.Intact, check.Notes, check.Cosignatures, check.Addenda, check.Unwitnessed, check.HasMore));
        Assert.Empty(check.Faults);
        Assert.Equal((true, 0), await Verdict(_practice.Admin, await _practice.Couple()));
    }

    [Fact]
    public async Task Also_for_an_administrator_and_not_for_those_who_have_nothing_to_do_with_it()
    {
        Assert.Equal((true, 4), await Verdict(_practice.Admin, _given));
        var query = new VerifyNotesQuery(_given.Id);
        await _desk.Send(_practice.Frontdesk, query).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(_given.PartnerA, query).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(_practice.OtherTherapist, query).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.Send((await GivenPractice.Open(_desk)).Admin, query).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Theory]
    [InlineData("UPDATE Notes SET Sections = (SELECT x.Sections FROM Notes x WHERE x.ChainNumber = 1) WHERE ChainNumber = 2")]
    [InlineData("UPDATE Notes SET Sections = 'forged' WHERE ChainNumber = 2")]
    [InlineData("UPDATE Notes SET SignedAt = '2020-01-01T00:00:00.000Z' WHERE ChainNumber = 2")]
    [InlineData("UPDATE Notes SET CreatedAt = 'whenever' WHERE ChainNumber = 2")]
    [InlineData("UPDATE Notes SET AuthorId = (SELECT a.Id FROM Accounts a WHERE a.DisplayName = 'Tess') WHERE ChainNumber = 2")]
    [InlineData("UPDATE Notes SET ClientId = (SELECT c.PartnerAId FROM Couples c WHERE c.Id = CoupleId) WHERE ChainNumber = 2")]
    [InlineData("UPDATE Notes SET PreviousHash = ContentHash WHERE ChainNumber = 2")]
    [InlineData("UPDATE Notes SET Format = 'Soap' WHERE ChainNumber = 2")]
    public async Task Names_an_altered_note(string sql)
    {
        await Tamper(sql);
        var fault = Assert.Single((await Verify()).Faults, fault => fault.Part == NotePart.Note && fault.Kind == NoteFaultKind.Altered);
        Assert.Equal(2, fault.Number);
        Assert.True(fault.NoteId is null || fault.NoteId == _notes[1].Id);
    }

    [Fact]
    public async Task Names_a_note_whose_hash_alone_was_altered()
    {
        await Tamper("UPDATE Notes SET ContentHash = 'ab' WHERE ChainNumber = 2");
        var check = await Verify();
        Assert.Contains(new NoteFault(NoteFaultKind.Altered, NotePart.Note, _notes[1].Id, 2), check.Faults);
        Assert.DoesNotContain(check.Faults, fault => fault.NoteId != _notes[1].Id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Names_a_removed_note_also_the_first_and_the_last(int number)
    {
        await Tamper($"DELETE FROM NoteAddenda WHERE NoteId = (SELECT n.Id FROM Notes n WHERE n.ChainNumber = {number})");
        await Tamper($"DELETE FROM Notes WHERE ChainNumber = {number}");
        var check = await Verify();
        Assert.Contains(new NoteFault(NoteFaultKind.Removed, NotePart.Note, _notes[number - 1].Id, number), check.Faults);
        Assert.All(check.Faults, fault => Assert.Equal((NoteFaultKind.Removed, _notes[number - 1].Id), (fault.Kind, fault.NoteId)));
    }

    [Fact]
    public async Task Names_a_note_that_was_made_unsigned()
    {
        await Tamper("UPDATE Notes SET Status = 'Draft', SignedAt = NULL, ChainNumber = NULL, ContentHash = NULL WHERE ChainNumber = 4");
        Assert.Equal([new NoteFault(NoteFaultKind.Removed, NotePart.Note, _notes[3].Id, 4)], (await Verify()).Faults);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    public async Task Names_an_inserted_note(int number)
    {
        await Tamper(
            $"""
            INSERT INTO Notes (Id, PracticeId, Seq, CoupleId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, SignedAt, ChainNumber, PreviousHash, ContentHash, Version)
            SELECT '01890000-0000-7000-8000-000000000001', PracticeId, Seq, CoupleId, AuthorId, Format, Status, Sections, CreatedAt, UpdatedAt, SignedAt, {number}, ContentHash, ContentHash, Version
            FROM Notes WHERE ChainNumber = 4
            """);
        Assert.Equal([new NoteFault(NoteFaultKind.Inserted, NotePart.Note, new Guid("01890000-0000-7000-8000-000000000001"), number)], (await Verify()).Faults);
    }

    [Fact]
    public async Task Names_both_notes_that_changed_places()
    {
        await Tamper("UPDATE Notes SET ChainNumber = 99 WHERE ChainNumber = 2");
        await Tamper("UPDATE Notes SET ChainNumber = 2 WHERE ChainNumber = 3");
        await Tamper("UPDATE Notes SET ChainNumber = 3 WHERE ChainNumber = 99");
        Assert.Equal(
            [new NoteFault(NoteFaultKind.Reordered, NotePart.Note, _notes[2].Id, 2), new NoteFault(NoteFaultKind.Reordered, NotePart.Note, _notes[1].Id, 3)],
            (await Verify()).Faults);
    }

    [Fact]
    public async Task Names_what_was_done_to_a_cosignature()
    {
        await Tamper("UPDATE Notes SET CosignedAt = '2020-01-01T00:00:00.000Z' WHERE ChainNumber = 1");
        await Tamper("UPDATE Notes SET CosignedBy = NULL, CosignedAt = NULL, CosignatureHash = NULL WHERE ChainNumber = 2");

        // A good hash for a co-signature that nobody gave: anybody can reckon it, and nobody can enter it in the journal.
        var hash = NoteSeal.Cosignature(_notes[3].ContentHash!, _practice.Supervisor.AccountId, _desk.Clock.Now);
        await Tamper(
            $"""
            UPDATE Notes SET Status = 'Signed', CosignedAt = SignedAt, CosignatureHash = '{hash}',
              CosignedBy = (SELECT x.CosignedBy FROM Notes x WHERE x.ChainNumber = 3)
            WHERE ChainNumber = 4
            """);
        Assert.Equal(
            [
                new NoteFault(NoteFaultKind.Altered, NotePart.Cosignature, _notes[0].Id, 1),
                new NoteFault(NoteFaultKind.Removed, NotePart.Cosignature, _notes[1].Id, 2),
                new NoteFault(NoteFaultKind.Inserted, NotePart.Cosignature, _notes[3].Id, 4),
            ],
            (await Verify()).Faults);
    }

    [Fact]
    public async Task Names_a_note_that_passes_as_signed_without_its_cosignature()
    {
        await Tamper("UPDATE Notes SET Status = 'Signed' WHERE ChainNumber = 4");
        Assert.Equal([new NoteFault(NoteFaultKind.Removed, NotePart.Cosignature, _notes[3].Id, 4)], (await Verify()).Faults);
    }

    [Theory]
    [InlineData("UPDATE NoteAddenda SET Text = 'forged' WHERE Seq = (SELECT MAX(x.Seq) FROM NoteAddenda x)", NoteFaultKind.Altered)]
    [InlineData("UPDATE NoteAddenda SET Kind = 'LateEntry' WHERE Seq = (SELECT MAX(x.Seq) FROM NoteAddenda x)", NoteFaultKind.Altered)]
    [InlineData("UPDATE NoteAddenda SET ContentHash = PreviousHash WHERE Seq = (SELECT MAX(x.Seq) FROM NoteAddenda x)", NoteFaultKind.Altered)]
    [InlineData("UPDATE NoteAddenda SET Number = 2 WHERE Seq = (SELECT MAX(x.Seq) FROM NoteAddenda x)", NoteFaultKind.Reordered)]
    [InlineData("DELETE FROM NoteAddenda WHERE Seq = (SELECT MAX(x.Seq) FROM NoteAddenda x)", NoteFaultKind.Removed)]
    public async Task Names_what_was_done_to_an_addendum(string sql, NoteFaultKind kind)
    {
        var addendum = (await _desk.Send(_practice.Associate, new GetNoteQuery(_notes[1].Id))).Addenda.Single();
        await Tamper(sql);
        Assert.Equal([new NoteFault(kind, NotePart.Addendum, _notes[1].Id, null, addendum.Id)], (await Verify()).Faults);
    }

    [Fact]
    public async Task Names_an_inserted_addendum()
    {
        await Tamper(
            """
            INSERT INTO NoteAddenda (Id, PracticeId, Seq, CoupleId, NoteId, Number, Kind, PartnerId, AuthorId, Text, SignedAt, PreviousHash, ContentHash)
            SELECT '01890000-0000-7000-8000-000000000001', PracticeId, Seq + 1, CoupleId, NoteId, 3, Kind, PartnerId, AuthorId, Text, SignedAt, PreviousHash, ContentHash
            FROM NoteAddenda WHERE Number = 2
            """);
        Assert.Equal([new NoteFault(NoteFaultKind.Inserted, NotePart.Addendum, _notes[0].Id, null, new Guid("01890000-0000-7000-8000-000000000001"))], (await Verify()).Faults);
    }

    [Theory]
    [InlineData("DELETE FROM NoteSeals WHERE Number = (SELECT MAX(x.Number) FROM NoteSeals x)")]
    [InlineData("DELETE FROM NoteSeals WHERE Number = 3")]
    [InlineData("UPDATE NoteSeals SET Seal = (SELECT x.Seal FROM NoteSeals x WHERE x.Number = 1) WHERE Number = 2")]
    [InlineData("DELETE FROM NoteSealEnds")]
    [InlineData("UPDATE NoteSealEnds SET Number = 5")]
    public async Task Tells_that_the_journal_was_touched_and_goes_on_telling(string sql)
    {
        await Tamper(sql);
        var fault = new NoteFault(NoteFaultKind.Altered, NotePart.Journal, null, null);
        Assert.Contains(fault, (await Verify()).Faults);
        await _desk.Signed(_practice.Associate, _given);
        Assert.Contains(fault, (await Verify()).Faults);
    }

    [Fact]
    public async Task Notes_signed_before_there_was_a_journal_are_held_together_by_their_own_chain()
    {
        await Tamper("DELETE FROM NoteAddenda");
        await Tamper("DELETE FROM NoteSeals");
        await Tamper("DELETE FROM NoteSealEnds");
        await _desk.Signed(_practice.Associate, _given);
        var check = await Verify();
        Assert.Equal((true, 5, 4), (check.Intact, check.Notes, check.Unwitnessed));
        await Tamper("UPDATE Notes SET Format = 'Soap' WHERE ChainNumber = 3");
        await Tamper("DELETE FROM Notes WHERE ChainNumber = 2");
        Assert.Equal(
            [new NoteFault(NoteFaultKind.Removed, NotePart.Note, null, 2), new NoteFault(NoteFaultKind.Altered, NotePart.Note, _notes[2].Id, 3)],
            (await Verify()).Faults);
    }

    [Fact]
    public async Task Lists_at_most_a_hundred_faults()
    {
        for (var i = 0; i < 98; i++)
            await _desk.Signed(_practice.Associate, _given);
        await Tamper("UPDATE Notes SET Sections = 'forged'");
        var check = await Verify();
        Assert.Equal((102, 100, true), (check.Notes, check.Faults.Count, check.HasMore));
    }

    [Fact]
    public async Task Takes_as_many_statements_for_a_long_chain_as_for_a_short_one()
    {
        var before = await _desk.StatementsOf(_practice.Associate, new VerifyNotesQuery(_given.Id));
        for (var i = 0; i < 20; i++)
            await _desk.Signed(_practice.Associate, _given);
        Assert.Equal(before, await _desk.StatementsOf(_practice.Associate, new VerifyNotesQuery(_given.Id)));
    }

    [Fact]
    public async Task Stays_intact_while_others_sign()
    {
        var drafts = new List<Note>();
        for (var i = 0; i < 10; i++)
            drafts.Add(await _desk.Draft(_practice.Associate, _given));
        var signing = Task.WhenAll(drafts.Select(note => _desk.Send(_practice.Associate, new SignNoteCommand(note.Id, 1))));
        do
        {
            Assert.True((await Verify()).Intact);
        }
        while (!signing.IsCompleted);
        await signing;
        Assert.Equal((true, 14), await Verdict(_practice.Associate, _given));
    }

    private Task<NoteChainCheck> Verify() => _desk.Send(_practice.Associate, new VerifyNotesQuery(_given.Id));

    private async Task<(bool Intact, int Notes)> Verdict(Caller caller, GivenCouple given)
    {
        var check = await _desk.Send(caller, new VerifyNotesQuery(given.Id));
        return (check.Intact, check.Notes);
    }

    private Task Tamper(string sql) => _desk.TamperUnlocked(sql);
}
