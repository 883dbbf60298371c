using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.Progress;

public sealed class ResponseAlertTests : ProgressTest
{
    [Fact]
    public async Task An_answer_above_0_to_item_9_alerts_whatever_the_total()
    {
        await Record("phq-9", Given.A, [0, 0, 0, 0, 0, 0, 0, 0, 1]);
        Assert.Equal(["RiskAnswer"], await Alerts());
        var basis = Assert.Single(await Desk.Rows<string>("SELECT a.Basis FROM Alerts a"));
        Assert.Contains("Item 9 of phq-9", basis, StringComparison.Ordinal);
        Assert.Equal([Given.A], await Desk.Rows<Guid>("SELECT a.ClientId FROM Alerts a"));
        Assert.Equal([1L], await Desk.Rows<long>("SELECT COUNT(*) FROM Outbox WHERE EventType = 'alert.raised'"));
    }

    [Fact]
    public async Task An_unanswered_item_9_is_no_all_clear()
    {
        await Record("phq-9", Given.A, [0, 0, 0, 0, 0, 0, 0, 0, null]);
        Assert.Equal(["RiskAnswer"], await Alerts());
    }

    [Fact]
    public async Task Answers_too_few_to_score_still_alert_and_only_once()
    {
        await Record("phq-9", Given.A, [0, null, null, 0, 0, 0, 0, 0, 2]).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Record("phq-9", Given.A, [0, null, null, 0, 0, 0, 0, 0, 2]).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal(["RiskAnswer"], await Alerts());
        Assert.Equal([0L], await Desk.Rows<long>("SELECT COUNT(*) FROM Responses"));
        await Record("phq-9", Given.A, [0, 0, 0, 0, 0, 0, 0, 0, 2]);
        Assert.Equal(["RiskAnswer"], await Alerts());
    }

    [Fact]
    public async Task A_refused_answer_to_item_9_itself_alerts_nobody()
    {
        await Record("phq-9", Given.A, [0, 0, 0, 0, 0, 0, 0, 0, 9]).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Empty(await Alerts());
    }

    [Fact]
    public async Task A_reliable_worsening_is_alerted_once_while_it_lasts_and_again_when_it_comes_back()
    {
        await Record("csi-16", Given.A, 50);
        Assert.Empty(await Alerts());
        for (var week = 1; week <= 3; week++)
        {
            At(Monday.AddDays(7 * week));
            await Record("csi-16", Given.A, 40 - week);
        }

        Assert.Equal(["Deterioration"], await Alerts());
        At(Monday.AddDays(28));
        await Record("csi-16", Given.A, 50);
        At(Monday.AddDays(35));
        await Record("csi-16", Given.A, 40);
        Assert.Equal(["Deterioration", "Deterioration"], await Alerts());
        Assert.All(await Desk.Rows<string>("SELECT a.Basis FROM Alerts a"), basis => Assert.Contains("6.66", basis, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worsening_within_error_of_measurement_alerts_nobody()
    {
        await Record("csi-16", Given.A, 50);
        At(Monday.AddDays(7));
        await Record("csi-16", Given.A, 44);
        Assert.Empty(await Alerts());
    }

    [Fact]
    public async Task The_trust_pulse_alerts_by_its_own_rule_after_two_low_weeks_and_once()
    {
        await Pulse(Given.PartnerA, 30);
        for (var week = 1; week <= 3; week++)
        {
            At(Monday.AddDays(7 * week));
            await Pulse(Given.PartnerA, 20);
            Assert.Equal(week == 1 ? 0 : 1, (await Alerts()).Count);
        }

        Assert.Equal([CounselDesk.Domain.Progress.TrustPulseAlert.Basis], await Desk.Rows<string>("SELECT a.Basis FROM Alerts a"));
    }

    [Fact]
    public async Task One_partners_fall_is_not_laid_to_the_other()
    {
        await Pulse(Given.PartnerA, 40);
        At(Monday.AddDays(7));
        await Pulse(Given.PartnerB, 20);
        At(Monday.AddDays(14));
        await Pulse(Given.PartnerB, 20);
        Assert.Empty(await Alerts());
    }
}
