using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

public sealed class DraftNoteTests : IAsyncLifetime
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
    public async Task Begins_a_draft_with_what_is_written_so_far()
    {
        var given = await _practice.Couple();
        var draft = GivenNotes.Full() with { Format = NoteFormat.Soap, Scope = given.A.ToString(), Sections = Texts(("plan", "Call\nthem"), ("subjective", "")) };
        var note = await _desk.Draft(_practice.Therapist, given, draft);
        Assert.Equal((NoteStatus.Draft, given.A.ToString(), "Tess", 1), (note.Status, note.Scope, note.AuthorName, note.Version));
        Assert.Equal(["subjective", "objective", "assessment", "plan"], note.Sections.Keys);
        Assert.Equal(["", "", "", "Call\nthem"], note.Sections.Values);
        Assert.Null(note.ContentHash);
    }

    [Fact]
    public async Task Refuses_sections_that_are_not_the_formats_too_long_or_unprintable()
    {
        var given = await _practice.Couple();
        foreach (var (sections, field, code) in new[]
        {
            (Texts(("narrative", "x")), "body.sections", "unknown-section"),
            (Texts(("Plan", "x")), "body.sections", "unknown-section"),
            (Texts(("plan", new string('x', Limits.LongText + 1))), "body.sections.plan", "invalid-input"),
            (Texts(("plan", "SECRET\u0000")), "body.sections.plan", "invalid-input"),
            (Texts(("plan", null!)), "body.sections.plan", "invalid-input"),
            (null!, "body.sections", "invalid-input"),
        })
        {
            var refusal = await _desk.Draft(_practice.Therapist, given, GivenNotes.Full() with { Sections = sections }).ShouldRefuse(RefusalKind.Invalid, code);
            Assert.Equal(field, Assert.Single(refusal.Faults!.Errors).PropertyName);
            Assert.DoesNotContain("SECRET", refusal.Faults!.ToString(), StringComparison.Ordinal);
        }

        await _desk.Draft(_practice.Therapist, given, GivenNotes.Full() with { Sections = Texts(("plan", new string('x', Limits.LongText))) });
    }

    [Fact]
    public async Task The_scope_is_joint_or_a_partner_of_the_case()
    {
        var given = await _practice.Couple();
        var other = await _practice.Couple();
        await _desk.Draft(_practice.Therapist, given, GivenNotes.Full() with { Scope = "everyone" }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await _desk.Draft(_practice.Therapist, given, GivenNotes.Full() with { Scope = other.A.ToString() }).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
    }

    [Fact]
    public async Task What_a_partner_said_alone_does_not_become_joint()
    {
        var given = await _practice.Couple();
        var alone = await _desk.Book(_practice.Therapist, given, _desk.At().With(given.A));
        foreach (var scope in new[] { "joint", given.B.ToString() })
            await _desk.Draft(_practice.Therapist, given, GivenNotes.Full() with { Scope = scope, SessionId = alone.Id }).ShouldRefuse(RefusalKind.Rule, "individual-session");
        var note = await _desk.Draft(_practice.Therapist, given, GivenNotes.Full() with { Scope = given.A.ToString(), SessionId = alone.Id });
        Assert.Equal(alone.Id, note.SessionId);
    }

    [Fact]
    public async Task Only_of_a_session_of_this_case()
    {
        var given = await _practice.Couple();
        var elsewhere = await _desk.Book(_practice.Therapist, await _practice.Couple());
        await _desk.Draft(_practice.Therapist, given, GivenNotes.Full() with { SessionId = elsewhere.Id }).ShouldRefuse(RefusalKind.Invalid, "no-such-session");
    }

    [Fact]
    public async Task Only_by_the_cases_clinicians_while_it_is_open()
    {
        var given = await _practice.Couple();
        var other = await GivenPractice.Open(_desk);
        foreach (var caller in new[] { _practice.Frontdesk, _practice.Admin, given.PartnerA })
            await _desk.Draft(caller, given).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await _desk.Draft(_practice.OtherTherapist, given).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.Draft(other.Therapist, given).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await _desk.Close(given);
        await _desk.Draft(_practice.Therapist, given).ShouldRefuse(RefusalKind.Conflict, "case-closed");
    }

    [Fact]
    public async Task No_text_is_found_in_the_database_file()
    {
        const string canary = "CANARY-what-was-said";
        await using var desk = await TestDesk.OpenEmbedded();
        var practice = await GivenPractice.Open(desk);
        var given = await practice.Couple();
        await desk.Send(practice.Therapist, new DraftNoteCommand(given.Id, GivenNotes.Full(canary)), "with-a-key");
        await desk.Signed(practice.Therapist, given, GivenNotes.Psychotherapy(canary));
        await desk.Tamper("PRAGMA wal_checkpoint(TRUNCATE)");
        var file = desk.Get<Infrastructure.Sql.Database>().FilePath!;
        foreach (var part in Directory.GetFiles(Path.GetDirectoryName(file)!, "*.db*"))
        {
            await using var stream = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(canary)));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.Unicode.GetBytes(canary)));
        }
    }

    private static Dictionary<string, string> Texts(params (string Name, string Text)[] sections) =>
        sections.ToDictionary(section => section.Name, section => section.Text, StringComparer.Ordinal);
}
