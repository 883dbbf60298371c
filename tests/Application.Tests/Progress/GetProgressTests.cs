using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Notes;
using CounselDesk.Application.Tests.Sessions;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Progress;
using CounselDesk.Domain.Sessions;

namespace CounselDesk.Application.Tests.Progress;

public sealed class GetProgressTests : ProgressTest
{
    [Fact]
    public async Task Starts_with_this_week_and_nothing_in_it()
    {
        var progress = await Read();
        var week = Assert.Single(progress.Weeks);
        Assert.Equal(Monday, week.WeekStart);
        Assert.Equal((0, null), (week.Homework.Expected, progress.Homework.Ratio));
        Assert.All(progress.Partners, partner => Assert.Equal(TrustDirection.Unknown, partner.Trust.Direction));
        Assert.Equal(
            ["Robin has not answered a trust pulse yet.", "Kit has not answered a trust pulse yet.", "No homework has fallen due yet."],
            progress.Summary.Select(sentence => sentence.Text));
    }

    [Fact]
    public async Task Puts_trust_and_homework_side_by_side_by_week()
    {
        await ThreeWeeks();
        var progress = await Read();
        Assert.Equal([Monday, Monday.AddDays(7), Monday.AddDays(14)], progress.Weeks.Select(week => week.WeekStart));
        Assert.Equal([20, 24, 30], progress.Weeks.Select(week => week.Partners[0].TrustPulse));
        Assert.Equal([40, null, 35], progress.Weeks.Select(week => week.Partners[1].TrustPulse));
        Assert.Equal([(2, 1), (1, 1), (0, 0)], progress.Weeks.Select(week => (week.Partners[0].Homework.HalfCredits, week.Partners[0].Homework.Expected)));
        Assert.Equal([(2, 1), (0, 1), (0, 0)], progress.Weeks.Select(week => (week.Partners[1].Homework.HalfCredits, week.Partners[1].Homework.Expected)));
        Assert.Equal([1m, 0.25m, null], progress.Weeks.Select(week => week.Homework.Ratio));
        Assert.Equal([(3, 2, 0.75m), (2, 2, 0.5m)], progress.Partners.Select(partner => (partner.Homework.HalfCredits, partner.Homework.Expected, partner.Homework.Ratio!.Value)));
        Assert.Equal((5, 4, 0.625m), (progress.Homework.HalfCredits, progress.Homework.Expected, progress.Homework.Ratio!.Value));
    }

    [Fact]
    public async Task Counts_the_sessions_held_by_week_and_none_that_was_only_booked()
    {
        var held = await Desk.Held(Practice.Therapist, Given, Given.A, Given.B);
        await Desk.Book(Practice.Therapist, Given, Desk.At(minutesFromNow: 600));
        At(Monday.AddDays(7));
        var progress = await Read();
        Assert.Equal([1, 0], progress.Weeks.Select(week => week.SessionsHeld));
        Assert.Equal(new HeldSession(held.Id, Monday, SessionKind.Conjoint), Assert.Single(progress.Sessions));
    }

    [Fact]
    public async Task Tells_what_is_new_since_the_last_session()
    {
        var before = (await Pulse(Given.PartnerA, 20)).Id;
        At(Monday.AddDays(8));
        var held = await Desk.Held(Practice.Therapist, Given, Given.A, Given.B);
        At(Monday.AddDays(15));
        await Homework(Monday, Cadence.Weekly, null, (Given.A, Monday, LogOutcome.Done), (Given.A, Monday.AddDays(9), LogOutcome.Partly), (Given.B, Monday.AddDays(8), LogOutcome.Skipped));
        var after = (await Pulse(Given.PartnerA, 24)).Id;
        await Record("phq-9", Given.B, [1, 1, 1, 1, 1, 1, 1, 1, 1]);

        var progress = await Read();
        var since = progress.SinceLastSession!;
        Assert.Equal((held.Id, Monday.AddDays(8)), (since.SessionId, since.HeldOn));
        Assert.Equal([(0, 1, 0), (0, 0, 1)], since.Partners.Select(partner => (partner.Done, partner.Partly, partner.Skipped)));
        Assert.Equal(new MeasureSince("trust-pulse", after, 24, before, 4, ChangeClass.NotClassified, null), Assert.Single(since.Partners[0].Measures));
        Assert.Equal(("phq-9", 9m, null, null), Assert.Single(since.Partners[1].Measures) is var new9 ? (new9.Measure, new9.Total, new9.Moved, new9.ClassBefore) : default);
        Assert.Equal((AlertKind.RiskAnswer, 1, 1), Assert.Single(since.Alerts) is var alert ? (alert.Kind, alert.Raised, alert.Unacknowledged) : default);
        var sentence = Assert.Single(progress.Summary, sentence => sentence.Text == "Since the session on 10 March 2026, Robin logged homework 1 time: 0 done, 1 partly, 0 skipped; the trust pulse rose by 4.");
        Assert.Equal([before, after], sentence.ResponseIds);
    }

