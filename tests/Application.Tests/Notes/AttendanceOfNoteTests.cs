using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Notes;

namespace CounselDesk.Application.Tests.Notes;

/// <summary>On the embedded engine: a session's attendance is not changed by any command, so it is tampered with.</summary>
public sealed class AttendanceOfNoteTests : IAsyncLifetime
{
    private TestDesk _desk = null!;
    private GivenPractice _practice = null!;
    private GivenCouple _given = null!;

    public async Task InitializeAsync()
    {
        _desk = await TestDesk.OpenEmbedded();
        _practice = await GivenPractice.Open(_desk);
        _given = await _practice.Couple();
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Theory]
    [InlineData(NoteKind.Progress)]
    [InlineData(NoteKind.Psychotherapy)]
    public async Task Is_frozen_by_the_signature_whatever_becomes_of_the_session(NoteKind kind)
    {
        var session = await _desk.Held(_practice.Therapist, _given, _given.B);
        var draft = await _desk.Draft(_practice.Therapist, _given, GivenNotes.Full(kind: kind) with { SessionId = session.Id });
        Assert.Null(draft.Attended);
        var signed = await _desk.Send(_practice.Therapist, new SignNoteCommand(draft.Id, draft.Version));
        Assert.Equal([_given.B], signed.Attended);
        await _desk.Tamper("UPDATE Sessions SET AttendedA = 1, AttendedB = 0");
        var read = await _desk.Send(_practice.Therapist, new GetNoteQuery(draft.Id));
        Assert.Equal([_given.B], read.Attended);
        Assert.Equal(signed.ContentHash, read.ContentHash);
        Assert.Contains("<dt>Attended</dt><dd>Kit Lark</dd>", await _desk.Send(_practice.Therapist, new PrintNoteQuery(draft.Id)), StringComparison.Ordinal);
        var check = await _desk.Send(_practice.Therapist, new VerifyNotesQuery(_given.Id));
        Assert.True(check is { Intact: true, Own: null or { Intact: true } });
    }

    [Fact]
    public async Task Is_not_known_of_a_session_that_was_not_held_or_of_none()
    {
        var booked = await _desk.Book(_practice.Therapist, _given);
        Assert.Null((await _desk.Signed(_practice.Therapist, _given, GivenNotes.Full() with { SessionId = booked.Id })).Attended);
        Assert.Null((await _desk.Signed(_practice.Therapist, _given)).Attended);
    }

    [Fact]
    public async Task Cannot_be_taken_from_another_note()
    {
        var one = await _desk.Signed(_practice.Therapist, _given, GivenNotes.Full() with { SessionId = (await _desk.Held(_practice.Therapist, _given, _given.A)).Id });
        var other = await _desk.Signed(_practice.Therapist, _given, GivenNotes.Full() with { SessionId = (await _desk.Held(_practice.Therapist, _given, _given.B)).Id });
        await _desk.TamperUnlocked("UPDATE Notes SET SessionId = (SELECT x.SessionId FROM Notes x WHERE x.ChainNumber = 2) WHERE ChainNumber = 1");
        Assert.Equal(
            [new NoteFault(NoteFaultKind.Altered, NotePart.Note, one.Id, 1)],
            (await _desk.Send(_practice.Therapist, new VerifyNotesQuery(_given.Id))).Faults);
        Assert.Equal([_given.B], other.Attended);
    }
}
