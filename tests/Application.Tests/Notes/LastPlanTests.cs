using CounselDesk.Application.Common;
using CounselDesk.Application.Notes;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Notes;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Notes;

public sealed class LastPlanTests : IAsyncLifetime
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
    public async Task The_newest_signed_plan_whoever_signed_it()
    {
        var given = await _practice.Couple(_practice.Associate);
        Assert.Null(await Newest(_practice.Associate, given));
        await _desk.Signed(_practice.Associate, given, GivenNotes.Full("Old"));
        _desk.Clock.Now += TimeSpan.FromDays(7);
        var newest = await _desk.Signed(_practice.Supervisor, given, GivenNotes.Full("New") with { Scope = given.B.ToString() });
        await _desk.Signed(_practice.Associate, given, new NoteDraft(
            NoteFormat.Narrative, NoteKind.Progress, "joint", new Dictionary<string, string>(StringComparer.Ordinal) { ["narrative"] = "No plan" }));
        await _desk.Signed(_practice.Associate, given, GivenNotes.Psychotherapy("Hidden"));
        await _desk.Draft(_practice.Associate, given, GivenNotes.Full("Unsigned"));
        Assert.Equal(new LastPlan(newest.Id, "New plan", given.B.ToString(), null, _desk.Clock.Now), await Newest(_practice.Associate, given));
    }

    [Fact]
    public async Task Unsigned_notes_that_the_caller_may_see()
    {
        var given = await _practice.Couple(_practice.Associate);
        var waiting = await _desk.Signed(_practice.Associate, given);
        await _desk.Draft(_practice.Associate, given, GivenNotes.Psychotherapy());
        var draft = await _desk.Draft(_practice.Associate, given);
        var done = await _desk.Signed(_practice.Supervisor, given);
        Assert.Equal(NoteStatus.Signed, done.Status);
        Assert.Equal([draft.Id, waiting.Id], (await Unsigned(_practice.Associate, given)).Select(note => note.Id));
        Assert.Equal(
            [(draft.Id, NoteStatus.Draft, null), (waiting.Id, NoteStatus.AwaitingCosignature, waiting.SignedAt)],
            (await Unsigned(_practice.Supervisor, given)).Select(note => (note.Id, note.Status, note.SignedAt)));
    }

    private Task<LastPlan?> Newest(Caller caller, GivenCouple given) => _desk.InScope(caller, services =>
        services.GetRequiredService<LastPlans>().Newest(new CaseFile { CoupleId = given.Id }, CancellationToken.None));

    private Task<IReadOnlyList<UnsignedNote>> Unsigned(Caller caller, GivenCouple given) => _desk.InScope(caller, services =>
        services.GetRequiredService<LastPlans>().Unsigned(new CaseFile { CoupleId = given.Id }, CancellationToken.None));
}
