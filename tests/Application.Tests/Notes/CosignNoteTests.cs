using System.Data.Common;
using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Notes;
using CounselDesk.Domain.People;

namespace CounselDesk.Application.Tests.Notes;

public sealed class CosignNoteTests : IAsyncLifetime
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
    public async Task The_authors_supervisor_extends_the_hash()
    {
        var given = await _practice.Couple(_practice.Associate);
        var note = await _desk.Signed(_practice.Associate, given);
        Assert.Equal(NoteStatus.AwaitingCosignature, note.Status);
        _desk.Clock.Now += TimeSpan.FromHours(1);
        var cosigned = await _desk.Send(_practice.Supervisor, new CosignNoteCommand(note.Id, note.Version));
        Assert.Equal(
            (NoteStatus.Signed, _practice.Supervisor.AccountId, _desk.Clock.Now, note.ContentHash),
            (cosigned.Status, cosigned.CosignedBy, cosigned.CosignedAt, cosigned.ContentHash));
        Assert.Equal(NoteSeal.Cosignature(note.ContentHash!, _practice.Supervisor.AccountId, _desk.Clock.Now), cosigned.CosignatureHash);
        await _desk.Send(_practice.Supervisor, new CosignNoteCommand(note.Id, null)).ShouldRefuse(RefusalKind.Conflict, "not-awaiting-cosignature");
    }

    [Fact]
    public async Task Nobody_else()
    {
        var given = await _practice.Couple(_practice.Associate);
        var note = await _desk.Signed(_practice.Associate, given);
        var command = new CosignNoteCommand(note.Id, note.Version);
        foreach (var caller in new[] { _practice.Associate, _practice.Therapist, _practice.Admin, _practice.Frontdesk })
            await _desk.Send(caller, command).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        var both = _practice.Associate with { Roles = Roles.Associate | Roles.Supervisor };
        await _desk.Send(both, command).ShouldRefuse(RefusalKind.Forbidden, "own-note");
        var stranger = _practice.OtherTherapist with { Roles = Roles.Supervisor };
        await _desk.Send(stranger, command).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await _desk.EmergencyAccess(stranger, given);
        await _desk.Send(stranger, command).ShouldRefuse(RefusalKind.Forbidden, "not-the-supervisor");
        await _desk.Send((await GivenPractice.Open(_desk)).Supervisor, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Only_what_awaits_it_and_of_the_version_last_seen()
    {
        var given = await _practice.Couple(_practice.Associate);
        var draft = await _desk.Draft(_practice.Associate, given);
        await _desk.Send(_practice.Supervisor, new CosignNoteCommand(draft.Id, 1)).ShouldRefuse(RefusalKind.Conflict, "not-awaiting-cosignature");
        await _desk.Send(_practice.Associate, new SignNoteCommand(draft.Id, 1));
        await _desk.Send(_practice.Supervisor, new CosignNoteCommand(draft.Id, 1)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await _desk.Close(given);
        await _desk.Send(_practice.Supervisor, new CosignNoteCommand(draft.Id, 2));
    }

    [Theory]
    [InlineData("UPDATE Notes SET Status = 'Signed'")]
    [InlineData("UPDATE Notes SET Sections = 'other'")]
    [InlineData("DELETE FROM Notes")]
    [InlineData("UPDATE Notes SET Status = 'Signed', CosignedBy = AuthorId, CosignedAt = SignedAt, CosignatureHash = 'x'")]
    public async Task No_statement_gets_round_a_cosignature(string sql)
    {
        var given = await _practice.Couple(_practice.Associate);
        await _desk.Signed(_practice.Associate, given);
        await Assert.ThrowsAnyAsync<DbException>(() => _desk.Tamper(sql));
    }

    [Theory]
    [InlineData("UPDATE Notes SET CosignedBy = NULL, CosignedAt = NULL, CosignatureHash = NULL")]
    [InlineData("UPDATE Notes SET CosignatureHash = UPPER(CosignatureHash)")]
    [InlineData("UPDATE Notes SET CosignedAt = '2020-01-01T00:00:00.000Z'")]
    public async Task No_statement_changes_a_cosignature(string sql)
    {
        var given = await _practice.Couple(_practice.Associate);
        var note = await _desk.Signed(_practice.Associate, given);
        await _desk.Send(_practice.Supervisor, new CosignNoteCommand(note.Id, note.Version));
        await Assert.ThrowsAnyAsync<DbException>(() => _desk.Tamper(sql));
    }
}
