using CounselDesk.Application.Common;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Reports;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Progress;
using CounselDesk.Domain.Measures;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Tests.Measures;

public sealed class OwnMeasureTests : ProgressTest
{
    private static readonly NewMeasure Calm = new(
        "calm-at-home", "Calm at home", BetterEnd.Higher,
        [new("We could talk.", 0, 4), new("I was on edge.", 0, 4, Reversed: true), new("We found back.", 0, 4)], "Ours.", "Pilot, 2024",
        CutOffs: [new("strained", CutOffComparison.Below, 6)],
        Bands: [new("strained", 0, 5), new("settling", 6, 9), new("calm", 10, 12)],
        ReliableChange: new("Pilot, 2024", Sd: 2.5m, Alpha: 0.85m));

    public static TheoryData<string, NewMeasure> Faulty => new()
    {
        { "items", Calm with { Items = [] } },
        { "items[1].max", Calm with { Items = [Calm.Items[0], new("Reversed range", 4, 0), Calm.Items[2]] } },
        { "items[0].step", Calm with { Items = [new("Odd steps", 0, 4, 3)] } },
        { "items[0].max", Calm with { Items = [new("Halves", 0, 4.5m)] } },
        { "items[0].min", Calm with { Items = [new("Below nothing", -1, 4)] } },
        { "items[0].wording", Calm with { Items = [new("", 0, 4)] } },
        { "bands[0].from", Calm with { Bands = [new("a", 1, 12)] } },
        { "bands[1].from", Calm with { Bands = [new("a", 0, 6), new("b", 6, 12)] } },
        { "bands[2].from", Calm with { Bands = [new("a", 0, 5), new("b", 6, 8), new("c", 10, 12)] } },
        { "bands[1].to", Calm with { Bands = [new("a", 0, 5), new("b", 6, 11)] } },
        { "cutOffs[0].points", Calm with { CutOffs = [new("strained", CutOffComparison.Below, 12)] } },
        { "cutOffs[0].comparison", Calm with { CutOffs = [new("strained", CutOffComparison.AtOrAbove, 6)] } },
        { "reliableChange", Calm with { ReliableChange = new("Pilot", Sd: 2) } },
        { "reliableChange", Calm with { ReliableChange = new("Pilot", Sd: 2, Alpha: 0.8m, Points: 3) } },
        { "subscales[0].items", Calm with { Subscales = [new("near", [1, 4])] } },
        { "subscales[0].items", Calm with { Subscales = [new("near", [1, 1])] } },
        { "subscales[1].key", Calm with { Subscales = [new("near", [1]), new("near", [2])] } },
        { "missing.atLeast", Calm with { Missing = new(MissingRule.Prorate, 3) } },
        { "missing.rule", Calm with { Missing = new(MissingRule.Prorate, 2), Subscales = [new("near", [1])] } },
        { "riskItem", Calm with { RiskItem = 4 } },
        { "hasTotal", Calm with { HasTotal = false, CutOffs = null, Bands = null, ReliableChange = null } },
        { "bands", Calm with { HasTotal = false, CutOffs = null, ReliableChange = null, Subscales = [new("near", [1])] } },
        { "key", Calm with { Key = "Calm" } },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task Refuses_facts_that_contradict_each_other_by_field(string field, NewMeasure body)
    {
        var refused = await Create(body).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Contains(field, refused.Faults!.Errors.Select(fault => fault.PropertyName.Replace("body.", "", StringComparison.OrdinalIgnoreCase)));
        Assert.Equal([0L], await Desk.Rows<long>("SELECT COUNT(*) FROM OwnMeasures"));
    }

    [Fact]
    public async Task Is_answered_and_followed_like_a_built_in_one()
    {
        var made = await Create(Calm);
        Assert.Equal((true, null, 1, 0m, 12m), (made.IsOwn, made.RetiredAt, made.Version, made.LowestTotal, made.HighestTotal));
        Assert.Equal(2.68m, made.ReliableChange!.Points);
        Assert.Equal(made.Items, (await Desk.Send(Practice.Therapist, new GetMeasureQuery("calm-at-home"))).Items);
        Assert.Equal("calm-at-home", (await Desk.Send(Practice.Therapist, new ListMeasuresQuery())).Items[^1].Key);

        var first = await Record("calm-at-home", Given.A, [1, 3, 1]);
        Assert.Equal((3m, "strained", true), (first.Score.Total, first.Score.Band, first.Score.CutOffs[0].IsMet));
        At(Monday.AddDays(7));
        var second = await Record("calm-at-home", Given.A, [4, 1, 3]);
        Assert.Equal((ChangeClass.Recovered, 7m), (second.Change!.Class, second.Change.Amount));
        Assert.Contains("Pilot, 2024", second.Change.Basis, StringComparison.Ordinal);
        Assert.Equal(second.Score.Total, (await Desk.Send(Practice.Therapist, new GetResponseQuery(Given.Id, second.Id))).Score.Total);
        Assert.Equal(2, (await Desk.Send(Practice.Therapist, new ListResponsesQuery(Given.Id, default, "calm-at-home", null))).Items.Count);
        Assert.Equal(first.Id, (await Desk.Send(Practice.Therapist, new GetBaselineQuery(Given.Id, "calm-at-home", Given.A))).ResponseId);
        var progress = await Desk.Send(Practice.Therapist, new GetProgressQuery(Given.Id));
        Assert.Equal([3m, 10m], progress.Measures.Single(series => series.Measure == "calm-at-home").Partners[0].Points.Select(point => point.Total!.Value));
        Assert.Contains("Calm at home", await Desk.Send(Practice.Therapist, new DrawProgressChartQuery(Given.Id, "calm-at-home")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_asked_for_in_the_portal_in_the_practices_words()
    {
        await Create(Calm);
        var asked = await Ask();
        Assert.Equal("Calm at home", asked.Title);
        Assert.Equal("We could talk.", (await Desk.Send(Given.PartnerA, new GetPortalMeasureQuery("calm-at-home"))).Items[0].Text);
        await Desk.Send(Given.PartnerA, new AnswerTrustPulseCommand(new TrustPulseAnswers([1, 2, 3], Measure: "calm-at-home")));
        Assert.Equal([1L], await Desk.Rows<long>("SELECT COUNT(*) FROM Responses"));
    }

    [Fact]
    public async Task Is_imported_with_past_results_and_counted_in_reports()
    {
        await Create(Calm);
        var report = await Desk.Send(Practice.Therapist, new ImportResponsesCommand(Given.Id, new ResponseImport("partner,measure,answeredOn,item1,item2,item3\na,calm-at-home,2026-02-01,1,2,3\n"), DryRun: false));
        Assert.Equal(1, report.Entered);
        Assert.NotNull(await Desk.Send(Practice.Admin, new ReportOutcomesQuery(new ReportRequest(new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 28), null, null), "calm-at-home")));
    }

    [Fact]
    public async Task Retired_it_takes_nothing_new_and_its_past_stays_readable()
    {
        var made = await Create(Calm);
        var answered = await Record("calm-at-home", Given.A, [1, 3, 1]);
        await Ask();
        await Desk.Send(Practice.Admin, new RetireMeasureCommand("calm-at-home", 7)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        var retired = await Desk.Send(Practice.Supervisor, new RetireMeasureCommand("calm-at-home", made.Version));
        Assert.Equal((Desk.Clock.Now, 2), (retired.RetiredAt, retired.Version));
        await Desk.Send(Practice.Admin, new RetireMeasureCommand("calm-at-home", 2)).ShouldRefuse(RefusalKind.Conflict, "already-retired");

        await Record("calm-at-home", Given.B, [1, 3, 1]).ShouldRefuse(RefusalKind.Rule, "measure-retired");
        await Ask().ShouldRefuse(RefusalKind.Rule, "measure-retired");
        await Desk.Send(Practice.Admin, new WriteMeasureWordingCommand("calm-at-home", 0, new(["a", "b", "c"], true))).ShouldRefuse(RefusalKind.Rule, "measure-retired");
        await Desk.Send(Given.PartnerB, new GetPortalMeasureQuery("calm-at-home")).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Given.PartnerB, new AnswerTrustPulseCommand(new TrustPulseAnswers([1, 2, 3], Measure: "calm-at-home"))).ShouldRefuse(RefusalKind.Rule, "measure-retired");
        await Create(Calm).ShouldRefuse(RefusalKind.Conflict, "key-taken");
        Assert.Equal(3m, (await Desk.Send(Practice.Therapist, new GetResponseQuery(Given.Id, answered.Id))).Score.Total);
        // What ran asks nothing while it is retired.
        Assert.Equal(
            [AskedState.Answered],
            Assert.Single((await Desk.Send(Practice.Therapist, new ListMeasureRequestsQuery(Given.Id))).Items).Partners.SelectMany(partner => partner.Occurrences).Select(one => one.State));

        var restored = await Desk.Send(Practice.Admin, new RestoreMeasureCommand("calm-at-home", 2));
        Assert.Equal((null, 3), (restored.RetiredAt, restored.Version));
        await Desk.Send(Practice.Admin, new RestoreMeasureCommand("calm-at-home", 3)).ShouldRefuse(RefusalKind.Conflict, "not-retired");
        await Record("calm-at-home", Given.B, [1, 3, 1]);
    }

    [Fact]
    public async Task Its_words_can_be_written_anew_and_fall_back_to_the_first_ones()
    {
        await Create(Calm);
        Assert.False((await Desk.Send(Practice.Therapist, new GetMeasureWordingQuery("calm-at-home"))).IsOurs);
        await Desk.Send(Practice.Admin, new RemoveMeasureWordingCommand("calm-at-home", 0)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.Admin, new WriteMeasureWordingCommand("calm-at-home", 0, new(["a", "b", "c"], true)));
        Assert.Equal("a", (await Desk.Send(Practice.Therapist, new GetMeasureQuery("calm-at-home"))).Items[0].Wording);
        await Desk.Send(Practice.Admin, new RemoveMeasureWordingCommand("calm-at-home", 1));
        Assert.Equal("We could talk.", (await Desk.Send(Practice.Therapist, new GetMeasureQuery("calm-at-home"))).Items[0].Wording);
    }

    [Fact]
    public async Task Takes_no_key_of_a_built_in_measure_and_changes_none()
    {
        await Create(Calm with { Key = "phq-9" }).ShouldRefuse(RefusalKind.Conflict, "key-taken");
        await Desk.Send(Practice.Admin, new RetireMeasureCommand("phq-9", 0)).ShouldRefuse(RefusalKind.Conflict, "built-in-measure");
        await Desk.Send(Practice.Admin, new RestoreMeasureCommand("phq-9", 0)).ShouldRefuse(RefusalKind.Conflict, "built-in-measure");
        await Desk.Send(Practice.Admin, new RetireMeasureCommand("no-such", 0)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Is_for_administrators_and_supervisors_and_seen_by_no_other_practice()
    {
        foreach (var caller in (Caller[])[Practice.Therapist, Practice.Frontdesk, Given.PartnerA])
            await Desk.Send(caller, new CreateMeasureCommand(Calm)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Create(Calm);
        var other = await GivenPractice.Open(Desk);
        var theirs = await other.Couple();
        await Desk.Send(other.Therapist, new GetMeasureQuery("calm-at-home")).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(other.Therapist, new GetMeasureWordingQuery("calm-at-home")).ShouldRefuse(RefusalKind.NotFound, "not-found");
        Assert.DoesNotContain((await Desk.Send(other.Therapist, new ListMeasuresQuery())).Items, measure => measure.IsOwn);
        await Desk.Send(other.Therapist, new RecordResponseCommand(theirs.Id, new NewResponse("calm-at-home", theirs.A, [1, 1, 1]))).ShouldRefuse(RefusalKind.Invalid, "no-such-measure");
        await Desk.Send(other.Therapist, new RequestMeasureCommand(theirs.Id, new("calm-at-home", MeasureRepeat.Once))).ShouldRefuse(RefusalKind.Invalid, "no-such-measure");
        await Desk.Send(other.Therapist, new DrawProgressChartQuery(theirs.Id, "calm-at-home")).ShouldRefuse(RefusalKind.Invalid, "no-such-measure");
        await Desk.Send(theirs.PartnerA, new GetPortalMeasureQuery("calm-at-home")).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(other.Admin, new RetireMeasureCommand("calm-at-home", 1)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        Assert.Equal(1, (await Desk.Send(other.Admin, new CreateMeasureCommand(Calm with { Title = "Theirs" }))).Version);
        Assert.Equal("Calm at home", (await Desk.Send(Practice.Therapist, new GetMeasureQuery("calm-at-home"))).Title);
    }

    private Task<MeasureFacts> Create(NewMeasure body) => Desk.Send(Practice.Admin, new CreateMeasureCommand(body));

    private Task<MeasureRequest> Ask() => Desk.Send(Practice.Therapist, new RequestMeasureCommand(Given.Id, new("calm-at-home", MeasureRepeat.Once)));
}
