using CounselDesk.Application.Audit;
using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.NoteSearch;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Notes;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.NoteSearch;

public sealed class SearchNotesTests : OnePractice
{
    private Task<FoundNotes> Search(string q, Caller? caller = null, Guid? coupleId = null, int? limit = null, string? cursor = null) =>
        Desk.Send(caller ?? Practice.Therapist, new SearchNotesQuery(new NoteSearchText(q, coupleId, limit, cursor)));

    private async Task<IEnumerable<Guid>> Ids(string q, Caller? caller = null, Guid? coupleId = null) =>
        (await Search(q, caller, coupleId)).Items.Select(note => note.NoteId);

    private static NoteDraft Narrative(string text, string scope = "joint") =>
        new(NoteFormat.Narrative, NoteKind.Progress, scope, new Dictionary<string, string>(StringComparer.Ordinal) { ["narrative"] = text });

    [Fact]
    public async Task Says_which_note_and_section_with_an_excerpt_newest_first()
    {
        var given = await Practice.Couple();
        var first = await Desk.Signed(Practice.Therapist, given, GivenNotes.Full("Mortgage"));
        var second = await Desk.Draft(Practice.Therapist, given, Narrative("They quarrelled over the mortgage.", given.B.ToString()));
        await Desk.Draft(Practice.Therapist, given);
        var found = await Search("mortgage");
        Assert.Equal(
            [
                new FoundNote(second.Id, given.Id, null, NoteFormat.Narrative, given.B.ToString(), NoteStatus.Draft, second.CreatedAt, "narrative", null, "They quarrelled over the mortgage."),
                new FoundNote(first.Id, given.Id, null, NoteFormat.Dap, "joint", NoteStatus.Signed, first.CreatedAt, "data", null, "Mortgage data"),
            ],
            found.Items);
        Assert.Equal((3, null), (found.Searched, found.NextCursor));
    }

    [Theory]
    [InlineData("NAÏVE", "Naive hopes.", true)]
    [InlineData("naive", "So naïve.", true)]
    [InlineData("naïve", "So nai\u0308ve.", true)]
    [InlineData("strasse", "In der Straße", true)]
    [InlineData("mort", "The mortgage", true)]
    [InlineData("gage", "The mortgage", false)]
    [InlineData("mortgage brother", "His brother.\nThe mortgage.", true)]
    [InlineData("mortgage sister", "His brother.\nThe mortgage.", false)]
    [InlineData("o'brien", "Mr O'Brien called", true)]
    [InlineData("2,5", "Scored 2.5 today", true)]
    [InlineData("100%", "100 percent", true)]
    [InlineData("_", "Any text", false)]
    [InlineData("доверие", "Доверие растёт", true)]
    [InlineData("\U0001F494", "Broken \U0001F494", false)]
    public async Task Capitals_accents_and_signs_do_not_matter_and_all_words_must_be_there(string q, string text, bool isFound)
    {
        await Desk.Draft(Practice.Therapist, await Practice.Couple(), Narrative(text));
        Assert.Equal(isFound, (await Search(q)).Items.Count == 1);
    }

    [Fact]
    public async Task Words_may_lie_in_different_texts_of_a_note_and_an_addendum_is_one()
    {
        var given = await Practice.Couple();
        var note = await Desk.Signed(Practice.Therapist, given, GivenNotes.Full("Mortgage"));
        var added = await Desk.Add(Practice.Therapist, note, "It was the brother, not the cousin.");
        var hit = Assert.Single((await Search("cousin brother mortgage")).Items);
        Assert.Equal((note.Id, null, (Guid?)added.Id), (hit.NoteId, hit.Section, hit.AddendumId));
        Assert.Equal("plan", Assert.Single((await Search("mortgage plan")).Items).Section);
    }

