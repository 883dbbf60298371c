using CounselDesk.Application.Common;
using CounselDesk.Application.Homework;
using CounselDesk.Application.Pathways;
using CounselDesk.Application.Portal;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Homework;
using CounselDesk.Domain.Toolkit;
using static CounselDesk.Application.Tests.Homework.GivenHomework;

namespace CounselDesk.Application.Tests.Pathways;

public sealed class RunningPathwayTests : PathwayTest
{
    [Fact]
    public async Task A_step_that_opens_is_assigned_to_whom_its_exercise_is_made_for()
    {
        await Practice.Formulate(Pair, "Hurt", "Involved", Monday);
        await Write(
        [
            new("calm-down", StepOpening.AtStart, null, "Each."), new("active-listening", StepOpening.AtStart, null, "Both."),
            new("impact-statement", StepOpening.AtStart, null, "Hurt."), new("accountability-plan", StepOpening.AtStart, null, "Involved."),
        ]);
        var run = await Start();
        var whom = new List<string>();
        foreach (var step in run.Steps)
        {
            Assert.Equal((StepStatus.Open, Monday, AssignmentStatus.Assigned), (step.Status, step.OpenedOn, step.AssignmentStatus));
            var assignment = await Desk.Send(Practice.Therapist, new GetAssignmentQuery(step.AssignmentId!.Value));
            Assert.Equal((step.ExerciseKey, Monday), (assignment.ExerciseKey, assignment.StartOn));
            whom.Add(assignment.For);
        }

        Assert.Equal(["each", "couple", Pair.A.ToString(), Pair.B.ToString()], whom);
    }

    [Fact]
    public async Task Steps_open_by_their_rules_as_the_days_go_by()
    {
        await Write();
        var run = await Start();
        Assert.Equal([StepStatus.Open, StepStatus.Waiting, StepStatus.Waiting, StepStatus.Waiting, StepStatus.Waiting], Statuses(run));
        Assert.Equal(0, await Job());

        Desk.GoTo(Monday.AddDays(2));
        await Do(run, 1);
        Assert.Equal((1, 0), (await Job(), await Job()));
        run = await Read(run);
        Assert.Equal((StepStatus.Done, Monday.AddDays(2)), (run.Steps[0].Status, run.Steps[0].EndedOn));
        Assert.Equal((StepStatus.Open, Monday.AddDays(2)), (run.Steps[1].Status, run.Steps[1].OpenedOn));
        Assert.Null(run.Steps[2].OpensOn);

        Desk.GoTo(Monday.AddDays(20));
        await Do(run, 2);
        Assert.Equal(0, await Job());
        Assert.Equal(Monday.AddDays(23), (await Read(run)).Steps[2].OpensOn);
        Desk.GoTo(Monday.AddDays(22));
        Assert.Equal(0, await Job());
        Desk.GoTo(Monday.AddDays(23));
        Assert.Equal(1, await Job());

        // The fourth is the therapist's to open, and the fifth follows it by a week, done or not.
        run = await Advance(run);
        Assert.Equal((StepStatus.Open, Monday.AddDays(30)), (run.Steps[3].Status, run.Steps[4].OpensOn));
        Desk.GoTo(Monday.AddDays(30));
        Assert.Equal(1, await Job());
        await Advance(run).ShouldRefuse(RefusalKind.Conflict, "nothing-to-open");
        foreach (var step in new[] { 3, 4, 5 })
            run = await Skip(run, step);
        Assert.Equal((PathwayRunStatus.Completed, Desk.Clock.Now), (run.Status, run.EndedAt));
        await Advance(run).ShouldRefuse(RefusalKind.Conflict, "pathway-over");
        await Skip(run, 1).ShouldRefuse(RefusalKind.Conflict, "pathway-over");
    }