    [Fact]
    public async Task Tells_of_nothing_new_while_no_session_was_held() => Assert.Null((await Read()).SinceLastSession);

    [Fact]
    public async Task Says_whose_trust_moved_and_that_the_pulse_is_not_classified()
    {
        await ThreeWeeks();
        var progress = await Read();
        var (robin, kit) = (progress.Partners[0].Trust, progress.Partners[1].Trust);
        Assert.Equal((TrustDirection.Up, 20m, 30m, 10m), (robin.Direction, robin.Baseline, robin.Latest, robin.Amount));
        Assert.Equal((TrustDirection.Down, -5m), (kit.Direction, kit.Amount));
        Assert.Equal((ChangeClass.NotClassified, null, MeasureChange.NotClassifiedBasis), (robin.Class, robin.IsReliable, robin.Basis));
        var pulse = Assert.Single(progress.Measures);
        Assert.Equal((ChangeClass.NotClassified, 5m), (pulse.CoupleClass, pulse.Gap));
        Assert.Contains(progress.Summary, sentence => sentence.Text == "Robin's trust pulse rose by 10, from 20 of 50 on 2 March 2026 to 30 on 16 March 2026; whether that is reliable cannot be said.");
        Assert.Contains(progress.Summary, sentence => sentence.Text == "Of the homework that fell due, Robin did 1½ of 2 (75 %) and Kit did 1 of 2 (50 %); together 2½ of 4 (63 %).");
    }

    [Fact]
    public async Task Counts_the_couple_as_recovered_only_when_both_have()
    {
        await Record("csi-16", Given.A, 40);
        await Record("csi-16", Given.B, 40);
        At(Monday.AddDays(7));
        await Record("csi-16", Given.A, 55);
        Assert.Equal(ChangeClass.NotClassified, Assert.Single((await Read()).Measures).CoupleClass);
        await Record("csi-16", Given.B, 47);
        var measure = Assert.Single((await Read()).Measures);
        Assert.Equal((ChangeClass.Improved, 8m), (measure.CoupleClass, measure.Gap));
        Assert.Equal([ChangeClass.Recovered, ChangeClass.Improved], measure.Partners.Select(partner => partner.Change!.Class));
        Assert.Equal(6.66m, measure.SmallestReliable!.Points);
        At(Monday.AddDays(14));
        await Record("csi-16", Given.B, 60);
        Assert.Equal(ChangeClass.Recovered, Assert.Single((await Read()).Measures).CoupleClass);
    }

    [Fact]
    public async Task Begins_with_data_from_before_the_case_was_opened()
    {
        await Record("csi-4", Given.A, 5, Monday.AddDays(-8));
        Assert.Equal(Monday.AddDays(-14), (await Read()).Weeks[0].WeekStart);
    }

    [Fact]
    public async Task Keeps_its_weeks_over_a_change_of_the_clocks_and_the_turn_of_a_year()
    {
        At(new DateOnly(2027, 3, 15));
        var weeks = (await Read()).Weeks;
        Assert.Equal(55, weeks.Count);
        Assert.All(weeks, week => Assert.Equal(DayOfWeek.Monday, week.WeekStart.DayOfWeek));
        Assert.All(weeks.Zip(weeks.Skip(1)), pair => Assert.Equal(7, pair.Second.WeekStart.DayNumber - pair.First.WeekStart.DayNumber));
    }

    [Fact]
    public async Task Sentences_on_homework_name_the_assignments_that_they_count()
    {
        var daily = await Homework(Monday, Domain.Homework.Cadence.Daily, null, (Given.A, Monday, Domain.Homework.LogOutcome.Done));
        await Homework(Monday.AddDays(30), Domain.Homework.Cadence.Daily, null);
        At(Monday.AddDays(3));
        await Desk.Held(Practice.Therapist, Given, Given.A, Given.B);
        var ended = await Homework(Monday.AddDays(2), Domain.Homework.Cadence.Daily, Monday.AddDays(3), (Given.B, Monday.AddDays(3), Domain.Homework.LogOutcome.Partly));
        At(Monday.AddDays(5));
        var summary = (await Read()).Summary;
        Assert.Equal(new[] { daily, ended }.Order(), Assert.Single(summary, sentence => sentence.Rule == SummaryRule.Homework).AssignmentIds.Order());
        var since = summary.Where(sentence => sentence.Rule == SummaryRule.SinceLastSession).ToList();
        Assert.Equal([0, 1], since.Select(sentence => sentence.AssignmentIds.Count));
        Assert.Equal([ended], since[1].AssignmentIds);
    }

