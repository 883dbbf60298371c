using CounselDesk.Application.Alerts;
using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Safety;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Homework;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Safety;

public sealed class PauseCautionedTests : HomeworkTest
{
    private const string Reason = "CANARY: one was seen alone";

    [Fact]
    public async Task One_alert_names_the_running_joint_assignments_that_need_safety()
    {
        var first = await Practice.Assign(Pair, Some("active-listening", "couple"));
        await Practice.Assign(Pair, Some("quality-time", "couple"));
        await Practice.Assign(Pair, Some("apology", Pair.A.ToString()));
        var past = await Practice.Assign(Pair, Some("empathy", "couple", due: Monday));
        var taken = await Practice.Assign(Pair, Some("empathy", "couple"));
        await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(taken.Id, taken.Version, new Withdrawal("Too soon.")));
        var second = await Practice.Assign(Pair, Some("empathy", "couple"));
        await Practice.Assign(await Practice.Couple(), Some("empathy", "couple"));
        Desk.GoTo(Monday.AddDays(1));

        await Screen(positive: true);
        var alert = (await Desk.Send(Practice.Therapist, new ListAlertsQuery(default))).Items.Single();
        Assert.Equal((AlertKind.PositiveScreening, Pair.A), (alert.Kind, alert.PartnerId));
        Assert.Equal([second.Id, first.Id], alert.AssignmentIds);
        Assert.Equal(AssignmentStatus.Expired, (await Desk.Send(Practice.Therapist, new GetAssignmentQuery(past.Id))).Status);
    }

    [Fact]
    public async Task Pauses_them_all_at_once_and_leaves_the_others()
    {
        var joint = await Practice.Assign(Pair, Some("active-listening", "couple"));
        var harmless = await Practice.Assign(Pair, Some("quality-time", "couple"));
        var alone = await Practice.Assign(Pair, Some("apology", Pair.A.ToString()));
        Assert.Equal([joint.Id], (await Pause()).AssignmentIds);
        Assert.Empty((await Pause()).AssignmentIds);

        var read = await Desk.Send(Practice.Therapist, new GetAssignmentQuery(joint.Id));
        Assert.Equal((Monday, (DateOnly?)null, Reason), (read.Pauses.Single().From, read.Pauses.Single().ResumedOn, read.Pauses.Single().Reason));
        Assert.Equal((true, joint.Version + 1), (read.IsPaused, read.Version));
        foreach (var other in new[] { harmless, alone })
            Assert.False((await Desk.Send(Practice.Therapist, new GetAssignmentQuery(other.Id))).IsPaused);
        Assert.Equal([joint.Id], await Desk.Rows<Guid>("SELECT o.ResourceId FROM Outbox o WHERE o.EventType = 'assignment.paused'"));
        Assert.Empty(await Desk.Rows<string>("SELECT p.Id FROM AssignmentPauses p WHERE p.Reason LIKE '%CANARY%'"));
    }

    [Fact]
    public async Task Nothing_of_what_is_paused_falls_due()
    {
        var joint = await Practice.Assign(Pair, Some("active-listening", "couple", Cadence.Daily));
        Desk.GoTo(Monday.AddDays(2));
        await Pause();
        Desk.GoTo(Monday.AddDays(9));
        Assert.Equal(2, (await Desk.Send(Practice.Therapist, new GetAssignmentQuery(joint.Id))).Adherence.Partners[0].Tally.Expected);
        Assert.Empty((await Desk.Send(Pair.PartnerA, new GetPortalHomeQuery())).Open);
        Assert.True((await Desk.Send(Pair.PartnerB, new GetPortalAssignmentQuery(joint.Id))).IsPaused);
    }

    [Fact]
    public async Task The_partners_requests_take_as_many_statements_whatever_a_screening_showed()
    {
        var (safe, afraid) = (Pair, await Practice.Couple());
        Assert.Equal(await Statements(safe, positive: false), await Statements(afraid, positive: true));
    }

    [Fact]
    public async Task Is_for_the_cases_clinicians_while_the_case_is_open()
    {
        foreach (var caller in new[] { Pair.PartnerA, Practice.Frontdesk, Practice.Admin })
            await Pause(caller).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Pause(Practice.OtherTherapist).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Pause((await GivenPractice.Open(Desk)).Therapist).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.Therapist, new PauseCautionedCommand(Pair.Id, new CautionedPause(" "))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Practice.Write("UPDATE Couples SET Status = 'Closed' WHERE PracticeId = @PracticeId", _ => new { });
        await Pause().ShouldRefuse(RefusalKind.Conflict, "case-closed");
    }

    private Task Screen(bool positive, GivenCouple? couple = null) => Desk.Send(Practice.Therapist, new RecordScreeningCommand(
        (couple ?? Pair).Id, new NewScreening((couple ?? Pair).A, Monday, ScreeningMethod.Judgement, Positive: positive)));

    private Task<PausedAssignments> Pause(Caller? by = null, GivenCouple? couple = null) =>
        Desk.Send(by ?? Practice.Therapist, new PauseCautionedCommand((couple ?? Pair).Id, new CautionedPause(Reason)));

    private async Task<IReadOnlyList<int>> Statements(GivenCouple couple, bool positive)
    {
        var made = await Practice.Assign(couple, Some("active-listening", "couple"));
        await Screen(positive, couple);
        var counts = new List<int>();
        foreach (var isPaused in new[] { false, true })
        {
            if (isPaused)
                await Pause(couple: couple);
            foreach (var partner in new[] { couple.PartnerA, couple.PartnerB })
            {
                counts.Add(await Desk.StatementsOf(partner, new GetPortalHomeQuery()));
                counts.Add(await Desk.StatementsOf(partner, new ListPortalAssignmentsQuery(default)));
                counts.Add(await Desk.StatementsOf(partner, new GetPortalAssignmentQuery(made.Id)));
                counts.Add(await Desk.StatementsOf(partner, new ListPortalLogsQuery(made.Id, default)));
                counts.Add(await Desk.StatementsOf(partner, new LogHomeworkCommand(made.Id, new NewLogEntry(Monday, LogOutcome.Done))));
            }
        }

        return counts;
    }
}
