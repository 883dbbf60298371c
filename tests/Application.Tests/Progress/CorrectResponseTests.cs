using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Progress;

namespace CounselDesk.Application.Tests.Progress;

public sealed class CorrectResponseTests : ProgressTest
{
    [Fact]
    public async Task Scores_anew_and_keeps_every_form_with_its_reason()
    {
        var first = await Record("csi-4", Given.A, [3, 3, 3, 3]);
        At(Monday.AddDays(1));
        var second = await Correct(first, [6, 5, 3, 3], "The sheet was read wrongly.");
        Assert.Equal((17m, "not distressed", 2), (second.Score.Total, second.Score.Band, second.Version));
        Assert.Equal((first.Id, first.AnsweredOn, first.EnteredAt, Desk.Clock.Now), (second.Id, second.AnsweredOn, second.EnteredAt, second.CorrectedAt));
        await Correct(second, [0, 0, 0, 0], "It was the other partner's sheet.");

        var forms = (await History(first.Id)).Items;
        Assert.Equal([(1, 12m), (2, 17m), (3, 0m)], forms.Select(form => (form.Version, form.Score.Total!.Value)));
        Assert.Equal([null, "The sheet was read wrongly.", "It was the other partner's sheet."], forms.Select(form => form.Reason));
        Assert.Equal([3, 3, 3, 3], forms[0].Answers);
        Assert.All(forms, form => Assert.Equal(Practice.Therapist.AccountId, form.EnteredBy));
        Assert.Equal([first.EnteredAt, Desk.Clock.Now, Desk.Clock.Now], forms.Select(form => form.EnteredAt));
    }

    [Fact]
    public async Task Pages_through_the_forms()
    {
        var response = await Record("csi-4", Given.A, 10);
        for (var sum = 11; sum <= 13; sum++)
            response = await Correct(response, Answers("csi-4", sum));
        var page = await Desk.Send(Practice.Therapist, new GetResponseHistoryQuery(Given.Id, response.Id, new PageRequest(3, null)));
        var rest = await Desk.Send(Practice.Therapist, new GetResponseHistoryQuery(Given.Id, response.Id, new PageRequest(3, page.NextCursor)));
        Assert.Equal([1, 2, 3, 4], page.Items.Concat(rest.Items).Select(form => form.Version));
        Assert.Null(rest.NextCursor);
    }

    [Fact]
    public async Task A_pulse_stays_the_partners_own_and_tells_them_that_it_was_corrected()
    {
        var pulse = await Pulse(Given.PartnerA, 31);
        var read = await Desk.Send(Practice.Therapist, new GetResponseQuery(Given.Id, pulse.Id));
        var corrected = await Correct(read, Answers("trust-pulse", 30));
        Assert.Equal(ResponseOrigin.Portal, corrected.Origin);
        var own = Assert.Single((await Desk.Send(Given.PartnerA, new ListOwnTrustPulsesQuery(default))).Items);
        Assert.True(own.IsCorrected);
        Assert.Equal(Answers("trust-pulse", 30), own.Answers);
        Assert.Equal([null, Practice.Therapist.AccountId], (await History(pulse.Id)).Items.Select(form => form.EnteredBy));
        Assert.True(Assert.Single((await History(pulse.Id)).Items, form => form.Version == 1).EnteredByName is null);
    }

    [Fact]
    public async Task A_risk_item_answered_by_the_correction_alerts_even_where_it_was_left_out_before()
    {
        var response = await Record("phq-9", Given.A, [0, 0, 0, 0, 0, 0, 0, 0, null]);
        Assert.Equal(["RiskAnswer"], await Alerts());
        response = await Correct(response, [0, 0, 0, 0, 0, 0, 0, 0, 1]);
        Assert.Equal(["RiskAnswer", "RiskAnswer"], await Alerts());
        await Correct(response, [0, 0, 0, 0, 0, 0, 0, 0, 2]);
        Assert.Equal(2, (await Alerts()).Count);
    }

    [Fact]
    public async Task A_worsening_that_the_correction_brings_to_light_alerts_once()
    {
        var first = await Record("csi-16", Given.A, 40);
        At(Monday.AddDays(7));
        await Record("csi-16", Given.A, 36);
        Assert.Empty(await Alerts());
        first = await Correct(first, Answers("csi-16", 50));
        Assert.Equal(["Deterioration"], await Alerts());
        await Correct(first, Answers("csi-16", 52));
        Assert.Equal(["Deterioration"], await Alerts());
    }

    [Fact]
    public async Task Refuses_answers_that_cannot_be_scored_and_leaves_the_form_that_stands()
    {
        var response = await Record("csi-4", Given.A, [3, 3, 3, 3]);
        await Correct(response, [3, 3, null, 3]).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Correct(response, [9, 3, 3, 3]).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Correct(response, [3, 3, 3, 3], " ").ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Single((await History(response.Id)).Items);
    }

    [Fact]
    public async Task Refuses_a_form_that_has_been_corrected_since_it_was_read()
    {
        var response = await Record("csi-4", Given.A, 10);
        await Correct(response, Answers("csi-4", 11));
        await Correct(response, Answers("csi-4", 12)).ShouldRefuse(RefusalKind.Stale, "stale-version");
    }

    [Fact]
    public async Task Keeps_earlier_answers_and_the_reason_encrypted()
    {
        await Correct(await Record("ors", Given.A, [7.5m, 6.3m, 5m, 4.9m]), [7.5m, 6.3m, 5m, 4.8m], "CANARY");
        var kept = Assert.Single(await Desk.Rows<string>("SELECT CONCAT(h.Total, ' ', h.Answers, r.CorrectionReason) FROM ResponseHistory h JOIN Responses r ON r.Id = h.ResponseId"));
        Assert.StartsWith("237 ", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("7.5", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_for_the_cases_clinicians_and_audited_with_the_partner()
    {
        var response = await Record("csi-4", Given.B, 10);
        var command = new CorrectResponseCommand(Given.Id, response.Id, 1, new ResponseCorrection(Answers("csi-4", 11), "Read wrongly."));
        foreach (var caller in (Caller[])[Practice.Admin, Practice.Frontdesk, Given.PartnerA, Given.PartnerB])
        {
            await Desk.Send(caller, command).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
            await Desk.Send(caller, new GetResponseHistoryQuery(Given.Id, response.Id, default)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        }

        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Therapist, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
        var another = await Practice.Couple();
        await Desk.Send(Practice.Therapist, command with { CoupleId = another.Id }).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.Therapist, command);
        Assert.Equal([Given.B], await Desk.Rows<Guid>("SELECT SubjectId FROM AuditEntries WHERE Action = 'correct-response' AND Outcome = 'Allowed'"));
    }

    private Task<MeasureResponse> Correct(MeasureResponse response, IReadOnlyList<decimal?> answers, string reason = "It was read wrongly.") =>
        Desk.Send(Practice.Therapist, new CorrectResponseCommand(Given.Id, response.Id, response.Version, new ResponseCorrection(answers, reason)));

    private Task<Page<ResponseForm>> History(Guid id) => Desk.Send(Practice.Therapist, new GetResponseHistoryQuery(Given.Id, id, default));
}