    [Fact]
    public async Task A_held_step_waits_for_a_clinician_and_an_override_takes_a_rationale()
    {
        await Write([new("active-listening", StepOpening.AtStart, null, "Both."), new("quality-time", StepOpening.AtStart, null, "Both.")]);
        await Practice.ScreenBoth(Pair, positive: true);
        var run = await Start();
        Assert.Equal([(StepStatus.Held, HeldBecause.SafetyCaution), (StepStatus.Open, (HeldBecause?)null)], run.Steps.Select(step => (step.Status, step.HeldBecause)));
        Assert.Single((await Desk.Send(Pair.PartnerA, new ListPortalAssignmentsQuery(default))).Items);
        await Advance(run).ShouldRefuse(RefusalKind.Rule, "safety-caution");

        // A newer screening opens nothing by itself: that nothing stands against it is for a clinician to say.
        await Practice.ScreenBoth(Pair);
        Assert.Equal((0, StepStatus.Held), (await Job(), (await Read(run)).Steps[0].Status));
        await Advance(run, "Talked through with each alone.").ShouldRefuse(RefusalKind.Rule, "nothing-to-override");
        await Practice.ScreenBoth(Pair, positive: true);
        run = await Advance(run, "Talked through with each alone.");
        Assert.Equal((StepStatus.Open, (HeldBecause?)null), (run.Steps[0].Status, run.Steps[0].HeldBecause));
        var made = await Desk.Send(Practice.Therapist, new GetAssignmentQuery(run.Steps[0].AssignmentId!.Value));
        Assert.Equal("Talked through with each alone.", made.OverrideRationale);
        Assert.Contains(
            "safety override with written rationale",
            await Desk.Rows<string>("SELECT e.Reason FROM AuditEntries e WHERE e.Action = 'advance-pathway' AND e.Outcome = 'Allowed'"));
    }

    [Fact]
    public async Task A_step_for_a_role_that_nobody_has_is_held()
    {
        await Write([new("impact-statement", StepOpening.AtStart, null, "Hurt."), new("calm-down", StepOpening.AfterPrevious, null, "Then.")]);
        var run = await Start();
        Assert.Equal((StepStatus.Held, HeldBecause.NoRole), (run.Steps[0].Status, run.Steps[0].HeldBecause));
        await Advance(run).ShouldRefuse(RefusalKind.Rule, "audience-mismatch");
        await Practice.Formulate(Pair, "Hurt", "Involved", Monday);
        Assert.Equal(StepStatus.Open, (await Advance(run)).Steps[0].Status);
    }

