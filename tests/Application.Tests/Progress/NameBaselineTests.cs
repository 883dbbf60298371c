using CounselDesk.Application.Alerts;
using CounselDesk.Application.Briefs;
using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Tests.Progress;

public sealed class NameBaselineTests : ProgressTest
{
    [Fact]
    public async Task Responses_progress_and_brief_follow_and_go_back_with_the_rule()
    {
        var (first, second, third) = await Three();
        Assert.Equal(ChangeClass.Improved, (await Read(third.Id)).Change!.Class);

        var named = await Name(second.Id, "They had not yet begun.");
        Assert.Equal((second.Id, true, "They had not yet begun.", 1), (named.ResponseId, named.IsNamed, named.Reason, named.Version));
        Assert.Equal((Monday.AddDays(7), Practice.Therapist.AccountId), (named.AnsweredOn, named.NamedById));
        Assert.True((await Read(second.Id)).IsBaseline);
        Assert.False((await Read(first.Id)).IsBaseline);
        Assert.Null((await Read(first.Id)).Change);
        Assert.Equal((second.Id, ChangeClass.Unchanged), ((await Read(third.Id)).Change!.BaselineId, (await Read(third.Id)).Change!.Class));
        var listed = await Desk.Send(Practice.Therapist, new ListResponsesQuery(Given.Id, default, null, null));
        Assert.Equal([second.Id], listed.Items.Where(response => response.IsBaseline).Select(response => response.Id));
        var series = (await Desk.Send(Practice.Therapist, new GetProgressQuery(Given.Id))).Measures.Single(measure => measure.Measure == "csi-16").Partners[0];
        Assert.Equal((second.Id, true), (series.Baseline!.ResponseId, series.BaselineIsNamed));
        var move = (await Desk.Send(Practice.Therapist, new GetBriefQuery(Given.Id))).Measures.Single(measure => measure.Measure == "csi-16").Partners[0];
        Assert.Equal((46m, 4m, ChangeClass.Unchanged), (move.Baseline, move.Amount, move.Class));

        var back = await Name(null, "The rule holds after all.", version: 1);
        Assert.Equal((first.Id, false, 2), (back.ResponseId, back.IsNamed, back.Version));
        Assert.True((await Read(first.Id)).IsBaseline);
    }

    [Fact]
    public async Task Says_by_which_response_the_rule_goes_while_none_is_named()
    {
        var baseline = await Desk.Send(Practice.Therapist, new GetBaselineQuery(Given.Id, "csi-16", Given.A));
        Assert.Equal((null, false, null, 0), (baseline.ResponseId, baseline.IsNamed, baseline.Reason, baseline.Version));
        var first = await Record("csi-16", Given.A, 40);
        Assert.Equal(first.Id, (await Desk.Send(Practice.Therapist, new GetBaselineQuery(Given.Id, "csi-16", Given.A))).ResponseId);
    }

    [Fact]
    public async Task Takes_a_prorated_response_because_it_is_named()
    {
        var prorated = await Record("phq-9", Given.A, [null, 1, 1, 1, 1, 1, 1, 1, 0]);
        At(Monday.AddDays(7));
        var whole = await Record("phq-9", Given.A, 12);
        Assert.True(whole.IsBaseline);
        await Name(prorated.Id, "It is all there is from before.", measure: "phq-9");
        Assert.True((await Read(whole.Id)).Change!.RestsOnProrated);
    }

    [Fact]
    public async Task A_worsening_that_was_told_of_is_not_told_of_again_from_another_baseline()
    {
        await Record("csi-16", Given.A, 50);
        At(Monday.AddDays(7));
        var other = await Record("csi-16", Given.A, 52);
        At(Monday.AddDays(14));
        await Record("csi-16", Given.A, 44);
        At(Monday.AddDays(21));
        await Record("csi-16", Given.A, 43);
        Assert.Equal(["Deterioration"], await Alerts());
        // From 52 on, the run begins with the 44 before it.
        await Name(other.Id, "The better start.");
        Assert.Equal(["Deterioration"], await Alerts());
        At(Monday.AddDays(28));
        await Record("csi-16", Given.A, 42);
        Assert.Equal(["Deterioration"], await Alerts());
        At(Monday.AddDays(35));
        await Record("csi-16", Given.A, 52);
        At(Monday.AddDays(42));
        await Record("csi-16", Given.A, 40);
        Assert.Equal(["Deterioration", "Deterioration"], await Alerts());
    }

