using CounselDesk.Application.Briefs;
using CounselDesk.Application.Common;
using CounselDesk.Application.Couples;
using CounselDesk.Application.Measures;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Progress;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Couples;
using CounselDesk.Domain.Measures;

namespace CounselDesk.Application.Tests.Measures;

public sealed class MeasureRequestTests : ProgressTest
{
    [Fact]
    public async Task Each_partner_is_asked_answers_alone_and_neither_learns_of_the_other()
    {
        await Word("csi-4");
        var asked = await Ask(new("csi-4", MeasureRepeat.Once));
        Assert.Equal([(Given.A, AskedState.Due), (Given.B, AskedState.Due)], States(asked));
        var due = Assert.Single(await Due(Given.PartnerA));
        Assert.Equal(("csi-4", Monday.AddDays(7), false), (due.Measure, due.By, due.HasDraft));

        var measure = await Desk.Send(Given.PartnerA, new GetPortalMeasureQuery("csi-4"));
        Assert.Equal([(1, "Words 1", 0m, 6m), (2, "Words 2", 0m, 5m)], measure.Items.Take(2).Select(item => (item.Number, item.Text, item.Min, item.Max)));
        var own = await Answer(Given.PartnerA, [3, 3, 3, 3]);
        Assert.Equal(("csi-4", Monday), (own.Measure, own.AnsweredOn));
        Assert.Empty(await Due(Given.PartnerA));
        Assert.Single(await Due(Given.PartnerB));
        Assert.Equal([(Given.A, AskedState.Answered), (Given.B, AskedState.Due)], States(await Read(asked.Id)));
        Assert.Equal(ResponseOrigin.Portal, (await Desk.Send(Practice.Therapist, new GetResponseQuery(Given.Id, own.Id))).Origin);
        Assert.Equal([3, 3, 3, 3], Assert.Single((await Desk.Send(Given.PartnerA, new ListOwnTrustPulsesQuery(default, Measure: "csi-4"))).Items).Answers);
        Assert.Empty((await Desk.Send(Given.PartnerB, new ListOwnTrustPulsesQuery(default, Measure: "csi-4"))).Items);
    }

    [Fact]
    public async Task One_partner_alone_can_be_asked_and_the_other_sees_nothing_of_it()
    {
        await Word("csi-4");
        await Ask(new("csi-4", MeasureRepeat.Once, [Given.B]));
        Assert.Empty(await Due(Given.PartnerA));
        await Desk.Send(Given.PartnerA, new GetPortalMeasureQuery("csi-4")).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Answer(Given.PartnerA, [3, 3, 3, 3]).ShouldRefuse(RefusalKind.Conflict, "not-asked");
        await Answer(Given.PartnerB, [3, 3, 3, 3]);
    }

    [Fact]
    public async Task What_is_late_or_missed_is_in_the_brief()
    {
        await Word("csi-4");
        var asked = await Ask(new("csi-4", MeasureRepeat.EveryNWeeks, Weeks: 2, DueWithinDays: 3));
        Assert.DoesNotContain(await Overdue(), item => item.Kind == OverdueKind.RequestedMeasure);
        At(Monday.AddDays(4));
        await Answer(Given.PartnerA, [3, 3, 3, 3]);
        var late = Assert.Single(await Overdue(), item => item.Kind == OverdueKind.RequestedMeasure);
        Assert.Equal((asked.Id, Given.B, Monday.AddDays(3)), (late.ResourceId, late.PartnerId, late.Since));
        At(Monday.AddDays(14));
        Assert.Equal([AskedState.Due, AskedState.Missed], (await Read(asked.Id)).Partners[1].Occurrences.Select(one => one.State));
    }

    [Fact]
    public async Task Before_each_session_it_is_due_from_three_days_before_until_it_starts()
    {
        await Word("csi-4");
        var asked = await Ask(new("csi-4", MeasureRepeat.BeforeEachSession));
        await Desk.Book(Practice.Therapist, Given, Desk.At(minutesFromNow: (10 * 24 * 60) + 60));
        At(Monday.AddDays(6));
        Assert.Empty(await Due(Given.PartnerA));
        At(Monday.AddDays(7));
        Assert.Equal(Monday.AddDays(10), Assert.Single(await Due(Given.PartnerA)).By);
        Desk.Clock.Now = new DateTimeOffset(Monday.AddDays(10), new TimeOnly(15, 59), TimeSpan.Zero);
        Assert.Single(await Due(Given.PartnerA));
        Desk.Clock.Now = new DateTimeOffset(Monday.AddDays(10), new TimeOnly(16, 0), TimeSpan.Zero);
        Assert.Empty(await Due(Given.PartnerA));
        Assert.Equal([(Given.A, AskedState.Missed), (Given.B, AskedState.Missed)], States(await Read(asked.Id)));
    }

