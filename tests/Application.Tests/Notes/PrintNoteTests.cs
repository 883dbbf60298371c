using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

public sealed class PrintNoteTests : IAsyncLifetime
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
    public async Task Shows_the_text_the_signatures_and_what_was_added_in_order()
    {
        var given = await _practice.Couple(_practice.Associate);
        var note = await _desk.Signed(_practice.Associate, given, GivenNotes.Full("Line one\nLine two"));
        Assert.Contains("Awaits its co-signature", await Print(_practice.Associate, note), StringComparison.Ordinal);
        note = await _desk.Send(_practice.Supervisor, new CosignNoteCommand(note.Id, note.Version));
        await _desk.Add(_practice.Supervisor, note, "It began late.", AddendumKind.LateEntry);
        await _desk.Send(_practice.Associate, new AddAddendumCommand(note.Id, new NewAddendum(AddendumKind.StatementOfDisagreement, "I never said so.", given.B)));

        var page = await Print(_practice.Associate, note);
        var last = -1;
        foreach (var part in new[]
        {
            "<h1>Robin Reed and Kit Lark</h1>", "both partners", "<h2>Data</h2>", "Line one", "<h2>Assessment</h2>", "<h2>Plan</h2>", "Signed by Alex, 2 March 2026, 09:00 (-06)",
            note.ContentHash!, "Co-signed by Sam", note.CosignatureHash!, "1. Late entry</h3>", "It began late.", "Signed by Sam",
            "2. Statement of disagreement of Kit Lark</h3>", "I never said so.", "Entered and signed by Alex", "America/Chicago",
        })
        {
            var at = page.IndexOf(part, last + 1, StringComparison.Ordinal);
            Assert.True(at > last, $"{part} is not there, or not in its place.");
            last = at;
        }
    }

    [Fact]
    public async Task Names_only_the_partner_whose_compartment_it_lies_in()
    {
        var given = await _practice.Couple();
        var page = await Print(_practice.Therapist, await _desk.Signed(_practice.Therapist, given, GivenNotes.Full() with { Scope = given.B.ToString("D") }));
        Assert.Contains("<h1>Kit Lark</h1>", page, StringComparison.Ordinal);
        Assert.Contains("Never show or give it to the other partner", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Robin", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_written_stays_text()
    {
        var given = await _practice.Couple();
        var note = await _desk.Signed(_practice.Therapist, given, GivenNotes.Full("<script>alert(1)</script> {0} \" ' & é שלום"));
        await _desk.Add(_practice.Therapist, note, "<img src=x onerror=alert(1)> {1}");
        var page = await Print(_practice.Therapist, note);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; {0} &quot; &#x27; &amp; é שלום", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt; {1}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_a_draft_and_not_for_those_who_may_not_read_it()
    {
        var given = await _practice.Couple();
        var draft = await _desk.Draft(_practice.Therapist, given);
        await _desk.Send(_practice.Therapist, new PrintNoteQuery(draft.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        var note = await _desk.Send(_practice.Therapist, new SignNoteCommand(draft.Id, 1));
        foreach (var caller in new[] { _practice.Frontdesk, _practice.Admin, given.PartnerA })
            await _desk.Send(caller, new PrintNoteQuery(note.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Send(_practice.OtherTherapist, new PrintNoteQuery(note.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");

        var apart = await _desk.Signed(_practice.Therapist, given, GivenNotes.Psychotherapy());
        Assert.Contains("Kept apart", await Print(_practice.Therapist, apart), StringComparison.Ordinal);
        await _desk.EmergencyAccess(_practice.OtherTherapist, given);
        await _desk.Send(_practice.OtherTherapist, new PrintNoteQuery(apart.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    private Task<string> Print(Caller caller, Note note) => _desk.Send(caller, new PrintNoteQuery(note.Id));
}