    [Fact]
    public async Task A_named_baseline_is_called_so()
    {
        await ThreeWeeks();
        var named = (await Read()).Measures[0].Partners[0].Points[1].ResponseId;
        await Desk.Send(Practice.Therapist, new NameBaselineCommand(Given.Id, "trust-pulse", Given.A, null, new BaselineChoice("After the holidays.", named)));
        var sentences = (await Read()).Summary.Where(sentence => sentence.Rule == SummaryRule.TrustChange).ToList();
        Assert.StartsWith("Latest trust pulse against the baseline that the therapist named.", sentences[0].Basis, StringComparison.Ordinal);
        Assert.StartsWith("Latest trust pulse against the first of the case.", sentences[1].Basis, StringComparison.Ordinal);
        Assert.Equal(named, sentences[0].ResponseIds[0]);
    }

    [Fact]
    public async Task Every_sentence_names_its_rule_and_the_responses_it_rests_on()
    {
        await ThreeWeeks();
        var progress = await Read();
        var known = progress.Measures.SelectMany(measure => measure.Partners).SelectMany(partner => partner.Points).Select(point => point.ResponseId).ToHashSet();
        Assert.All(progress.Summary, sentence =>
        {
            Assert.NotEmpty(sentence.Basis);
            Assert.True(sentence.Rule == SummaryRule.Homework || sentence.ResponseIds.Count > 0);
            Assert.Subset(known, sentence.ResponseIds.ToHashSet());
        });
    }

    [Fact]
    public async Task Tells_of_a_fall_that_lasts_by_the_pulses_own_rule()
    {
        foreach (var (week, total) in ((int Week, int Total)[])[(0, 40), (1, 30), (2, 29)])
        {
            At(Monday.AddDays(7 * week));
            await Pulse(Given.PartnerA, total);
        }

        var sentence = Assert.Single((await Read()).Summary, sentence => sentence.Rule == SummaryRule.TrustFell);
        Assert.Equal((TrustPulseAlert.Basis, 3), (sentence.Basis, sentence.ResponseIds.Count));
    }

    [Fact]
    public async Task Is_for_the_cases_clinicians_and_no_other_practice()
    {
        var other = await GivenPractice.Open(Desk);
        foreach (var send in (Func<Caller, Task>[])[caller => Desk.Send(caller, new GetProgressQuery(Given.Id)), caller => Desk.Send(caller, new DrawProgressChartQuery(Given.Id)), caller => Desk.Send(caller, new PrintReportQuery(Given.Id))])
        {
            foreach (var (caller, kind) in ((Caller, RefusalKind)[])[
                (Practice.Admin, RefusalKind.Forbidden), (Practice.Frontdesk, RefusalKind.Forbidden), (Given.PartnerA, RefusalKind.Forbidden),
                (Practice.OtherTherapist, RefusalKind.Forbidden), (other.Therapist, RefusalKind.NotFound)])
                Assert.Equal(kind, (await Assert.ThrowsAsync<Application.Common.Refused>(() => send(caller))).Kind);
        }
    }

    [Fact]
    public async Task Another_couples_answers_are_not_among_it()
    {
        await ThreeWeeks();
        var second = await Practice.Couple();
        Assert.Empty((await Desk.Send(Practice.Therapist, new GetProgressQuery(second.Id))).Measures);
    }

    [Fact]
    public async Task Takes_at_most_thirteen_statements_whatever_the_history()
    {
        await ThreeWeeks();
        for (var n = 0; n < 5; n++)
            await Homework(Monday, Cadence.Daily, null, (Given.A, Monday, LogOutcome.Done));
        await Record("csi-16", Given.A, 40);
        await Record("phq-9", Given.B, 4);
        var statements = await Desk.StatementsOf(Practice.Therapist, new GetProgressQuery(Given.Id));
        Assert.InRange(statements, 1, 13);
    }

    private Task<CoupleProgress> Read() => Desk.Send(Practice.Therapist, new GetProgressQuery(Given.Id));

    private async Task ThreeWeeks()
    {
        await Pulse(Given.PartnerA, 20);
        await Pulse(Given.PartnerB, 40);
        At(Monday.AddDays(7));
        await Pulse(Given.PartnerA, 24);
        At(Monday.AddDays(14));
        await Pulse(Given.PartnerA, 30);
        await Pulse(Given.PartnerB, 35);
        await Homework(
            Monday, Cadence.Weekly, null,
            (Given.A, Monday.AddDays(1), LogOutcome.Done), (Given.B, Monday.AddDays(2), LogOutcome.Done), (Given.A, Monday.AddDays(9), LogOutcome.Partly));
    }
}