    [Fact]
    public async Task Named_days_open_steps_and_must_be_given_where_the_pathway_asks()
    {
        await Write([new("calm-down", StepOpening.OnDate, null, "On a day."), new("gratitude", StepOpening.AfterPrevious, null, "Then.")]);
        NewPathwayRun With(params StepDate[] dates) => new(Key, Dates: dates);
        await Start().ShouldRefuse(RefusalKind.Invalid, "date-missing");
        await Start(With(new StepDate(3, Monday))).ShouldRefuse(RefusalKind.Invalid, "unknown-step");
        await Start(With(new StepDate(1, Monday.AddDays(-1)))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Start(With(new StepDate(1, Monday), new StepDate(1, Monday))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        var run = await Start(With(new StepDate(1, Monday.AddDays(4)), new StepDate(2, Monday.AddDays(5))));
        Assert.Equal([Monday.AddDays(4), Monday.AddDays(5)], run.Steps.Select(step => step.OpensOn));
        Desk.GoTo(Monday.AddDays(5));
        Assert.Equal(2, await Job());
    }

    [Fact]
    public async Task What_was_started_keeps_its_steps_when_the_pathway_changes()
    {
        await Write();
        var run = await Start();
        await Desk.Send(Practice.Therapist, new ChangePathwayCommand(Key, 1, new PathwayText("Other", "Other steps.", Texts([Steps[0]]))));
        var read = await Read(run);
        Assert.Equal(("First weeks", 1, 5), (read.Title, read.PathwayVersion, read.Steps.Count));
        var archived = await Desk.Send(Practice.Admin, new ArchivePathwayCommand(Key, 2));
        Assert.Equal(Desk.Clock.Now, archived.ArchivedAt);
        Assert.Equal(PathwayRunStatus.Running, (await Read(run)).Status);
        await Start(couple: await Practice.Couple()).ShouldRefuse(RefusalKind.Invalid, "unknown-pathway");
    }

    [Fact]
    public async Task Runs_once_at_a_time_and_can_be_stopped_and_started_anew()
    {
        var run = await Start(new NewPathwayRun("everyday-communication"));
        await Start(new NewPathwayRun("everyday-communication")).ShouldRefuse(RefusalKind.Conflict, "already-running");
        await Start(new NewPathwayRun("new-beginning", Monday.AddDays(7)));
        var stopped = await Desk.Send(Practice.Therapist, new StopPathwayCommand(Pair.Id, run.Id, run.Version, new PathwayStop("CANARY they paused")));
        Assert.Equal((PathwayRunStatus.Stopped, "CANARY they paused"), (stopped.Status, stopped.StopReason));
        Assert.Empty(await Desk.Rows<string>("SELECT r.Title FROM PathwayRuns r WHERE r.StopReason LIKE '%CANARY%'"));
        await Start(new NewPathwayRun("everyday-communication"));
        var list = await Desk.Send(Practice.Therapist, new ListPathwayRunsQuery(Pair.Id, default));
        Assert.Equal(["everyday-communication", "new-beginning", "everyday-communication"], list.Items.Select(item => item.PathwayKey));
        Assert.All(list.Items[1].Steps, step => Assert.Equal(StepStatus.Waiting, step.Status));
    }

    [Fact]
    public async Task Nothing_opens_while_the_case_rests()
    {
        await Write([new("calm-down", StepOpening.AfterDays, 1, "Tomorrow.")]);
        await Start();
        await Practice.Write("UPDATE Couples SET Status = 'Paused' WHERE PracticeId = @PracticeId", _ => new { });
        Desk.GoTo(Monday.AddDays(3));
        Assert.Equal(0, await Job());
        await Practice.Write("UPDATE Couples SET Status = 'Active' WHERE PracticeId = @PracticeId", _ => new { });
        Assert.Equal(1, await Job());
        Assert.Equal(1, (await Desk.Rows<int>("SELECT COUNT(*) FROM AuditEntries e WHERE e.Action = 'open-pathway-step' AND e.AccountId IS NULL")).Single());
    }

    [Fact]
    public async Task Two_passes_of_the_clock_at_once_open_a_step_once()
    {
        await Write([new("calm-down", StepOpening.AfterDays, 1, "Tomorrow.")]);
        var run = await Start();
        Desk.GoTo(Monday.AddDays(1));
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(Job)));
        Assert.Equal(1, opened.Sum());
        Assert.Equal(StepStatus.Open, (await Read(run)).Steps[0].Status);
        Assert.Single((await Desk.Send(Practice.Therapist, new ListAssignmentsQuery(Pair.Id, default))).Items);
    }

    [Fact]
    public async Task Refuses_what_is_stale_unknown_too_early_or_somebody_elses()
    {
        var run = await Start(new NewPathwayRun("everyday-communication"));
        await Advance(run, version: run.Version - 1).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Skip(run, 99).ShouldRefuse(RefusalKind.Invalid, "unknown-step");
        await Skip(await Skip(run, 8 > run.Steps.Count ? run.Steps.Count : 8), 8 > run.Steps.Count ? run.Steps.Count : 8).ShouldRefuse(RefusalKind.Conflict, "step-over");
        await Start(new NewPathwayRun("no-such-pathway")).ShouldRefuse(RefusalKind.Invalid, "unknown-pathway");
        await Start(new NewPathwayRun("new-beginning", Monday.AddDays(-1))).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        var other = await Practice.Couple();
        await Desk.Send(Practice.Therapist, new GetPathwayRunQuery(other.Id, run.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Start(by: Practice.OtherTherapist).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        foreach (var caller in new[] { Pair.PartnerA, Practice.Admin, Practice.Frontdesk })
            await Desk.Send(caller, new GetPathwayRunQuery(Pair.Id, run.Id)).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send((await GivenPractice.Open(Desk)).Therapist, new GetPathwayRunQuery(Pair.Id, run.Id)).ShouldRefuse(RefusalKind.NotFound, "not-found");
        await Practice.Write("UPDATE Couples SET Kind = 'Individual', PartnerBId = NULL WHERE Id = @Id AND PracticeId = @PracticeId", _ => new { other.Id });
        await Start(new NewPathwayRun("new-beginning"), other).ShouldRefuse(RefusalKind.Conflict, "not-a-couple");
    }
}
