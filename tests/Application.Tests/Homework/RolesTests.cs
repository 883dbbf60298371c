using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Pathways;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Toolkit;
using CounselDesk.Application.Toolkit;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Homework;

/// <summary>Who speaks and who listens.</summary>
public sealed class RolesTests : HomeworkTest
{
    [Fact]
    public async Task Partner_A_begins_with_the_first_role_and_they_swap_each_week_unless_told()
    {
        var given = await Give();
        Assert.True(given.Alternate);
        Assert.Equal([new(Pair.A, "speaker"), new(Pair.B, "listener")], given.Roles);
        Assert.Equal(("speaker", "listener"), await Yours(given));
        Desk.GoTo(Monday.AddDays(7));
        Assert.Equal(("listener", "speaker"), await Yours(given));
        Assert.Equal([new(Pair.A, "listener"), new(Pair.B, "speaker")], (await Desk.Send(Practice.Therapist, new GetAssignmentQuery(given.Id))).Roles);
        Desk.GoTo(Monday.AddDays(14));
        Assert.Equal(("speaker", "listener"), await Yours(given));
    }

    [Fact]
    public async Task They_keep_the_roles_that_they_were_given()
    {
        var given = await Give(new(Pair.B, "speaker"), new(Pair.A, "listener"), alternate: false);
        Assert.False(given.Alternate);
        Assert.Equal([new(Pair.A, "listener"), new(Pair.B, "speaker")], given.Roles);
        Desk.GoTo(Monday.AddDays(7));
        Assert.Equal(("listener", "speaker"), await Yours(given));
        var once = await Practice.Assign(Pair, Joint with { Cadence = Cadence.Once });
        Assert.False(once.Alternate);
    }

    [Fact]
    public async Task Each_step_says_whose_it_is()
    {
        var given = await Give();
        var steps = (await Desk.Send(Pair.PartnerB, new GetPortalAssignmentQuery(given.Id))).Steps;
        Assert.Equal(
            [PortalWhose.Both, PortalWhose.Partner, PortalWhose.You, PortalWhose.You, PortalWhose.Partner, PortalWhose.Both], steps.Select(step => step.Whose));
        Assert.Equal([null, "speaker", "listener", "listener", "speaker", null], steps.Select(step => step.Role));
        var plain = await Practice.Assign(Pair);
        var read = await Desk.Send(Pair.PartnerA, new GetPortalAssignmentQuery(plain.Id));
        Assert.Null(read.YourRole);
        Assert.All(read.Steps, step => Assert.Equal((null, PortalWhose.Both), (step.Role, step.Whose)));
    }

    [Fact]
    public async Task What_was_logged_swaps_nothing()
    {
        var given = await Give(cadence: Cadence.PerWeek(2));
        await Desk.Log(Pair.PartnerB, given.Id);
        await Desk.Log(Pair.PartnerA, given.Id);
        Assert.Equal(("speaker", "listener"), await Yours(given));
    }

    [Fact]
    public async Task Refuses_roles_that_do_not_fit_naming_the_field()
    {
        var other = await Practice.Couple();
        (NewAssignment Body, string Field, string Code)[] wrong =
        [
            (Joint with { Roles = [new(Pair.A, "speaker")] }, "body.roles", "invalid-input"),
            (Joint with { Roles = [new(Pair.A, "speaker"), new(Pair.B, "judge")] }, "roles[1].role", "unknown-role"),
            (Joint with { Roles = [new(Pair.A, "speaker"), new(Pair.B, "speaker")] }, "roles[1].role", "same-role"),
            (Joint with { Roles = [new(Pair.A, "speaker"), new(Pair.A, "listener")] }, "roles[1].partnerId", "invalid-input"),
            (Joint with { Roles = [new(Pair.A, "speaker"), new(other.A, "listener")] }, "roles[1].partnerId", "not-a-partner"),
            (Joint with { Cadence = Cadence.Once, Alternate = true }, "body.alternate", "invalid-input"),
            (Some() with { Roles = [new(Pair.A, "speaker"), new(Pair.B, "listener")] }, "roles", "no-roles"),
            (Some() with { Alternate = true }, "alternate", "no-roles"),
        ];
        foreach (var (body, field, code) in wrong)
        {
            var refusal = await Practice.Assign(Pair, body).ShouldRefuse(RefusalKind.Invalid, code);
            Assert.Equal(field, Assert.Single(refusal.Faults!.Errors).PropertyName);
        }
    }

    [Fact]
    public async Task A_pathways_step_and_a_batch_begin_as_they_would_alone()
    {
        await Desk.Send(Practice.Therapist, new CreatePathwayCommand(new NewPathway("own", "Own", "A few steps.", [new PathwayStepText("empathy", StepOpening.AtStart, "Begin.")])));
        var run = await Desk.Send(Practice.Therapist, new StartPathwayCommand(Pair.Id, new NewPathwayRun("own")));
        var opened = await Desk.Send(Practice.Therapist, new GetAssignmentQuery(run.Steps[0].AssignmentId!.Value));
        var batch = await Desk.Send(Practice.Therapist, new AssignBatchCommand(Pair.Id, new AssignmentBatch([Joint])));
        Assert.All([opened, batch.Assignments[0]], one => Assert.Equal((true, "speaker", Pair.A), (one.Alternate, one.Roles[0].Role, one.Roles[0].PartnerId)));
    }

    [Fact]
    public async Task Own_exercises_have_roles_that_a_sheet_and_a_copy_keep_and_a_handout_shows()
    {
        var own = await Desk.WriteExercise(Practice.Therapist, GivenExercises.WithRoles());
        Assert.Equal(["teller", "hearer"], own.Roles!);
        Assert.Equal("hearer", own.Steps[2].Role);
        var sheet = await Desk.Send(Practice.Therapist, new ExportExerciseSheetQuery());
        var report = await Desk.Send(Practice.Admin, new ImportExercisesCommand(new ExerciseImport(Csv: sheet), DryRun: true));
        Assert.Empty(report.Faults);
        Assert.Equal(["own-turns"], report.Unchanged);
        var given = await Practice.Assign(Pair, Some(own.Key, "couple"));
        Assert.Equal(["teller", "hearer"], given.Roles.Select(one => one.Role));
        var page = await Desk.Send(Pair.PartnerA, new PrintPortalAssignmentQuery(given.Id, new HandoutForm(null, null)));
        Assert.Contains("<span class=\"role\">hearer</span><p>Say back what you heard.</p>", page, StringComparison.Ordinal);
    }

    private static NewAssignment Joint => Some("active-listening", "couple", Cadence.Weekly);

    private Task<Assignment> Give(AssignedRole? one = null, AssignedRole? other = null, bool? alternate = null, Cadence? cadence = null) => Practice.Assign(
        Pair, Joint with { Cadence = cadence ?? Cadence.Weekly, Roles = one is null || other is null ? null : [one, other], Alternate = alternate });

    private async Task<(string? A, string? B)> Yours(Assignment assignment)
    {
        var roles = new List<string?>();
        foreach (var partner in new[] { Pair.PartnerA, Pair.PartnerB })
        {
            var read = await Desk.Send(partner, new GetPortalAssignmentQuery(assignment.Id));
            Assert.Contains(read.YourRole, (await Desk.Send(partner, new GetPortalHomeQuery())).Open.Where(task => task.AssignmentId == assignment.Id).Select(task => task.YourRole));
            roles.Add(read.YourRole);
        }

        return (roles[0], roles[1]);
    }
}
