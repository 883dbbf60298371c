using CounselDesk.Application.Common;
using CounselDesk.Application.Progress;
using CounselDesk.Application.Tests.Common;

namespace CounselDesk.Application.Tests.Progress;

public sealed class AnswerTrustPulseTests : ProgressTest
{
    [Fact]
    public async Task A_partner_answers_for_today_and_reads_it_back_without_any_verdict()
    {
        var pulse = await Pulse(Given.PartnerA, 31);
        Assert.Equal(Monday, pulse.AnsweredOn);
        Assert.Equal(Answers("trust-pulse", 31), pulse.Answers);
        Assert.Equal(["Id", "CaseId", "AnsweredOn", "Answers", "IsCorrected", "Measure"], typeof(OwnTrustPulse).GetProperties().Select(property => property.Name));
    }

    [Fact]
    public async Task A_partner_sees_only_their_own_pulses_and_nothing_else_of_theirs()
    {
        await Pulse(Given.PartnerA, 31);
        await Pulse(Given.PartnerB, 12);
        await Record("csi-4", Given.A, 10);
        var own = await Desk.Send(Given.PartnerA, new ListOwnTrustPulsesQuery(default));
        Assert.Equal(Answers("trust-pulse", 31), Assert.Single(own.Items).Answers);
        await Desk.Send(Given.PartnerA, new ListResponsesQuery(Given.Id, default, null, null)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Given.PartnerA, new GetProgressQuery(Given.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
    }

    [Fact]
    public async Task Pages_through_ones_own_pulses()
    {
        for (var week = 0; week < 3; week++)
        {
            At(Monday.AddDays(7 * week));
            await Pulse(Given.PartnerA, 30 + week);
        }

        var first = await Desk.Send(Given.PartnerA, new ListOwnTrustPulsesQuery(new PageRequest(2, null)));
        var second = await Desk.Send(Given.PartnerA, new ListOwnTrustPulsesQuery(new PageRequest(2, first.NextCursor)));
        Assert.Equal([Monday.AddDays(14), Monday.AddDays(7), Monday], first.Items.Concat(second.Items).Select(pulse => pulse.AnsweredOn));
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task One_pulse_a_week_whoever_enters_it()
    {
        await Pulse(Given.PartnerA, 31);
        At(Monday.AddDays(6));
        await Pulse(Given.PartnerA, 20).ShouldRefuse(RefusalKind.Conflict, "already-answered-this-week");
        await Record("trust-pulse", Given.A, 20).ShouldRefuse(RefusalKind.Conflict, "already-answered-this-week");
        await Pulse(Given.PartnerB, 20);
        At(Monday.AddDays(7));
        await Pulse(Given.PartnerA, 20);
        await Pulse(Given.PartnerA, 20, Monday.AddDays(3)).ShouldRefuse(RefusalKind.Conflict, "already-answered-this-week");
    }

    [Fact]
    public async Task The_week_ends_at_the_practices_midnight_when_the_clocks_have_gone_forward()
    {
        // Clocks in Chicago went forward on Sunday, 8 March 2026: midnight is 05:00 UTC from then on, 06:00 before.
        Desk.Clock.Now = new DateTimeOffset(2026, 3, 9, 4, 59, 0, TimeSpan.Zero);
        Assert.Equal(new DateOnly(2026, 3, 8), (await Pulse(Given.PartnerA, 30)).AnsweredOn);
        Desk.Clock.Now = new DateTimeOffset(2026, 3, 9, 5, 1, 0, TimeSpan.Zero);
        Assert.Equal(new DateOnly(2026, 3, 9), (await Pulse(Given.PartnerA, 30)).AnsweredOn);
    }

    [Fact]
    public async Task The_week_ends_at_the_practices_midnight_when_the_clocks_have_gone_back()
    {
        Desk.Clock.Now = new DateTimeOffset(2026, 11, 2, 5, 30, 0, TimeSpan.Zero);
        Assert.Equal(new DateOnly(2026, 11, 1), (await Pulse(Given.PartnerA, 30)).AnsweredOn);
        Desk.Clock.Now = new DateTimeOffset(2026, 11, 2, 6, 1, 0, TimeSpan.Zero);
        Assert.Equal(new DateOnly(2026, 11, 2), (await Pulse(Given.PartnerA, 30)).AnsweredOn);
    }

    [Fact]
    public async Task A_week_goes_on_over_the_turn_of_the_year()
    {
        At(new DateOnly(2026, 12, 31));
        await Pulse(Given.PartnerA, 30);
        At(new DateOnly(2027, 1, 3));
        await Pulse(Given.PartnerA, 30).ShouldRefuse(RefusalKind.Conflict, "already-answered-this-week");
        At(new DateOnly(2027, 1, 4));
        await Pulse(Given.PartnerA, 30);
    }

    [Fact]
    public async Task Refuses_an_unanswered_sentence_and_a_day_to_come()
    {
        var refusal = await Desk.Send(Given.PartnerA, new AnswerTrustPulseCommand(new TrustPulseAnswers([5, 5, 5, 5, null]))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.Contains("Item 5", refusal.Faults!.ToString(), StringComparison.Ordinal);
        await Pulse(Given.PartnerA, 30, Monday.AddDays(1)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task Is_the_partners_own_and_audited_with_their_case()
    {
        var command = new AnswerTrustPulseCommand(new TrustPulseAnswers([5, 5, 5, 5, 5]));
        await Desk.Send(Practice.Therapist, command).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Given.PartnerA, command);
        await Desk.Send(Given.PartnerA, new ListOwnTrustPulsesQuery(default));
        Assert.Equal(
            ["answer-trust-pulse", "list-own-trust-pulses"],
            await Desk.Rows<string>("SELECT Action FROM AuditEntries WHERE SubjectId = @A AND Outcome = 'Allowed' ORDER BY Seq", new { Given.A }));
        Assert.Equal([Given.Id], await Desk.Rows<Guid>("SELECT CoupleId FROM AuditEntries WHERE Action = 'answer-trust-pulse' AND Outcome = 'Allowed'"));
    }

    [Fact]
    public async Task A_partner_of_another_practice_has_no_case_here()
    {
        var other = await GivenPractice.Open(Desk);
        var stranger = Given.PartnerA with { PracticeId = other.Id };
        await Pulse(stranger, 30).ShouldRefuse(RefusalKind.Conflict, "no-open-case");
        await Pulse(Given.PartnerA, 30);
        Assert.Empty((await Desk.Send(stranger, new ListOwnTrustPulsesQuery(default))).Items);
    }
}
