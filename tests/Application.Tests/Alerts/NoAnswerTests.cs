using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Practices;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Progress;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Measures;
using Microsoft.Extensions.DependencyInjection;

namespace CounselDesk.Application.Tests.Alerts;

public sealed class NoAnswerTests : ProgressTest
{
    [Fact]
    public async Task A_partner_who_answers_nothing_for_the_practices_weeks_raises_one_alert_a_run_of_silence()
    {
        // Each week anew, in time for two days; the other answers.
        await Ask(new("trust-pulse", MeasureRepeat.EveryNWeeks, Weeks: 1, DueWithinDays: 2));
        var raised = new List<int>();
        foreach (var day in new[] { 1, 8, 15, 22, 23, 24, 29, 36 })
        {
            At(Monday.AddDays(day));
            if (day % 7 == 1)
                await Pulse(Given.PartnerA, 30);
            raised.Add(await Look());
        }

        // Due until day 2; the third week after it is over on day 23.
        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 0], raised);
        var alert = Assert.Single(await Silent());
        Assert.Equal((Given.B, Monday.AddDays(3), $"no-answer:{Given.B}:2026-03-05"), (alert.PartnerId!.Value, alert.Since, alert.Cause));
        Assert.Contains("3 weeks", alert.Basis, StringComparison.Ordinal);
        Assert.InRange(alert.NextSteps.Count, 2, 3);

        // An answer ends the run, and the next one, of both now, has an alert for each.
        await Pulse(Given.PartnerB, 30);
        Assert.Equal([0, 2, 0], await Looks(57, 66, 70));
        Assert.Equal([(Given.B, Monday.AddDays(45)), (Given.B, Monday.AddDays(3))], (await Silent()).Where(one => one.PartnerId == Given.B).Select(one => (one.PartnerId!.Value, one.Since)));
    }

    [Fact]
    public async Task The_practice_says_after_how_many_weeks()
    {
        await Desk.Send(Practice.Admin, new ChangePracticeCommand(null, new PracticeChanges(NoAnswerWeeks: 1)));
        await Ask(new("trust-pulse", MeasureRepeat.Once, DueWithinDays: 0));
        // Both are silent: an alert for each.
        Assert.Equal([0, 2, 0], await Looks(6, 7, 8));
        Assert.Equal(new[] { Given.A, Given.B }.Order(), (await Silent()).Select(alert => alert.PartnerId!.Value).Order());
    }

    [Fact]
    public async Task Days_on_which_the_case_rests_are_left_out()
    {
        await Ask(new("trust-pulse", MeasureRepeat.Once, [Given.B], DueWithinDays: 0));
        await Become(CoupleStatus.Active);
        At(Monday.AddDays(10));
        await Become(CoupleStatus.Paused);
        Assert.Equal([0, 0], await Looks(25, 60));
        await Become(CoupleStatus.Active);
        // Nine days before the pause, and those since the day of resuming.
        Assert.Equal([0, 1, 0], await Looks(70, 71, 90));
        Assert.Equal(Monday.AddDays(1), Assert.Single(await Silent()).Since);
    }

    [Fact]
    public async Task Nobody_owes_what_was_stopped_has_lost_its_words_or_was_not_asked_of_them()
    {
        var pulse = await Ask(new("trust-pulse", MeasureRepeat.Once, [Given.A], DueWithinDays: 0));
        await Word("csi-4");
        await Ask(new("csi-4", MeasureRepeat.Once, [Given.A], DueWithinDays: 0));
        await Desk.Send(Practice.Therapist, new StopMeasureRequestCommand(Given.Id, pulse.Id, pulse.Version));
        await Desk.Send(Practice.Admin, new RemoveMeasureWordingCommand("csi-4", null));
        Assert.Equal([0, 0], await Looks(21, 40));
        await Word("csi-4", version: 2);
        Assert.Equal([1], await Looks(41));
        Assert.Equal(Given.A, Assert.Single(await Silent()).PartnerId);
    }

    [Fact]
    public async Task Nobody_owes_a_measure_that_is_retired()
    {
        var made = await Desk.Send(Practice.Admin, new CreateMeasureCommand(new NewMeasure(
            "calm-at-home", "Calm at home", Domain.Progress.BetterEnd.Higher, [new("We could talk.", 0, 4)], "Ours.", "Pilot, 2024")));
        await Ask(new("calm-at-home", MeasureRepeat.Once, [Given.A], DueWithinDays: 0));
        await Ask(new("calm-at-home", MeasureRepeat.EveryNWeeks, [Given.B], Weeks: 1, DueWithinDays: 0));
        At(Monday.AddDays(15));
        await Desk.Send(Practice.Admin, new RetireMeasureCommand("calm-at-home", made.Version));
        Assert.Equal([0, 0], await Looks(21, 60));
        await Desk.Send(Practice.Admin, new RestoreMeasureCommand("calm-at-home", null));
        Assert.Equal([2], await Looks(61));
    }

    [Fact]
    public async Task Who_answers_one_of_two_measures_is_heard()
    {
        await Word("csi-4");
        await Ask(new("csi-4", MeasureRepeat.Once, [Given.A], DueWithinDays: 0));
        await Ask(new("trust-pulse", MeasureRepeat.EveryNWeeks, [Given.A], Weeks: 1, DueWithinDays: 6));
        foreach (var week in Enumerable.Range(0, 5))
        {
            At(Monday.AddDays(7 * week));
            await Pulse(Given.PartnerA, 30);
            Assert.Equal(0, await Look());
        }

        // From the last answer on, by the measure that was late already.
        Assert.Equal([0, 1], await Looks(48, 49));
        Assert.Equal(Monday.AddDays(29), Assert.Single(await Silent()).Since);
    }

    [Fact]
    public async Task What_is_looked_at_by_two_at_once_raises_one_and_other_practices_keep_theirs()
    {
        await Ask(new("trust-pulse", MeasureRepeat.Once, [Given.B], DueWithinDays: 0));
        var other = await GivenPractice.Open(Desk);
        var theirs = await other.Couple();
        await Desk.Send(other.Therapist, new RequestMeasureCommand(theirs.Id, new("trust-pulse", MeasureRepeat.Once)));
        At(Monday.AddDays(30));
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Look()))).Sum());
        Assert.Empty((await Desk.Send(other.Therapist, new ListAlertsQuery(default))).Items);
        Assert.Equal(["raise-alert"], await Desk.Rows<string>("SELECT e.Action FROM AuditEntries e WHERE e.Action = 'raise-alert'"));
        foreach (var caller in new[] { Given.PartnerA, Given.PartnerB, Practice.Frontdesk })
            await Desk.Send(caller, new ListAlertsQuery(default)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    private Task<int> Look() => Desk.InScope(
        Caller.Anonymous with { PracticeId = Practice.Id, TimeZone = "America/Chicago" }, services => services.GetRequiredService<FindSilence>().Run(CancellationToken.None));

    private async Task<IReadOnlyList<int>> Looks(params int[] afterDays)
    {
        var raised = new List<int>();
        foreach (var day in afterDays)
        {
            At(Monday.AddDays(day));
            raised.Add(await Look());
        }

        return raised;
    }

    private Task<MeasureRequest> Ask(NewMeasureRequest body) => Desk.Send(Practice.Therapist, new RequestMeasureCommand(Given.Id, body));

    private Task<MeasureWording> Word(string measure, int version = 0) => Desk.Send(Practice.Admin, new WriteMeasureWordingCommand(
        measure, version, new MeasureWordingText([.. RealInstruments.Catalogue[measure].Items.Select((_, index) => FormattableString.Invariant($"Words {index + 1}"))], true)));

    private Task Become(CoupleStatus status) =>
        Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(Given.Id, null, new CoupleStatusChange(status, "As they wish.")));

    private async Task<IReadOnlyList<AlertItem>> Silent() =>
        [.. (await Desk.Send(Practice.Therapist, new ListAlertsQuery(default, CoupleId: Given.Id))).Items.Where(alert => alert.Kind == AlertKind.NoAnswer)];
}
