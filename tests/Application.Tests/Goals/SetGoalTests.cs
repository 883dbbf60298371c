using CounselDesk.Application.Common;
using CounselDesk.Application.Goals;
using CounselDesk.Application.Tests.Common;
using CounselDesk.Application.Tests.Homework;
using CounselDesk.Domain.Goals;

namespace CounselDesk.Application.Tests.Goals;

public sealed class SetGoalTests : HomeworkTest
{
    [Fact]
    public async Task Is_kept_encrypted_and_read_back_as_it_was_set()
    {
        var body = new NewGoal("joint", "CANARY title", [.. GivenGoals.Levels("CANARY").Reverse()], 3, -1, GivenHomework.Monday.AddDays(60));
        var set = await Practice.SetGoal(Pair, body);
        Assert.Equal(("joint", "CANARY title", 3, -1, GivenHomework.Monday.AddDays(60), GoalStatus.Open), (set.Scope, set.Title, set.Weight, set.BaselineLevel, set.TargetOn, set.Status));
        Assert.Equal([-2, -1, 0, 1, 2], set.Levels.Select(level => level.Level));
        Assert.Equal(GivenGoals.Levels("CANARY"), set.Levels);
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(set), System.Text.Json.JsonSerializer.Serialize(await Read(set)));
        Assert.Empty(await Desk.Rows<string>("SELECT g.Texts FROM Goals g WHERE g.Texts LIKE '%CANARY%'"));
    }

    [Fact]
    public async Task Takes_five_levels_each_once()
    {
        foreach (var levels in new IReadOnlyList<GoalLevel>[]
        {
            [], [.. GivenGoals.Levels().Skip(1)], [.. GivenGoals.Levels().Append(new GoalLevel(3, "More"))],
            [.. GivenGoals.Levels().Skip(1).Append(new GoalLevel(3, "Other"))], [.. GivenGoals.Levels().Skip(1).Append(new GoalLevel(2, "Twice"))],
        })
            await Practice.SetGoal(Pair, GivenGoals.Some() with { Levels = levels }).ShouldRefuse(RefusalKind.Invalid, "not-five-levels");
        await Practice.SetGoal(Pair, GivenGoals.Some() with { Levels = GivenGoals.Levels(" ").Select(level => level with { Text = " " }).ToList() }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task Is_the_clinicians_to_set_for_the_cases_own_partners()
    {
        var others = await Practice.Couple();
        await Practice.SetGoal(Pair, GivenGoals.Some(others.A.ToString())).ShouldRefuse(RefusalKind.Invalid, "not-a-partner");
        await Practice.SetGoal(Pair, GivenGoals.Some("both")).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        foreach (var weight in new[] { 0, 11 })
            await Practice.SetGoal(Pair, GivenGoals.Some(weight: weight)).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Practice.SetGoal(Pair, GivenGoals.Some() with { BaselineLevel = 3 }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        await Practice.SetGoal(Pair, GivenGoals.Some() with { TargetOn = GivenHomework.Monday.AddDays(-1) }).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
        foreach (var caller in new[] { Practice.Frontdesk, Practice.Admin, Pair.PartnerA })
            await Desk.Send(caller, new SetGoalCommand(Pair.Id, GivenGoals.Some())).ShouldRefuse(RefusalKind.Forbidden, "role-may-not");
        await Desk.Send(Practice.OtherTherapist, new SetGoalCommand(Pair.Id, GivenGoals.Some())).ShouldRefuse(RefusalKind.Forbidden, "not-your-case");
        await Practice.Write("UPDATE Couples SET Status = 'Closed' WHERE PracticeId = @PracticeId", _ => new { });
        await Practice.SetGoal(Pair).ShouldRefuse(RefusalKind.Conflict, "case-closed");
    }

    [Fact]
    public async Task Levels_weight_and_baseline_change_until_the_first_rating_and_the_title_always()
    {
        var goal = await Practice.SetGoal(Pair);
        var changed = await Change(goal, new GoalChange(Levels: new(GivenGoals.Levels("Other"), true), Weight: 5, BaselineLevel: -2));
        Assert.Equal((5, -2, "Other 0", goal.Title, goal.Version + 1), (changed.Weight, changed.BaselineLevel, changed.Levels[2].Text, changed.Title, changed.Version));
        await Change(goal, new GoalChange(Weight: 1)).ShouldRefuse(RefusalKind.Stale, "stale-version");
        await Practice.Rate(goal, 1);
        foreach (var change in new[] { new GoalChange(Levels: new(GivenGoals.Levels(), true)), new GoalChange(Weight: 1), new GoalChange(BaselineLevel: new(null, true)) })
            await Change(changed, change).ShouldRefuse(RefusalKind.Conflict, "already-rated");
        var renamed = await Change(changed, new GoalChange(Title: "Money, calmly", TargetOn: GivenHomework.Monday.AddDays(9)));
        Assert.Equal(("Money, calmly", GivenHomework.Monday.AddDays(9), "Other 0"), (renamed.Title, renamed.TargetOn, renamed.Levels[2].Text));
        await Change(renamed, new GoalChange(Title: " ")).ShouldRefuse(RefusalKind.Invalid, "invalid-input");
    }

    [Fact]
    public async Task Status_goes_between_open_reached_and_paused_and_to_dropped_for_good()
    {
        var goal = await Practice.SetGoal(Pair);
        foreach (var status in new[] { GoalStatus.Paused, GoalStatus.Reached, GoalStatus.Open, GoalStatus.Dropped })
        {
            goal = await Become(goal, status);
            Assert.Equal((status, "CANARY reason"), (goal.Status, goal.StatusChanges[0].Reason));
        }

        Assert.Equal(4, goal.StatusChanges.Count);
        await Become(goal, GoalStatus.Open).ShouldRefuse(RefusalKind.Conflict, "status-not-possible");
        await Change(goal, new GoalChange(Title: "Again")).ShouldRefuse(RefusalKind.Conflict, "goal-dropped");
        await Practice.Rate(goal, 0).ShouldRefuse(RefusalKind.Conflict, "goal-dropped");
        Assert.Empty(await Desk.Rows<string>("SELECT s.Reason FROM GoalStatusChanges s WHERE s.Reason LIKE '%CANARY%'"));
        var paused = await Become(await Practice.SetGoal(Pair), GoalStatus.Paused);
        await Practice.Rate(paused, 0).ShouldRefuse(RefusalKind.Conflict, "goal-paused");
        await Become(paused, GoalStatus.Paused).ShouldRefuse(RefusalKind.Conflict, "status-not-possible");
        Assert.Equal([paused.Id], (await Desk.Send(Practice.Therapist, new ListGoalsQuery(Pair.Id, default, GoalStatus.Paused))).Items.Select(one => one.Id));
    }

    private Task<Goal> Read(Goal goal) => Desk.Send(Practice.Therapist, new GetGoalQuery(goal.Id));

    private Task<Goal> Change(Goal goal, GoalChange change) => Desk.Send(Practice.Therapist, new ChangeGoalCommand(goal.Id, goal.Version, change));

    private Task<Goal> Become(Goal goal, GoalStatus status) =>
        Desk.Send(Practice.Therapist, new ChangeGoalStatusCommand(goal.Id, goal.Version, new GoalStatusChange(status, "CANARY reason")));
}
