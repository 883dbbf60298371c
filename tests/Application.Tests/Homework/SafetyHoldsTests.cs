using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

public sealed class SafetyHoldsTests : HomeworkTest
{
    private const string First = "CANARY-RATIONALE agreed with the safety plan";
    private const string Second = "CANARY-RATIONALE both asked for it alone";

    [Fact]
    public async Task Resuming_what_a_positive_screening_speaks_against_needs_a_written_rationale()
    {
        var made = await Paused(Some("empathy", "couple"));
        await Practice.ScreenBoth(Pair, positive: true);
        await Resume(made).ShouldRefuse(RefusalKind.Rule, "safety-caution");
        await Resume(made, "  short  ").ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        Assert.True((await Read(made)).IsPaused);

        var resumed = await Resume(made, First);
        Assert.Equal((false, First), (resumed.IsPaused, resumed.OverrideRationale));
        Assert.Contains(AssignmentWarning.ViolenceOrCoercion, resumed.Warnings);
        await AssertAudited("resume-assignment", made);
    }

    [Fact]
    public async Task Resuming_anything_else_needs_no_body_and_takes_no_override()
    {
        var cautioned = await Paused(Some("empathy", "couple"));
        await Resume(cautioned, First).ShouldRefuse(RefusalKind.Rule, "nothing-to-override");
        Assert.Null((await Resume(cautioned)).OverrideRationale);

        await Practice.ScreenBoth(Pair, positive: true);
        var harmless = await Paused(Some("quality-time", "couple"));
        await Resume(harmless, First).ShouldRefuse(RefusalKind.Rule, "nothing-to-override");
        Assert.DoesNotContain(AssignmentWarning.ViolenceOrCoercion, (await Resume(harmless)).Warnings);
        var alone = await Paused(Some("apology", Pair.A.ToString()));
        Assert.Equal([AssignmentWarning.ViolenceOrCoercion], (await Resume(alone)).Warnings);
    }