    [Fact]
    public async Task An_excerpt_is_short_cut_between_words_and_shows_what_was_found()
    {
        var given = await Practice.Couple();
        await Desk.Draft(Practice.Therapist, given, Narrative(string.Join(' ', Enumerable.Repeat("before 💔", 100)) + " mortgage " + string.Join(' ', Enumerable.Repeat("after", 100))));
        var excerpt = Assert.Single((await Search("mortgage")).Items).Excerpt;
        Assert.Matches("^…(before |💔 )+mortgage( after)+…$", excerpt);
        Assert.InRange(excerpt.Length, 100, NoteSearchLimits.Excerpt + 2);
        await Desk.Draft(Practice.Therapist, given, Narrative("needle" + string.Concat(Enumerable.Repeat("💔", 300))));
        Assert.StartsWith("needle💔", Assert.Single((await Search("needle")).Items).Excerpt, StringComparison.Ordinal);
        Assert.Equal(-1, (await Search("needle")).Items[0].Excerpt.IndexOf('\uFFFD', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Finds_what_the_caller_may_read_and_nothing_else()
    {
        var own = await Practice.Couple();
        var note = await Desk.Draft(Practice.Therapist, own, GivenNotes.Full("Needle"));
        await Desk.Draft(Practice.Therapist, own, GivenNotes.Psychotherapy("Needle"));
        var supervised = await Practice.Couple(Practice.Associate);
        var associates = await Desk.Draft(Practice.Associate, supervised, GivenNotes.Full("Needle"));
        await Desk.Draft(Practice.Associate, supervised, GivenNotes.Psychotherapy("Needle"));
        var other = await GivenPractice.Open(Desk);
        var others = await Desk.Draft(other.Therapist, await other.Couple(), GivenNotes.Full("Needle"));

        Assert.Equal([note.Id], await Ids("needle"));
        Assert.Equal([associates.Id], await Ids("needle", Practice.Associate));
        Assert.Equal([associates.Id], await Ids("needle", Practice.Supervisor));
        Assert.Empty(await Ids("needle", Practice.OtherTherapist));
        Assert.Equal([others.Id], await Ids("needle", other.Therapist));
        foreach (var caller in new[] { Practice.Admin, Practice.Frontdesk, own.PartnerA })
            await Search("needle", caller).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task One_case_alone_and_in_an_emergency_only_by_naming_it()
    {
        var (one, two) = (await Practice.Couple(), await Practice.Couple());
        var note = await Desk.Draft(Practice.Therapist, one, GivenNotes.Full("Needle"));
        await Desk.Draft(Practice.Therapist, two, GivenNotes.Full("Needle"));
        Assert.Equal([note.Id], await Ids("needle", coupleId: one.Id));
        await Search("needle", Practice.OtherTherapist, one.Id).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Search("needle", (await GivenPractice.Open(Desk)).Therapist, one.Id).ShouldRefuse(RefusalKind.Invalid, "no-such-case");

        await Desk.EmergencyAccess(Practice.OtherTherapist, one);
        Assert.Empty(await Ids("needle", Practice.OtherTherapist));
        Assert.Equal([note.Id], await Ids("needle", Practice.OtherTherapist, one.Id));
        var audited = (await Desk.Send(Practice.Admin, new ListAuditQuery(new PageRequest(200, null), new AuditFilter(AccountId: Practice.OtherTherapist.AccountId)))).Items;
        Assert.Equal("Reason", audited.First(item => item.Action == "find-note").Reason);
    }

    [Fact]
    public async Task Each_note_found_is_audited_by_its_id_and_the_words_are_not()
    {
        var given = await Practice.Couple();
        var note = await Desk.Draft(Practice.Therapist, given, GivenNotes.Full("Needle"));
        await Desk.Draft(Practice.Therapist, given);
        await Search("needle");
        var audited = (await Desk.Send(Practice.Admin, new ListAuditQuery(new PageRequest(200, null), new AuditFilter(AccountId: Practice.Therapist.AccountId)))).Items;
        var found = Assert.Single(audited, item => item.Action == "find-note");
        Assert.Equal((note.Id, given.Id, AuditOutcome.Allowed), (found.ResourceId!.Value, found.CoupleId!.Value, found.Outcome));
        Assert.Single(audited, item => item.Action == "search-notes");
        Assert.DoesNotContain(await Desk.Rows<string>("SELECT e.Action FROM AuditEntries e WHERE e.Reason LIKE '%eedle%' OR e.Code LIKE '%eedle%' OR e.Action LIKE '%eedle%'"), _ => true);
    }

    [Fact]
    public async Task Pages_neither_skip_nor_repeat()
    {
        var given = await Practice.Couple();
        var notes = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            notes.Insert(0, (await Desk.Draft(Practice.Therapist, given, GivenNotes.Full("Needle"))).Id);
            await Desk.Draft(Practice.Therapist, given);
        }

        var (found, cursor, answers) = (new List<Guid>(), (string?)null, 0);
        do
        {
            var page = await Search("needle", limit: 2, cursor: cursor);
            found.AddRange(page.Items.Select(note => note.NoteId));
            cursor = page.NextCursor;
        }
        while (cursor is not null && ++answers < 10);
        Assert.Equal(notes, found);
    }

    [Fact]
    public async Task Stops_after_a_bounded_number_of_notes_and_goes_on_by_its_cursor()
    {
        var given = await Practice.Couple();
        var oldest = await Desk.Draft(Practice.Therapist, given, GivenNotes.Full("Needle"));
        for (var i = 0; i < NoteSearchLimits.Decrypted; i++)
            await Desk.Draft(Practice.Therapist, given, Narrative("Hay"));
        var first = await Search("needle");
        Assert.Equal((0, NoteSearchLimits.Decrypted), (first.Items.Count, first.Searched));
        var second = await Search("needle", cursor: first.NextCursor);
        Assert.Equal((oldest.Id, 1, null), (Assert.Single(second.Items).NoteId, second.Searched, second.NextCursor));
        Assert.InRange(await Desk.StatementsOf(Practice.Therapist, new SearchNotesQuery(new NoteSearchText("needle"))), 1, 3 + (2 * NoteSearchLimits.Decrypted / NoteSearchLimits.AtATime));
    }

    [Fact]
    public async Task Refuses_what_it_cannot_search_for_naming_the_field()
    {
        (NoteSearchText Body, string Field)[] wrong =
        [
            (new(""), "body.q"), (new(" "), "body.q"), (new("a\nb"), "body.q"), (new(new string('a', 101)), "body.q"), (new("a b c d e f g"), "body.q"),
            (new("a", Limit: 0), "body.limit"), (new("a", Limit: 51), "body.limit"),
        ];
        foreach (var (body, field) in wrong)
        {
            var refusal = await Desk.Send(Practice.Therapist, new SearchNotesQuery(body)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
            Assert.Equal(field, Assert.Single(refusal.Faults!.Errors).PropertyName);
        }

        await Search("a", cursor: "x").ShouldRefuse(RefusalKind.Invalid, "invalid-cursor");
    }
}