    [Fact]
    public async Task A_case_that_rests_asks_nothing()
    {
        await Word("csi-4");
        await Ask(new("csi-4", MeasureRepeat.Once));
        var couple = await Desk.Send(Practice.Therapist, new GetCoupleQuery(Given.Id));
        couple = await Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(Given.Id, couple.Version, new CoupleStatusChange(CoupleStatus.Active, "They begin.")));
        couple = await Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(Given.Id, couple.Version, new CoupleStatusChange(CoupleStatus.Paused, "They travel.")));
        At(Monday.AddDays(20));
        Assert.Empty(await Due(Given.PartnerA));
        Assert.DoesNotContain(await Overdue(), item => item.Kind == OverdueKind.RequestedMeasure);
        await Desk.Send(Practice.Therapist, new ChangeCoupleStatusCommand(Given.Id, couple.Version, new CoupleStatusChange(CoupleStatus.Active, "They are back.")));
        Assert.Equal(Monday.AddDays(27), Assert.Single(await Due(Given.PartnerA)).By);
    }

    [Fact]
    public async Task Asks_for_no_screening_and_for_nothing_without_words()
    {
        await Ask(new("hits", MeasureRepeat.Once)).ShouldRefuse(RefusalKind.Rule, "use-screening");
        await Ask(new("csi-4", MeasureRepeat.Once)).ShouldRefuse(RefusalKind.Rule, "no-wording");
        await Ask(new("mood-ring", MeasureRepeat.Once)).ShouldRefuse(RefusalKind.Invalid, "no-such-measure");
        await Answer(Given.PartnerA, [1, 1, 1, 1], "hits").ShouldRefuse(RefusalKind.Rule, "use-screening");
        await Desk.Send(Given.PartnerA, new SaveResponseDraftCommand(0, new DraftAnswers([1], "hits"))).ShouldRefuse(RefusalKind.Rule, "use-screening");
        await Desk.Send(Given.PartnerA, new GetPortalMeasureQuery("hits")).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Answer(Given.PartnerA, [1, 1, 1, 1]).ShouldRefuse(RefusalKind.Rule, "no-wording");
        Assert.Equal(5, (await Desk.Send(Given.PartnerA, new GetPortalMeasureQuery("trust-pulse"))).Items.Count);
    }

    [Fact]
    public async Task Wording_that_is_taken_away_takes_the_measure_out_of_the_portal()
    {
        await Word("csi-4");
        await Ask(new("csi-4", MeasureRepeat.Once));
        await Desk.Send(Practice.Admin, new RemoveMeasureWordingCommand("csi-4", null));
        Assert.Empty(await Due(Given.PartnerA));
        await Answer(Given.PartnerA, [3, 3, 3, 3]).ShouldRefuse(RefusalKind.Rule, "no-wording");
    }

    [Fact]
    public async Task Runs_once_for_each_partner_until_it_is_stopped()
    {
        await Word("csi-4");
        var asked = await Ask(new("csi-4", MeasureRepeat.Once, [Given.A]));
        var again = await Ask(new("csi-4", MeasureRepeat.Once)).ShouldRefuse(RefusalKind.Conflict, "already-requested");
        Assert.Equal(asked.Id, again.ConflictsWith);
        await Ask(new("csi-4", MeasureRepeat.Once, [Given.B]));
        await Stop(asked, version: 7).ShouldRefuse(RefusalKind.Stale, "stale-version");
        var stopped = await Stop(asked);
        Assert.Equal(Desk.Clock.Now, stopped.StoppedAt);
        Assert.Empty(await Due(Given.PartnerA));
        await Stop(stopped).ShouldRefuse(RefusalKind.Conflict, "already-stopped");
        await Ask(new("csi-4", MeasureRepeat.Once, [Given.A]));
        Assert.Equal(3, (await Desk.Send(Practice.Therapist, new ListMeasureRequestsQuery(Given.Id))).Items.Count);
    }

    [Fact]
    public async Task Refuses_what_does_not_fit_together()
    {
        foreach (var body in (NewMeasureRequest[])
        [
            new("trust-pulse", MeasureRepeat.EveryNWeeks), new("trust-pulse", MeasureRepeat.Once, Weeks: 2), new("trust-pulse", MeasureRepeat.EveryNWeeks, Weeks: 53),
            new("trust-pulse", MeasureRepeat.Once, []), new("trust-pulse", MeasureRepeat.Once, [Given.A, Given.A]), new("trust-pulse", MeasureRepeat.Once, DueWithinDays: 61),
            new("trust-pulse", MeasureRepeat.Once, StartOn: Monday.AddDays(-1)), new("trust-pulse", MeasureRepeat.Once, StartOn: Monday.AddYears(1).AddDays(1)),
        ])
            await Ask(body).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Ask(new("trust-pulse", MeasureRepeat.Once, [Practice.Admin.AccountId])).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
    }

    [Fact]
    public async Task A_draft_is_the_partners_own_kept_encrypted_and_gone_once_it_is_sent()
    {
        await Word("csi-4");
        await Ask(new("csi-4", MeasureRepeat.Once));
        var draft = await Desk.Send(Given.PartnerA, new SaveResponseDraftCommand(0, new DraftAnswers([3, null, 2], "csi-4")));
        Assert.Equal([3, null, 2], draft.Answers);
        Assert.True(Assert.Single(await Due(Given.PartnerA)).HasDraft);
        Assert.False(Assert.Single(await Due(Given.PartnerB)).HasDraft);
        Assert.Empty((await Desk.Send(Given.PartnerB, new GetResponseDraftQuery("csi-4"))).Answers);
        Assert.DoesNotContain("null", Assert.Single(await Desk.Rows<string>("SELECT d.Answers FROM ResponseDrafts d")), StringComparison.Ordinal);
        await Desk.Send(Given.PartnerA, new SaveResponseDraftCommand(0, new DraftAnswers([3], "csi-4"))).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Desk.Send(Given.PartnerA, new SaveResponseDraftCommand(1, new DraftAnswers([3, 9], "csi-4"))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal([0L], await Desk.Rows<long>("SELECT COUNT(*) FROM Responses"));

        await Answer(Given.PartnerA, [3, 9, 2, 1]).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Equal([3, null, 2], (await Desk.Send(Given.PartnerA, new GetResponseDraftQuery("csi-4"))).Answers);
        await Answer(Given.PartnerA, [3, 4, 2, 1]);
        var gone = await Desk.Send(Given.PartnerA, new GetResponseDraftQuery("csi-4"));
        Assert.Equal((0, null, 2), (gone.Answers.Count, gone.SavedAt, gone.Version));
    }

    [Fact]
    public async Task A_risk_that_a_draft_tells_of_is_raised_when_it_is_sent_and_not_before()
    {
        await Word("phq-9");
        await Ask(new("phq-9", MeasureRepeat.Once));
        await Desk.Send(Given.PartnerA, new SaveResponseDraftCommand(0, new DraftAnswers([0, 0, 0, 0, 0, 0, 0, 0, 2], "phq-9")));
        Assert.Empty(await Alerts());
        await Answer(Given.PartnerA, [0, 0, 0, 0, 0, 0, 0, 0, 2], "phq-9");
        Assert.Equal(["RiskAnswer"], await Alerts());
    }

    [Fact]
    public async Task Is_answered_for_today_only()
    {
        await Word("csi-4");
        await Ask(new("csi-4", MeasureRepeat.Once));
        await Desk.Send(Given.PartnerA, new AnswerTrustPulseCommand(new TrustPulseAnswers([3, 3, 3, 3], Monday.AddDays(-1), Measure: "csi-4"))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task A_check_in_that_is_dated_back_makes_up_for_nothing_missed_and_reaches_back_to_last_week_only()
    {
        At(Monday.AddDays(-14));
        var asked = await Ask(new("trust-pulse", MeasureRepeat.EveryNWeeks, Weeks: 1, DueWithinDays: 2));
        At(Monday);
        await Stop(asked);
        await Pulse(Given.PartnerA, 30, Monday.AddDays(-7));
        Assert.Equal([AskedState.Missed, AskedState.Missed], (await Read(asked.Id)).Partners[0].Occurrences.Select(one => one.State));
        await Pulse(Given.PartnerB, 30, Monday.AddDays(-8)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Desk.Send(Practice.Therapist, new RecordResponseCommand(Given.Id, new NewResponse("trust-pulse", Given.B, [6, 6, 6, 6, 6], Monday.AddDays(-7))));
        Assert.Equal([AskedState.Answered, AskedState.Missed], (await Read(asked.Id)).Partners[1].Occurrences.Select(one => one.State));

        await Ask(new("trust-pulse", MeasureRepeat.Once));
        await Pulse(Given.PartnerB, 30, Monday.AddDays(-1)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Pulse(Given.PartnerB, 30);
    }

    [Fact]
    public async Task A_check_in_goes_to_the_case_that_asks_for_it()
    {
        var alone = await Desk.Send(Practice.Therapist, new OpenIndividualCaseCommand(Given.A, new NewIndividualCase()));
        await Desk.Send(Practice.Therapist, new RequestMeasureCommand(alone.Id, new("trust-pulse", MeasureRepeat.Once)));
        Assert.Equal(alone.Id, Assert.Single(await Due(Given.PartnerA)).CaseId);
        Assert.Equal(alone.Id, (await Pulse(Given.PartnerA, 30)).CaseId);
        Assert.Empty(await Due(Given.PartnerA));
        // And the couple's where nobody asks.
        Assert.Equal(Given.Id, (await Pulse(Given.PartnerA, 30)).CaseId);
    }

    [Fact]
    public async Task Is_for_the_cases_clinicians_and_no_other_practice()
    {
        var command = new RequestMeasureCommand(Given.Id, new("trust-pulse", MeasureRepeat.Once));
        foreach (var caller in (Caller[])[Practice.Admin, Practice.Frontdesk, Given.PartnerA])
        {
            await Desk.Send(caller, command).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
            await Desk.Send(caller, new ListMeasureRequestsQuery(Given.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        }

        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Therapist, command).ShouldRefuse(RefusalKind.NotFound, "not-found");
        var asked = await Desk.Send(Practice.Therapist, command);
        var second = await Practice.Couple();
        await Desk.Send(Practice.Therapist, new GetMeasureRequestQuery(second.Id, asked.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Given.PartnerA with { PracticeId = other.Id }, new GetPortalMeasureQuery("csi-4")).ShouldRefuse(RefusalKind.NotFound, "not-found");
    }

    private async Task Word(string measure)
    {
        var count = RealInstruments.Catalogue[measure].Items.Count;
        await Desk.Send(Practice.Admin, new WriteMeasureWordingCommand(measure, 0, new MeasureWordingText([.. Enumerable.Range(1, count).Select(n => FormattableString.Invariant($"Words {n}"))], true)));
    }

    private Task<MeasureRequest> Ask(NewMeasureRequest body) => Desk.Send(Practice.Therapist, new RequestMeasureCommand(Given.Id, body));

    private Task<MeasureRequest> Read(Guid id) => Desk.Send(Practice.Therapist, new GetMeasureRequestQuery(Given.Id, id));

    private Task<MeasureRequest> Stop(MeasureRequest asked, int? version = null) =>
        Desk.Send(Practice.Therapist, new StopMeasureRequestCommand(Given.Id, asked.Id, version ?? asked.Version));

    private Task<OwnTrustPulse> Answer(Caller partner, IReadOnlyList<decimal?> answers, string measure = "csi-4") =>
        Desk.Send(partner, new AnswerTrustPulseCommand(new TrustPulseAnswers(answers, Measure: measure)));

    private async Task<IReadOnlyList<MeasureDue>> Due(Caller partner) => (await Desk.Send(partner, new GetPortalHomeQuery())).MeasuresDue;

    private async Task<IReadOnlyList<OverdueItem>> Overdue() => (await Desk.Send(Practice.Therapist, new GetBriefQuery(Given.Id))).Overdue;

    private static IEnumerable<(Guid, AskedState)> States(MeasureRequest asked) => asked.Partners.Select(partner => (partner.PartnerId, partner.Occurrences[0].State));
}
