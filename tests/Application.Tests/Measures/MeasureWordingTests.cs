using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Progress;

namespace CounselDesk.Application.Tests.Measures;

public sealed class MeasureWordingTests : ProgressTest
{
    private static readonly string[] Four = ["First words", "Second words", "Third words", "Fourth words"];

    [Fact]
    public async Task Shows_in_the_measure_and_in_no_other_practice()
    {
        var written = await Write(0, "Tick one.");
        Assert.Equal((1, "Tick one.", false), (written.Version, written.Instruction, written.IsOurs));
        var facts = await Desk.Send(Practice.Therapist, new GetMeasureQuery("csi-4"));
        Assert.Equal(Four, facts.Items.Select(item => item.Wording));
        Assert.Equal("Tick one.", facts.Instruction);
        Assert.Equal(Four, (await Desk.Send(Practice.Therapist, new ListMeasuresQuery())).Items.Single(measure => measure.Key == "csi-4").Items.Select(item => item.Wording));

        var other = await GivenPractice.Open(Desk);
        Assert.All((await Desk.Send(other.Admin, new GetMeasureQuery("csi-4"))).Items, item => Assert.Null(item.Wording));
        var theirs = await Desk.Send(other.Admin, new GetMeasureWordingQuery("csi-4"));
        Assert.Equal((0, 0), (theirs.Items.Count, theirs.Version));
    }

    [Fact]
    public async Task Changes_and_is_taken_away_by_version()
    {
        await Write(0);
        await Write(0).ShouldRefuse(RefusalKind.Stale, "stale-version");
        Assert.Equal(2, (await Write(1)).Version);
        await Desk.Send(Practice.Supervisor, new RemoveMeasureWordingCommand("csi-4", 2));
        var gone = await Desk.Send(Practice.Admin, new GetMeasureWordingQuery("csi-4"));
        Assert.Equal((0, 3), (gone.Items.Count, gone.Version));
        Assert.Equal([0L], await Desk.Rows<long>("SELECT COUNT(*) FROM MeasureWordings WHERE Items IS NOT NULL OR Instruction IS NOT NULL"));
        await Desk.Send(Practice.Admin, new RemoveMeasureWordingCommand("csi-4", 3)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        Assert.Equal(4, (await Write(3)).Version);
    }

    [Fact]
    public async Task Asks_for_the_licence_and_for_a_sentence_for_each_item()
    {
        await Desk.Send(Practice.Admin, new WriteMeasureWordingCommand("csi-4", 0, new MeasureWordingText(Four, false))).ShouldRefuse(RefusalKind.Rule, "licence-not-confirmed");
        await Desk.Send(Practice.Admin, new WriteMeasureWordingCommand("csi-4", 0, new MeasureWordingText([.. Four, "Fifth"], true))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        var refusal = await Desk.Send(Practice.Admin, new WriteMeasureWordingCommand("csi-4", 0, new MeasureWordingText(["One", " ", "Three", "Four"], true))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal(["body.items[1]"], refusal.Faults!.Errors.Select(fault => fault.PropertyName));
        await Desk.Send(Practice.Admin, new WriteMeasureWordingCommand("mood-ring", 0, new MeasureWordingText(Four, true))).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Leaves_our_own_as_it_is()
    {
        await Desk.Send(Practice.Admin, new WriteMeasureWordingCommand("trust-pulse", 0, new MeasureWordingText([.. Four, "Fifth"], true))).ShouldRefuse(RefusalKind.Conflict, "built-in-wording");
        await Desk.Send(Practice.Admin, new RemoveMeasureWordingCommand("trust-pulse", null)).ShouldRefuse(RefusalKind.Conflict, "built-in-wording");
        Assert.True((await Desk.Send(Practice.Admin, new GetMeasureWordingQuery("trust-pulse"))).IsOurs);
    }

    [Fact]
    public async Task Is_written_by_administrators_and_supervisors_alone()
    {
        foreach (var caller in (Caller[])[Practice.Therapist, Practice.Frontdesk, Given.PartnerA])
            await Desk.Send(caller, new WriteMeasureWordingCommand("csi-4", 0, new MeasureWordingText(Four, true))).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.Supervisor, new WriteMeasureWordingCommand("csi-4", 0, new MeasureWordingText(Four, true)));
        Assert.Equal([1L], await Desk.Rows<long>("SELECT COUNT(*) FROM AuditEntries WHERE Action = 'write-measure-wording' AND Outcome = 'Allowed'"));
    }

    private Task<MeasureWording> Write(int version, string? instruction = null) =>
        Desk.Send(Practice.Admin, new WriteMeasureWordingCommand("csi-4", version, new MeasureWordingText(Four, true, instruction)));
}
