using System.Data.Common;
using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

public sealed class AddAddendumTests : IAsyncLifetime
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
    public async Task Each_is_signed_by_its_own_author_and_chained_to_the_note_and_to_the_one_before()
    {
        var given = await _practice.Couple();
        var note = await _desk.Signed(_practice.Therapist, given);
        _desk.Clock.Now += TimeSpan.FromHours(1);
        var first = await _desk.Add(_practice.Therapist, note, "It was ten past.", AddendumKind.Correction);
        Assert.Equal(
            (1, AddendumKind.Correction, "It was ten past.", _practice.Therapist.AccountId, "Tess", _desk.Clock.Now),
            (first.Number, first.Kind, first.Text, first.AuthorId, first.AuthorName, first.SignedAt));
        Assert.Matches("^[0-9a-f]{64}$", first.ContentHash);
        var second = await _desk.Add(_practice.Therapist, note, "And a quarter past it ended.", AddendumKind.LateEntry);
        var chain = await _desk.Rows<string>("SELECT PreviousHash FROM NoteAddenda ORDER BY Number");
        Assert.Equal([note.ContentHash!, first.ContentHash], chain);

        var read = await _desk.Send(_practice.Therapist, new GetNoteQuery(note.Id));
        Assert.Equal([first, second], read.Addenda);
        Assert.Equal((note.ContentHash, note.Version, "Text plan"), (read.ContentHash, read.Version, read.Sections["plan"]));
    }

    [Fact]
    public async Task A_partners_statement_of_disagreement_stays_with_the_note()
    {
        var given = await _practice.Couple();
        var note = await _desk.Signed(_practice.Therapist, given);
        var statement = await _desk.Send(_practice.Therapist, new AddAddendumCommand(note.Id, new NewAddendum(AddendumKind.StatementOfDisagreement, "I did not say so.", given.B)));
        Assert.Equal((given.B, AddendumKind.StatementOfDisagreement), (statement.PartnerId, statement.Kind));

        var alone = await _desk.Signed(_practice.Therapist, given, GivenNotes.Full() with { Scope = given.A.ToString("D") });
        await _desk.Send(_practice.Therapist, new AddAddendumCommand(alone.Id, new NewAddendum(AddendumKind.StatementOfDisagreement, "Nor I.", given.B)))
            .ShouldRefuse(RefusalKind.Rule, "other-partners-note");
        await _desk.Send(_practice.Therapist, new AddAddendumCommand(alone.Id, new NewAddendum(AddendumKind.StatementOfDisagreement, "Nor I.", given.A)));
        await _desk.Send(_practice.Therapist, new AddAddendumCommand(note.Id, new NewAddendum(AddendumKind.StatementOfDisagreement, "Who?", _practice.Admin.AccountId)))
            .ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        Assert.Equal([2L], await _desk.Rows<long>("SELECT COUNT(*) FROM NoteAddenda"));
    }

    [Fact]
    public async Task Only_what_is_signed_and_no_psychotherapy_note()
    {
        var given = await _practice.Couple(_practice.Associate);
        var draft = await _desk.Draft(_practice.Associate, given);
        var command = new AddAddendumCommand(draft.Id, new NewAddendum(AddendumKind.Addendum, "More"));
        await _desk.Send(_practice.Associate, command).ShouldRefuse(RefusalKind.Conflict, "note-not-signed");
        var signed = await _desk.Send(_practice.Associate, new SignNoteCommand(draft.Id, 1));
        await _desk.Send(_practice.Associate, command).ShouldRefuse(RefusalKind.Conflict, "awaiting-cosignature");
        await _desk.Send(_practice.Supervisor, new CosignNoteCommand(draft.Id, signed.Version));
        await _desk.Close(given);
        await _desk.Send(_practice.Associate, command);
        var apart = await _desk.Signed(_practice.Therapist, await _practice.Couple(), GivenNotes.Psychotherapy());
        await _desk.Send(_practice.Therapist, command with { NoteId = apart.Id }).ShouldRefuse(RefusalKind.Rule, "psychotherapy-note");
        await _desk.Send(_practice.Associate, command with { NoteId = apart.Id }).ShouldRefuse(RefusalKind.NotFound, "not-found");
        Assert.Equal([1L], await _desk.Rows<long>("SELECT COUNT(*) FROM NoteAddenda"));
    }

    [Fact]
    public async Task Only_whoever_may_read_the_note()
    {
        var given = await _practice.Couple();
        var note = await _desk.Signed(_practice.Therapist, given);
        var command = new AddAddendumCommand(note.Id, new NewAddendum(AddendumKind.Addendum, "More"));
        foreach (var caller in new[] { _practice.Frontdesk, _practice.Admin, given.PartnerA })
            await _desk.Send(caller, command).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(_practice.OtherTherapist, command).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.Send((await GivenPractice.Open(_desk)).Therapist, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Says_which_field_is_wrong()
    {
        var given = await _practice.Couple();
        var note = await _desk.Signed(_practice.Therapist, given);
        foreach (var (body, field) in new[]
        {
            (new NewAddendum(AddendumKind.Addendum, " "), "body.text"),
            (new NewAddendum(AddendumKind.Addendum, new string('a', Limits.LongText + 1)), "body.text"),
            (new NewAddendum(AddendumKind.Addendum, "More", given.A), "body.partnerId"),
            (new NewAddendum(AddendumKind.StatementOfDisagreement, "More"), "body.partnerId"),
        })
        {
            var refusal = await _desk.Send(_practice.Therapist, new AddAddendumCommand(note.Id, body)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
            Assert.Contains(refusal.Faults!.Errors, error => field.EndsWith(error.PropertyName.Split('.')[^1], StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Added_together_they_still_make_one_chain()
    {
        var given = await _practice.Couple();
        var note = await _desk.Signed(_practice.Therapist, given);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _desk.Add(_practice.Therapist, note)));
        Assert.Equal(Enumerable.Range(1, 10).Select(n => (long)n), await _desk.Rows<long>("SELECT Number FROM NoteAddenda ORDER BY Number"));
        Assert.True((await _desk.Send(_practice.Therapist, new VerifyNotesQuery(given.Id))).Intact);
    }

    [Fact]
    public async Task The_database_holds_no_text()
    {
        var given = await _practice.Couple();
        await _desk.Add(_practice.Therapist, await _desk.Signed(_practice.Therapist, given), "Zyxcanary");
        Assert.DoesNotContain("Zyxcanary", (await _desk.Rows<string>("SELECT Text FROM NoteAddenda")).Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE NoteAddenda SET Text = 'other'")]
    [InlineData("UPDATE NoteAddenda SET PartnerId = NULL")]
    [InlineData("DELETE FROM NoteAddenda")]
    [InlineData("UPDATE NoteSeals SET Seal = 'other'")]
    [InlineData("DELETE FROM NoteSeals")]
    [InlineData("UPDATE NoteSealEnds SET Seal = 'other'")]
    [InlineData("UPDATE NoteSealEnds SET Number = 0")]
    [InlineData("DELETE FROM NoteSealEnds")]
    public async Task No_statement_changes_or_removes_what_was_added_or_sealed(string sql)
    {
        var given = await _practice.Couple();
        await _desk.Add(_practice.Therapist, await _desk.Signed(_practice.Therapist, given));
        var fault = await Assert.ThrowsAnyAsync<DbException>(() => _desk.Tamper(sql));
        Assert.Contains("note", fault.Message, StringComparison.Ordinal);
        Assert.True((await _desk.Send(_practice.Therapist, new VerifyNotesQuery(given.Id))).Intact);
    }

    [Fact]
    public async Task No_statement_adds_to_a_draft()
    {
        var given = await _practice.Couple();
        await _desk.Add(_practice.Therapist, await _desk.Signed(_practice.Therapist, given));
        await _desk.Draft(_practice.Therapist, given);
        await Assert.ThrowsAnyAsync<DbException>(() => _desk.Tamper(
            """
            INSERT INTO NoteAddenda (Id, PracticeId, Seq, CoupleId, NoteId, Number, Kind, PartnerId, AuthorId, Text, SignedAt, PreviousHash, ContentHash)
            SELECT '01890000-0000-7000-8000-000000000001', a.PracticeId, a.Seq, a.CoupleId, n.Id, 1, a.Kind, a.PartnerId, a.AuthorId, a.Text, a.SignedAt, a.PreviousHash, a.ContentHash
            FROM NoteAddenda a JOIN Notes n ON n.CoupleId = a.CoupleId AND n.Status = 'Draft'
            """));
    }

    [Theory]
    [InlineData("REPLACE INTO NoteAddenda SELECT * FROM NoteAddenda")]
    [InlineData("REPLACE INTO NoteSeals SELECT * FROM NoteSeals")]
    [InlineData("REPLACE INTO NoteSealEnds SELECT * FROM NoteSealEnds")]
    public async Task Nor_does_what_only_the_embedded_engine_can(string sql)
    {
        await using var desk = await TestDesk.OpenEmbedded();
        var practice = await GivenPractice.Open(desk);
        await desk.Add(practice.Therapist, await desk.Signed(practice.Therapist, await practice.Couple()));
        await Assert.ThrowsAnyAsync<DbException>(() => desk.Tamper(sql));
    }
}
