using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Domain.Homework;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

public sealed class AssignHomeworkTests : HomeworkTest
{
    private const string Rationale = "CANARY-RATIONALE agreed with the safety plan";

    [Fact]
    public async Task Keeps_the_exercise_as_it_was_given()
    {
        var made = await Practice.Assign(Pair, Some(due: Monday.AddDays(13)) with { Instructions = "Before supper.", Target = 5 });
        var read = await Desk.Send(Practice.Therapist, new GetAssignmentQuery(made.Id));
        Assert.Equal(("gratitude", "each", AssignmentStatus.Assigned, 1), (read.ExerciseKey, read.For, read.Status, read.Version));
        Assert.Equal(("Before supper.", 5, "Tess"), (read.Instructions, read.Target, read.AssignedByName));
        Assert.Equal(read.Title, read.Exercise!.Title);
        Assert.Equal("noticed", read.Exercise.Reflection[1].Key);
        Assert.Null(read.Adherence.Couple.Ratio);
        Assert.DoesNotContain("supper", (await Desk.Rows<string>("SELECT Instructions FROM Assignments"))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-thing", "each", "unknown-exercise")]
    [InlineData("gratitude", "00000000-0000-0000-0000-000000000001", "not-a-partner")]
    [InlineData("gratitude", "both", "invalid-input")]
    public async Task Refuses_an_exercise_or_a_person_that_is_not_there(string key, string to, string code) =>
        await Practice.Assign(Pair, Some(key, to)).ShouldRefuse(RefusalKind.Invalid, code);

    [Fact]
    public async Task Refuses_days_and_targets_that_do_not_fit()
    {
        await Practice.Assign(Pair, Some(due: Monday.AddDays(-1))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Practice.Assign(Pair, Some() with { StartOn = Monday.AddDays(367) }).ShouldRefuse(RefusalKind.Invalid, "start-too-far");
        await Practice.Assign(Pair, Some(cadence: new Cadence(CadenceKind.Weekly, 3))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Practice.Assign(Pair, Some(cadence: Cadence.Once) with { Target = 2 }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Practice.Assign(Pair, Some() with { Target = 367 }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task Gives_a_joint_exercise_only_to_the_couple_and_a_single_one_not()
    {
        await Practice.Assign(Pair, Some("quality-time", "couple"));
        await Practice.Assign(Pair, Some("quality-time", "each")).ShouldRefuse(RefusalKind.Rule, "audience-mismatch");
        await Practice.Assign(Pair, Some("quality-time", Pair.A.ToString())).ShouldRefuse(RefusalKind.Rule, "audience-mismatch");
        await Practice.Assign(Pair, Some("gratitude", "couple")).ShouldRefuse(RefusalKind.Rule, "audience-mismatch");
        await Practice.Assign(Pair, Some("apology", Pair.B.ToString()));
    }

    [Fact]
    public async Task Gives_an_exercise_for_a_role_only_to_the_partner_who_has_it()
    {
        await Practice.Assign(Pair, Some("impact-statement", Pair.A.ToString())).ShouldRefuse(RefusalKind.Rule, "audience-mismatch");
        await Practice.Formulate(Pair, "Hurt", "Involved", null);
        await Practice.Assign(Pair, Some("impact-statement", Pair.A.ToString()));
        await Practice.Assign(Pair, Some("accountability-plan", Pair.B.ToString()));
        await Practice.Assign(Pair, Some("impact-statement", Pair.B.ToString())).ShouldRefuse(RefusalKind.Rule, "audience-mismatch");
    }

    [Fact]
    public async Task Holds_a_joint_exercise_back_while_a_newest_screening_is_positive()
    {
        await Practice.ScreenBoth(Pair, positive: true);
        await Practice.Assign(Pair, Some("empathy", "couple")).ShouldRefuse(RefusalKind.Rule, "safety-caution");
        await Practice.Assign(Pair, Some("needs-inventory", "each")).ShouldRefuse(RefusalKind.Rule, "safety-caution");
        Assert.Empty((await Practice.Assign(Pair, Some("quality-time", "couple"))).Warnings);
        Assert.Equal([AssignmentWarning.ViolenceOrCoercion], (await Practice.Assign(Pair, Some("apology", Pair.A.ToString()))).Warnings);

        await Practice.Screen(Pair, Pair.A, positive: false);
        await Practice.Assign(Pair, Some("empathy", "couple"));
    }

    [Fact]
    public async Task Gives_it_all_the_same_by_a_written_rationale_that_the_audit_names_but_does_not_show()
    {
        await Practice.ScreenBoth(Pair, positive: true);
        await Practice.Assign(Pair, Some("empathy", "couple") with { Override = new SafetyOverride("  short  ") }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        var made = await Practice.Assign(Pair, Some("empathy", "couple") with { Override = new SafetyOverride(Rationale) });
        Assert.Equal(Rationale, made.OverrideRationale);
        Assert.Contains(AssignmentWarning.ViolenceOrCoercion, made.Warnings);
        Assert.Equal(["safety override with written rationale"], await Desk.Rows<string>("SELECT Reason FROM AuditEntries WHERE ResourceId = @Id", new { made.Id }));
        Assert.DoesNotContain("CANARY", (await Desk.Rows<string>("SELECT OverrideRationale FROM Assignments"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_an_override_where_nothing_holds_it_back() =>
        await Practice.Assign(Pair, Some() with { Override = new SafetyOverride(Rationale) }).ShouldRefuse(RefusalKind.Rule, "nothing-to-override");

    [Fact]
    public async Task Warns_of_what_is_to_be_weighed()
    {
        await Practice.Formulate(Pair, "Hurt", "Involved", Monday.AddDays(-41));
        Assert.Equal([AssignmentWarning.NotScreened, AssignmentWarning.MutualConsent], (await Practice.Assign(Pair, Some("share-daily-plans", "couple"))).Warnings);
        await Practice.ScreenBoth(Pair);
        Assert.Equal(
            [AssignmentWarning.AcuteBetrayal, AssignmentWarning.IndividualSupportFirst],
            (await Practice.Assign(Pair, Some("letting-go", Pair.A.ToString(), Cadence.Once))).Warnings);
        Desk.GoTo(Monday.AddDays(1));
        Assert.Equal([AssignmentWarning.IndividualSupportFirst], (await Practice.Assign(Pair, Some("letting-go", Pair.A.ToString(), Cadence.Once))).Warnings);
    }

    [Fact]
    public async Task Refuses_a_closed_case_and_everyone_but_its_clinicians()
    {
        var made = await Practice.Assign(Pair);
        var other = await GivenPractice.Open(Desk);
        await Desk.Send(other.Therapist, new AssignHomeworkCommand(Pair.Id, Some())).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(other.Therapist, new GetAssignmentQuery(made.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Desk.Send(Practice.OtherTherapist, new GetAssignmentQuery(made.Id)).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        foreach (var caller in new[] { Practice.Admin, Practice.Frontdesk, Pair.PartnerA })
        {
            await Desk.Send(caller, new AssignHomeworkCommand(Pair.Id, Some())).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
            await Desk.Send(caller, new GetAssignmentQuery(made.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        }

        await Practice.Write("UPDATE Couples SET Status = 'Closed' WHERE PracticeId = @PracticeId", _ => new { });
        await Practice.Assign(Pair).ShouldRefuse(RefusalKind.Conflict, "case-closed");
    }
}