    [Fact]
    public async Task A_worsening_that_only_the_new_baseline_shows_is_told_of_since_its_day()
    {
        At(Monday.AddDays(21));
        await Record("phq-9", Given.A, 5, Monday);
        var better = await Record("phq-9", Given.A, 2, Monday.AddDays(7));
        await Record("phq-9", Given.A, 9, Monday.AddDays(14));
        Assert.DoesNotContain("Deterioration", await Alerts());
        await Desk.Send(Practice.Therapist, new NameBaselineCommand(Given.Id, "phq-9", Given.A, null, new BaselineChoice("The calm week.", better.Id)));
        var alert = Assert.Single((await Desk.Send(Practice.Therapist, new ListAlertsQuery(default))).Items, one => one.Kind == AlertKind.Deterioration);
        Assert.Equal((Given.A, Monday.AddDays(14)), (alert.PartnerId!.Value, alert.Since));
    }

    [Fact]
    public async Task Refuses_a_response_of_another_partner_measure_or_case()
    {
        var others = await Record("csi-16", Given.B, 40);
        var otherMeasure = await Record("csi-4", Given.A, 10);
        foreach (var id in (Guid[])[others.Id, otherMeasure.Id, Given.Id])
            await Name(id, "A reason.").ShouldRefuse(RefusalKind.Invalid, "no-such-response");
        var second = await Practice.Couple();
        var elsewhere = await Desk.Send(Practice.Therapist, new RecordResponseCommand(second.Id, new NewResponse("csi-16", second.A, Answers("csi-16", 40))));
        await Name(elsewhere.Id, "A reason.").ShouldRefuse(RefusalKind.Invalid, "no-such-response");
    }

    [Fact]
    public async Task Knows_no_baseline_of_screenings_strangers_and_measures_that_are_not_there()
    {
        foreach (var (measure, partner) in new[] { ("hits", Given.A), ("mood-ring", Given.A), ("CSI-16", Given.A), ("csi-16", Practice.Admin.AccountId) })
            await Desk.Send(Practice.Therapist, new GetBaselineQuery(Given.Id, measure, partner)).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    [Fact]
    public async Task Refuses_what_was_named_since_and_whoever_is_not_the_cases_clinician()
    {
        var first = await Record("csi-16", Given.A, 40);
        await Name(first.Id, "A reason.");
        await Name(first.Id, "A reason.").ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Name(first.Id, "", version: 1).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        var command = new NameBaselineCommand(Given.Id, "csi-16", Given.A, 1, new BaselineChoice("A reason."));
        foreach (var caller in (Caller[])[Practice.Admin, Practice.Frontdesk, Given.PartnerA])
            await Desk.Send(caller, command).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send((await GivenPractice.Open(Desk)).Therapist, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
        Assert.DoesNotContain("A reason.", Assert.Single(await Desk.Rows<string>("SELECT b.Reason FROM BaselineChoices b")), StringComparison.Ordinal);
    }

    private async Task<(MeasureResponse First, MeasureResponse Second, MeasureResponse Third)> Three()
    {
        var first = await Record("csi-16", Given.A, 40);
        At(Monday.AddDays(7));
        var second = await Record("csi-16", Given.A, 46);
        At(Monday.AddDays(14));
        return (first, second, await Record("csi-16", Given.A, 50));
    }

    private Task<MeasureResponse> Read(Guid id) => Desk.Send(Practice.Therapist, new GetResponseQuery(Given.Id, id));

    private Task<PartnerBaseline> Name(Guid? id, string reason, int version = 0, string measure = "csi-16") =>
        Desk.Send(Practice.Therapist, new NameBaselineCommand(Given.Id, measure, Given.A, version, new BaselineChoice(reason, id)));
}