    [Fact]
    public async Task Each_rationale_stays_beside_the_ones_before()
    {
        await Practice.ScreenBoth(Pair, positive: true);
        var made = await Practice.Assign(Pair, Some("empathy", "couple") with { Override = new SafetyOverride(First) });
        await Pause(made);
        var resumed = await Resume(made, Second);
        Assert.Equal($"{First}\n\n{Second}", resumed.OverrideRationale);
        Assert.Single(resumed.Warnings, AssignmentWarning.ViolenceOrCoercion);
        Assert.DoesNotContain("CANARY", (await Desk.Rows<string>("SELECT OverrideRationale FROM Assignments"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extending_or_reviving_it_needs_a_rationale_as_well()
    {
        var made = await Practice.Assign(Pair, Some("empathy", "couple", due: Monday.AddDays(6)) with { Target = 3 });
        await Practice.ScreenBoth(Pair, positive: true);
        foreach (var more in new AssignmentChange[]
        {
            new(DueOn: Monday.AddDays(7)), new() { DueOn = (DateOnly?)null }, new(Target: 4), new() { Target = (int?)null }, new(Cadence: new Cadence(CadenceKind.Weekly)),
        })
            await Change(made, more).ShouldRefuse(RefusalKind.Rule, "safety-caution");

        Desk.GoTo(Monday.AddDays(10));
        Assert.Equal(AssignmentStatus.Expired, (await Read(made)).Status);
        var again = new AssignmentChange(DueOn: Monday.AddDays(20));
        await Change(made, again).ShouldRefuse(RefusalKind.Rule, "safety-caution");
        await Change(made, again with { Override = new SafetyOverride("short") }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        var revived = await Change(made, again with { Override = new SafetyOverride(First) });
        Assert.Equal((AssignmentStatus.Assigned, Monday.AddDays(20), First), (revived.Status, revived.DueOn, revived.OverrideRationale));
        Assert.Contains(AssignmentWarning.ViolenceOrCoercion, revived.Warnings);
        await AssertAudited("change-assignment", made);
    }

    [Fact]
    public async Task What_asks_for_less_or_the_same_is_changed_freely()
    {
        var made = await Practice.Assign(Pair, Some("empathy", "couple", due: Monday.AddDays(6)) with { Target = 3 });
        await Practice.ScreenBoth(Pair, positive: true);
        await Change(made, new AssignmentChange(Instructions: "Only if you both feel at ease."));
        await Change(made, new AssignmentChange(DueOn: Monday.AddDays(6), Target: 3));
        var less = new AssignmentChange(DueOn: Monday.AddDays(5), Target: 2);
        await Change(made, less with { Override = new SafetyOverride(First) }).ShouldRefuse(RefusalKind.Rule, "nothing-to-override");
        var ends = await Change(made, less);
        Assert.Equal((Monday.AddDays(5), 2, null), (ends.DueOn, ends.Target, ends.OverrideRationale));

        var harmless = await Practice.Assign(Pair, Some("quality-time", "couple", due: Monday.AddDays(6)));
        Assert.Equal(Monday.AddDays(9), (await Change(harmless, new AssignmentChange(DueOn: Monday.AddDays(9)))).DueOn);
    }

    [Fact]
    public async Task Given_to_one_and_then_to_the_other_it_is_the_couples()
    {
        await Practice.ScreenBoth(Pair, positive: true);
        var first = await Practice.Assign(Pair, Some("apology", Pair.A.ToString()));
        var second = Some("apology", Pair.B.ToString());
        await Practice.Assign(Pair, second).ShouldRefuse(RefusalKind.Rule, "safety-caution");
        await Desk.Send(Practice.Therapist, new AssignBatchCommand(Pair.Id, new([Some("reality-check", Pair.A.ToString()), Some("reality-check", Pair.B.ToString())])))
            .ShouldRefuse(RefusalKind.Rule, "safety-caution");
        // Another exercise, and the same partner again, are nobody else's.
        await Practice.Assign(Pair, Some("reality-check", Pair.B.ToString()));
        await Practice.Assign(Pair, Some("apology", Pair.A.ToString()));

        Assert.Equal(First, (await Practice.Assign(Pair, second with { Override = new SafetyOverride(First) })).OverrideRationale);
        await Pause(first);
        await Resume(first).ShouldRefuse(RefusalKind.Rule, "safety-caution");
        await Change(first, new AssignmentChange(Target: 5, Cadence: Cadence.Daily)).ShouldRefuse(RefusalKind.Rule, "safety-caution");
    }

    [Fact]
    public async Task What_the_other_partner_has_no_longer_holds_nothing_back()
    {
        await Practice.ScreenBoth(Pair, positive: true);
        var withdrawn = await Practice.Assign(Pair, Some("apology", Pair.A.ToString()));
        await Desk.Send(Practice.Therapist, new WithdrawAssignmentCommand(withdrawn.Id, null, new Withdrawal("Too soon.")));
        await Practice.Assign(Pair, Some("reality-check", Pair.A.ToString(), due: Monday));
        Desk.GoTo(Monday.AddDays(1));
        Assert.Equal([AssignmentWarning.ViolenceOrCoercion], (await Practice.Assign(Pair, Some("apology", Pair.B.ToString()))).Warnings);
        await Practice.Assign(Pair, Some("reality-check", Pair.B.ToString()));
    }

    private async Task<Assignment> Paused(NewAssignment body)
    {
        var made = await Practice.Assign(Pair, body);
        await Pause(made);
        return made;
    }

    private Task Pause(Assignment made) => Desk.Send(Practice.Therapist, new PauseAssignmentCommand(made.Id, null, new PauseText()));

    private Task<Assignment> Resume(Assignment made, string? rationale = null) => Desk.Send(
        Practice.Therapist, new ResumeAssignmentCommand(made.Id, null, rationale is null ? null : new AssignmentResumption(new SafetyOverride(rationale))));

    private Task<Assignment> Change(Assignment made, AssignmentChange body) => Desk.Send(Practice.Therapist, new ChangeAssignmentCommand(made.Id, null, body));

    private Task<Assignment> Read(Assignment made) => Desk.Send(Practice.Therapist, new GetAssignmentQuery(made.Id));

    private async Task AssertAudited(string action, Assignment made) => Assert.Equal(
        ["safety override with written rationale"],
        await Desk.Rows<string>("SELECT Reason FROM AuditEntries WHERE ResourceId = @Id AND Action = @Action AND Outcome = 'Allowed'", new { made.Id, Action = action }));
}
